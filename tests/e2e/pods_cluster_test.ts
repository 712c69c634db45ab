/** What only real pods can show. */

import assert from "node:assert/strict";
import type { BatchRun, Context, Task } from "../../crds/kinds.ts";
import { aRun, aTask, aTemplate, over, repository } from "../operator/objects.ts";
import { operatorTest } from "../operator/stage.ts";
import { templateIn } from "./document.ts";
import { setUpWorkspace, withAgent } from "./stand_ins.ts";

const prompt = `Don't stop: "50 % off", $(HOME) $$ ünï 日本 {{.X}}\n`;

operatorTest(
  "a prompt reaches the agent byte for byte",
  async ({ cluster, namespace, apply, get, kubectl, waitFor }) => {
    await setUpWorkspace(cluster, namespace);
    const contexts: Context[] = [
      { type: "File", file: { name: "task.md", source: { inline: prompt } } },
      repository("service-a"),
    ];
    await apply(
      aTemplate("kubetask-agent", withAgent(templateIn("basic_template.yaml"))),
      aTask("task", { contexts }),
      aRun("run", { batchSpec: { commonContext: contexts.slice(0, 1), variableContexts: [contexts.slice(1)] } }),
    );
    await waitFor("condition=Complete", "task/task", "batchrun/run");
    const { status } = await get<Task>("task/task");
    for (const job of ["run-task-0", status?.jobName]) {
      assert.equal(await kubectl("logs", `job/${job}`), `${JSON.stringify(contexts)}\n`);
    }
  },
);

operatorTest("a unit whose pod fails twice and then succeeds has succeeded", async (stage) => {
  await setUpWorkspace(stage.cluster, stage.namespace);
  const script = "echo try >> /workspace/tries; test $(wc -l < /workspace/tries) -ge 3";
  await stage.apply(aTemplate("kubetask-agent", agent(script, "backoffLimit: 3")), aRun("run", { batchSpec: over(1) }));
  await stage.waitFor("condition=Complete", "batchrun/run");
  assert.equal(
    await stage.kubectl("get", "job", "run-task-0", "--output=jsonpath={.status.failed} {.status.succeeded}"),
    "2 1",
  );
});

operatorTest("a unit whose pods fail has failed with the Job's reason, and its siblings go on", async (stage) => {
  const { apply, get, waitFor } = stage;
  const script = "test {{.Index}} != 1";
  await setUpWorkspace(stage.cluster, stage.namespace);
  await apply(aTemplate("kubetask-agent", agent(script, "backoffLimit: 0")), aRun("run", { batchSpec: over(3) }));
  await waitFor("condition=Failed", "batchrun/run");
  const { status } = await get<BatchRun>("batchrun/run");
  assert.deepEqual(status?.tasks?.map(({ status, reason }) => [status, reason]), [
    ["Succeeded", undefined],
    ["Failed", "BackoffLimitExceeded"],
    ["Succeeded", undefined],
  ]);
});

operatorTest("a Job that deletes itself at its end leaves its outcome behind", async (stage) => {
  const { apply, get, waitFor, list } = stage;
  const script = "test {{.Index}} = 0";
  const spec = ["backoffLimit: 0", "ttlSecondsAfterFinished: 0"];
  await setUpWorkspace(stage.cluster, stage.namespace);
  await apply(aTemplate("kubetask-agent", agent(script, ...spec)), aRun("run", { batchSpec: over(2) }));
  await waitFor("condition=Failed", "batchrun/run");
  const { status } = await get<BatchRun>("batchrun/run");
  assert.deepEqual(status?.tasks?.map(({ status, reason }) => [status, reason]), [
    ["Succeeded", undefined],
    ["Failed", "BackoffLimitExceeded"],
  ]);
  await waitFor("delete", "job/run-task-0", "job/run-task-1");
  assert.deepEqual(await list("jobs"), []);
});

operatorTest(
  "deleting a BatchRun removes its Jobs and their pods",
  async ({ apply, cluster, namespace, kubectl, list, waitFor }) => {
    await setUpWorkspace(cluster, namespace);
    await apply(aTemplate("kubetask-agent", agent("sleep 600")), aRun("run", { batchSpec: over(2) }));
    await waitFor("jsonpath={.status.progress.running}=2", "batchrun/run");
    await waitFor("jsonpath={.status.ready}=1", "job/run-task-0", "job/run-task-1");
    await kubectl("delete", "batchrun", "run", "--cascade=foreground");
    assert.deepEqual(await list("jobs,pods"), []);
  },
);

/** The document's agent, with this script as its command and more lines in the Job's spec. */
function agent(script: string, ...spec: string[]): string {
  return withAgent(templateIn("basic_template.yaml"), script)
    .replace("    spec:\n", `    spec:\n      terminationGracePeriodSeconds: 0\n`)
    .replace("\nspec:\n", `\nspec:\n${spec.map((line) => `  ${line}\n`).join("")}`);
}
