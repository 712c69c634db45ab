/** The document's three usage scenarios, its commands typed as they stand there. */

import assert from "node:assert/strict";
import type { Batch } from "../../crds/kinds.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { operatorTest } from "../operator/stage.ts";
import { assertContextsArrived, assertMadeFrom } from "./agent_log.ts";
import { example, exampleObject, openShell, type Shell, templateIn } from "./document.ts";
import { provideVolume, withAgent, workspaceSetup } from "./stand_ins.ts";

const team = "team-platform";
const batch = exampleObject<Batch>("batch.yaml");
/** The document gives this Batch for another namespace than that of its scenarios. */
const batchOfTeam = example("batch.yaml").replace("namespace: kubetask-system", `namespace: ${team}`);

const claude = templateIn("basic_template.yaml");
const newClaude = templateIn("complete_agent_template.yaml");
const gemini = templateIn("advanced_template.yaml");

operatorTest("scenario 1: a BatchRun uses the conventional ConfigMap of its namespace", async ({ cluster }) => {
  await using shell = await emptyNamespace(cluster);
  await scenario1(shell);
  await shell.run(`kubectl wait --for=condition=Complete --timeout=60s batchrun/update-deps-001 -n ${team}`);
  await assertContextsArrived(cluster, team, "update-deps-001", batch);
  await assertMadeFrom(cluster, team, "update-deps-001-task-0", claude, names("update-deps-001"));
});

operatorTest(
  "scenario 2: a new template is tried in one run, while others go on with the old one",
  async ({ cluster }) => {
    await using shell = await emptyNamespace(cluster);
    await scenario1(shell);
    await shell.write("agent-template-v2.yaml", withAgent(newClaude));
    await shell.write("batchrun-production.yaml", runOf("production"));
    await shell.run(example("scenario_2.sh"));
    for (const [run, template] of [["test-new-template", newClaude], ["production", claude]] as const) {
      await shell.run(`kubectl wait --for=condition=Complete --timeout=60s batchrun/${run} -n ${team}`);
      await assertContextsArrived(cluster, team, run, batch);
      await assertMadeFrom(cluster, team, `${run}-task-1`, template, names(run));
    }
  },
);

operatorTest("scenario 3: one namespace has several agents, and a default", async ({ cluster }) => {
  await using shell = await emptyNamespace(cluster);
  await shell.write("workspace-setup.yaml", workspaceSetup(team));
  await shell.write("batch.yaml", batchOfTeam);
  await shell.run(
    `kubectl create namespace ${team}; kubectl apply -f workspace-setup.yaml -n ${team}; kubectl apply -f batch.yaml`,
  );

  await shell.write("claude-template.yaml", withAgent(claude));
  await shell.write("gemini-template.yaml", withAgent(gemini));
  await shell.write("codex-template.yaml", withAgent(claude));
  await shell.write("batchrun-normal.yaml", runOf("normal"));
  await shell.run(example("scenario_3.sh"));
  for (const [run, template] of [["normal", claude], ["try-gemini", gemini]] as const) {
    await shell.run(`kubectl wait --for=condition=Complete --timeout=60s batchrun/${run} -n ${team}`);
    await assertContextsArrived(cluster, team, run, batch);
    await assertMadeFrom(cluster, team, `${run}-task-2`, template, names(run));
  }
});

/** A shell before the document's first command: the team has no namespace yet, but there is a volume for it. */
async function emptyNamespace(cluster: Cluster): Promise<Shell> {
  const shell = await openShell(cluster, team);
  await shell.run(`kubectl delete namespace ${team} --ignore-not-found --timeout=90s`);
  await provideVolume(cluster, team);
  return shell;
}

async function scenario1(shell: Shell): Promise<void> {
  await shell.write("workspace-setup.yaml", workspaceSetup(team));
  await shell.write("agent-template.yaml", withAgent(claude));
  await shell.write("batch-update-deps.yaml", batchOfTeam);
  const printed = await shell.run(example("scenario_1.sh"));
  assert.match(printed, /^batchrun.kubetask.io\/update-deps-001 created$/m);
}

function names(run: string) {
  return { BatchName: batch.metadata?.name ?? "", BatchRunName: run };
}

/** A run of which the document gives only the file's name. */
function runOf(name: string): string {
  const metadata = { name, namespace: team };
  return JSON.stringify({
    apiVersion: batch.apiVersion,
    kind: "BatchRun",
    metadata,
    spec: { batchRef: batch.metadata?.name },
  });
}
