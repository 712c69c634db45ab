/** Helm's own engine, with our chart. */

import { loadAll } from "js-yaml";
import type { Manifest } from "../../deploy/manifest.ts";
import { run } from "../cluster/command.ts";

export interface Release {
  readonly namespace: string;
  readonly values: object;
}

const chart = new URL("../../deploy/chart", import.meta.url).pathname;

/** What `helm template` makes of it. Throws with Helm's words if the values are wrong. */
export async function rendered(program: string, release: Release): Promise<Manifest[]> {
  const yaml = await run([program], { stdin: JSON.stringify({ chart, name: "kubetask", ...release }) });
  // Whether these are Kubernetes objects is what the tests find out.
  return (loadAll(yaml) as (Manifest | null)[]).filter((object) => object !== null);
}

/** Builds the program into `folder` and returns its path. */
export async function buildHelm(folder: string): Promise<string> {
  const program = `${folder}/helm`;
  await run(["go", "build", "-trimpath", "-o", program, "."], {
    cwd: `${import.meta.dirname}/go`,
    env: { CGO_ENABLED: "0", GOWORK: "off" },
  });
  return program;
}
