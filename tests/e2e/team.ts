/** The namespace of the document's scenarios, and its first scenario, typed as it stands there. */

import assert from "node:assert/strict";
import type { Batch } from "../../crds/kinds.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { example, exampleObject, openShell, type Shell, templateIn } from "./document.ts";
import { provideVolume, withAgent, workspaceSetup } from "./stand_ins.ts";

export const team = "team-platform";
export const batch = exampleObject<Batch>("batch.yaml");
/** The document gives this Batch for another namespace than that of its scenarios. */
export const batchOfTeam = example("batch.yaml").replace("namespace: kubetask-system", `namespace: ${team}`);

/** A shell before the document's first command: the team has no namespace yet, but there is a volume for it. */
export async function emptyNamespace(cluster: Cluster): Promise<Shell> {
  const shell = await openShell(cluster, team);
  await shell.run(`kubectl delete namespace ${team} --ignore-not-found --timeout=90s`);
  await provideVolume(cluster, team);
  return shell;
}

/** `script`: what the agent does instead of printing its contexts at once. */
export async function scenario1(shell: Shell, script?: string): Promise<void> {
  await shell.write("workspace-setup.yaml", workspaceSetup(team));
  await shell.write("agent-template.yaml", withAgent(templateIn("basic_template.yaml"), script));
  await shell.write("batch-update-deps.yaml", batchOfTeam);
  const printed = await shell.run(example("scenario_1.sh"));
  assert.match(printed, /^batchrun.kubetask.io\/update-deps-001 created$/m);
}

/** A run of which the document gives only the file's name. */
export function runOf(name: string): string {
  const metadata = { name, namespace: team };
  return JSON.stringify({
    apiVersion: batch.apiVersion,
    kind: "BatchRun",
    metadata,
    spec: { batchRef: batch.metadata?.name },
  });
}
