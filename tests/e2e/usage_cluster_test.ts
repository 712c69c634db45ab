/** The document's chapter "kubectl Usage", command by command. */

import assert from "node:assert/strict";
import type { Batch, Context } from "../../crds/kinds.ts";
import { operatorTest } from "../operator/stage.ts";
import { assertContextsArrived } from "./agent_log.ts";
import { commandIn, example, exampleObject, openShell } from "./document.ts";
import { emptied, system } from "./system_namespace.ts";
import { withAgent } from "./stand_ins.ts";

operatorTest("single task operations", async ({ cluster }) => {
  await emptied(cluster);
  await cluster.kubectlWith(withAgent(example("basic_template.yaml")), "apply", "-f", "-");
  await using shell = await openShell(cluster, system);
  const typed = (comment: string) => shell.run(commandIn("usage_task.sh", comment));

  await typed("Create and run a single task");
  await shell.runUntil("Succeeded", commandIn("usage_task.sh", "Watch task execution"));
  assert.match(
    await typed("List tasks"),
    /^NAME +PHASE +JOB +AGE\nupdate-service-a +Succeeded +update-service-a-\w{5} /,
  );
  assert.match(await typed("Check task status"), /^ {2}phase: Succeeded$/m);
  const contexts: Context[] = [
    { type: "File", file: { name: "task.md", source: { inline: "Update dependencies and create PR" } } },
    { type: "Repository", repository: { org: "myorg", repo: "service-a", branch: "main" } },
  ];
  assert.equal(await typed("View task logs"), `${JSON.stringify(contexts)}\n`);

  await typed("Delete completed task");
  await shell.run("kubectl wait --for=delete --timeout=60s jobs,pods --all");
  assert.equal(await typed("List tasks"), "");
});

operatorTest("batch operations", async ({ cluster }) => {
  await emptied(cluster);
  await cluster.kubectlWith(withAgent(example("basic_template.yaml")), "apply", "-f", "-");
  await using shell = await openShell(cluster, system);
  await shell.write("my-batch.yaml", example("complete_batch.yaml"));
  const typed = (comment: string) => shell.run(commandIn("usage_batch.sh", comment));

  await typed("Create a batch");
  assert.match(await typed("List batches"), /^NAME +AGE\nupdate-dependencies /);

  // kubectl itself refuses to apply what has no name yet: the command must be `create`.
  const runABatch = commandIn("usage_batch.sh", "Run a batch");
  await assert.rejects(shell.run(runABatch), /cannot use generate name with apply/);
  const created = await shell.run(runABatch.replace("kubectl apply", "kubectl create"));
  const run = /batchrun.kubetask.io\/(update-deps-\w{5}) created/.exec(created)?.[1] ?? "";

  await shell.runUntil("Succeeded", commandIn("usage_batch.sh", "Watch batch execution"));
  // In the document the run has this name.
  const typedFor = (comment: string) =>
    shell.run(commandIn("usage_batch.sh", comment).replace("update-deps-abc123", run));
  assert.match(await typedFor("Check batch run status"), /^ {2}phase: Succeeded$/m);
  const batch = exampleObject<Batch>("complete_batch.yaml");
  const [first = []] = batch.spec.variableContexts;
  assert.deepEqual(JSON.parse(await typedFor("View logs for a specific task in batch")), [
    ...batch.spec.commonContext,
    ...first,
  ]);
  await assertContextsArrived(cluster, system, run, batch);
  assert.match(
    await typed("List all batch runs"),
    new RegExp(`^NAME +BATCH +PHASE +COMPLETED +FAILED +TOTAL +AGE\n${run} +update-dependencies +Succeeded +2 +0 +2 `),
  );
});

operatorTest("workspace configuration", async ({ cluster }) => {
  await emptied(cluster);
  await using shell = await openShell(cluster, system);
  await shell.write("workspace-config.yaml", example("workspaceconfig.yaml"));
  const typed = (comment: string) => shell.run(commandIn("usage_workspace.sh", comment));

  await typed("Create workspace config");
  assert.match(await typed("List workspace configs"), /^NAME +TEMPLATE +AGE\ndefault-workspace +kubetask-agent /);
  assert.match(await typed("View workspace config details"), /^ {4}name: kubetask-agent$/m);
});
