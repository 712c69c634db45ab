/** How runs end, each by its own rule. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { aRun, aTemplate, jobTemplate, over } from "./objects.ts";
import { endPods } from "./pods.ts";
import { operatorTest } from "./stage.ts";

operatorTest("a run of nothing has succeeded", async ({ apply, get, waitFor }) => {
  await apply(aRun("run", { batchSpec: over(0) }));
  await waitFor("condition=Complete", "batchrun/run");
  const { status } = await get<BatchRun>("batchrun/run");
  assert.deepEqual([status?.phase, status?.progress], [
    "Succeeded",
    { total: 0, pending: 0, running: 0, completed: 0, failed: 0 },
  ]);
});

operatorTest("one unit that fails lets the others end, and the run has failed with the Job's reason", async (stage) => {
  await stage.apply(aTemplate("kubetask-agent", jobTemplate("backoffLimit: 0")), aRun("run", { batchSpec: over(3) }));
  await endPods(stage, "Failed", "run-task-1");
  await stage.waitFor("jsonpath={.status.progress.failed}=1", "batchrun/run");
  await endPods(stage, "Succeeded", "run-task-0", "run-task-2");
  await stage.waitFor("condition=Failed", "batchrun/run");
  const { status } = await stage.get<BatchRun>("batchrun/run");
  assert.deepEqual(status?.tasks?.map(({ status, reason }) => [status, reason]), [
    ["Succeeded", undefined],
    ["Failed", "BackoffLimitExceeded"],
    ["Succeeded", undefined],
  ]);
  assert.equal(status?.phase, "Failed");
});

operatorTest(
  "a Job that deletes itself while the operator is away keeps its outcome until it is recorded",
  async (stage) => {
    await stage.apply(
      aTemplate("kubetask-agent", jobTemplate("ttlSecondsAfterFinished: 0")),
      aRun("run", { batchSpec: over(1) }),
    );
    await stage.waitFor("jsonpath={.status.progress.running}=1", "batchrun/run");
    await stage.operator.end("SIGTERM");
    await endPods(stage, "Succeeded", "run-task-0");
    await stage.waitFor("jsonpath={.metadata.deletionTimestamp}", "job/run-task-0");

    await stage.startOperator();
    await stage.waitFor("condition=Complete", "batchrun/run");
    await stage.waitFor("delete", "job/run-task-0");
  },
);

operatorTest(
  "a namespace that is deleted midway takes its runs along",
  async ({ apply, cluster, kubectl, namespace, waitFor }) => {
    await apply(
      aTemplate("kubetask-agent", jobTemplate("ttlSecondsAfterFinished: 0")),
      aRun("run", { batchSpec: over(20) }),
      aRun("waiting", { batchSpec: over(1), agentTemplateRef: { name: "missing" } }),
    );
    await waitFor("create", "job/run-task-0");
    await kubectl("delete", "namespace", namespace, "--timeout=60s");
    assert.equal(await cluster.kubectl("get", "namespace", namespace, "--ignore-not-found"), "");
  },
);
