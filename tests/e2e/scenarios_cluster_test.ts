/** The document's three usage scenarios, its commands typed as they stand there. */

import { operatorTest } from "../operator/stage.ts";
import { assertContextsArrived, assertMadeFrom } from "./agent_log.ts";
import { example, templateIn } from "./document.ts";
import { withAgent, workspaceSetup } from "./stand_ins.ts";
import { batch, batchOfTeam, emptyNamespace, runOf, scenario1, team } from "./team.ts";

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

function names(run: string) {
  return { BatchName: batch.metadata?.name ?? "", BatchRunName: run };
}
