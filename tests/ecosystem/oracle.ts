/** kstatus itself, Flux' language and Argo CD's, asked how they judge objects. */

import type { KubeObject } from "../../kernel/object.ts";
import { run } from "../cluster/command.ts";

/** What a user configures for a kind: Flux' `healthCheckExprs` and Argo CD's health script. */
export interface Checks {
  readonly flux: { readonly inProgress?: string; readonly failed?: string; readonly current: string };
  readonly lua: string;
}

/** The words of the three: `InProgress`, `Failed`, `Current`; `Progressing`, `Degraded`, `Healthy`, `Suspended`. */
export interface Judgement {
  readonly kstatus: string;
  readonly flux: string;
  readonly argocd: string;
}

/** In the order of the cases. Built from Go at the first call: what the API server was built from need not be compiled again. */
export async function judge(cases: readonly (Checks & { object: KubeObject })[]): Promise<Judgement[]> {
  const answer = await run(["go", "run", "-trimpath", "."], {
    cwd: `${import.meta.dirname}/oracle`,
    env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" },
    stdin: JSON.stringify(cases),
  });
  return JSON.parse(answer) as Judgement[]; // main.go says so
}
