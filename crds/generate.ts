/** The CRDs of all kinds as one text: deploy/crds.yaml, which `deno task generate` writes. */

import { dump } from "js-yaml";
import { batchCrd } from "./batch.ts";
import { batchRunCrd } from "./batchrun.ts";
import { manifestOf } from "./crd.ts";
import { taskCrd } from "./task.ts";
import { workspaceConfigCrd } from "./workspaceconfig.ts";

export const crds = [batchCrd, batchRunCrd, taskCrd, workspaceConfigCrd];

const header = "# Generated from crds/ by `deno task generate`: edit the schemas there, not this file.\n";

/** The text of deploy/crds.yaml. */
export function crdsYaml(): string {
  return header + crds.map((crd) => dump(manifestOf(crd), { lineWidth: -1, noRefs: true })).join("---\n");
}
