/** A unit gets one Job, ever: whatever stands in its way, and whenever the operator dies. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { uidOf } from "../../kernel/object.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { aRun, aTemplate, jobTemplate, over, repository } from "./objects.ts";
import { endPods } from "./pods.ts";
import { requestsIn, sizeOf } from "./requests.ts";
import { operatorTest, type Stage } from "./stage.ts";

operatorTest("a stranger's Job of a unit's name holds up that unit alone, and is not touched", async (stage) => {
  await stage.kubectl("create", "job", "run-task-1", "--image=kubetask.io/busybox:1");
  await stage.waitFor("jsonpath={.status.active}=1", "job/run-task-1");
  const stranger = await stage.get<Job>("job/run-task-1");

  await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(3) }));
  await endPods(stage, "Succeeded", "run-task-0", "run-task-2");
  await stage.waitFor("jsonpath={.status.progress.completed}=2", "batchrun/run");

  const { status } = await stage.get<BatchRun>("batchrun/run");
  assert.deepEqual(status?.tasks?.map(({ status, reason }) => [status, reason]), [
    ["Succeeded", undefined],
    ["Pending", "NameConflict"],
    ["Succeeded", undefined],
  ]);
  assert.equal(status?.phase, "Running");
  assert.deepEqual(await stage.get<Job>("job/run-task-1"), stranger);
});

operatorTest("a Job deleted while it runs fails its unit, which is never run again", async (stage) => {
  await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(2) }));
  await stage.waitFor("create", "job/run-task-0", "job/run-task-1");
  await stage.waitFor("jsonpath={.status.progress.running}=2", "batchrun/run");

  await stage.kubectl("delete", "job", "run-task-0");
  await endPods(stage, "Succeeded", "run-task-1");
  await stage.waitFor("condition=Failed", "batchrun/run");

  const { status } = await stage.get<BatchRun>("batchrun/run");
  assert.deepEqual(status?.tasks?.map(({ status, reason }) => [status, reason]), [
    ["Failed", "JobDeleted"],
    ["Succeeded", undefined],
  ]);
  assert.deepEqual(await jobsCreated(stage), ["run-task-0", "run-task-1"]);
});

operatorTest("a Job deleted while the operator is away fails its unit, which is never run again", async (stage) => {
  await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(2) }));
  await stage.waitFor("create", "job/run-task-0", "job/run-task-1");
  await stage.waitFor("jsonpath={.status.progress.running}=2", "batchrun/run");

  await stage.operator.end("SIGTERM");
  await stage.kubectl("delete", "job", "run-task-0");
  await stage.startOperator();
  await endPods(stage, "Failed", "run-task-1");

  await stage.waitFor("jsonpath={.status.tasks[0].reason}=JobDeleted", "batchrun/run");
  assert.deepEqual(await jobsCreated(stage), ["run-task-0", "run-task-1"]);
});

/** Takes long enough to render that the operator can be killed between two Jobs. */
const slowTemplate = `{{- $contexts := fromJsonArray .Contexts }}
{{- range $contexts }}{{ range $contexts }}{{ range $contexts }}{{ end }}{{ end }}{{ end }}
${jobTemplate("suspend: true")}`;

operatorTest("an operator killed in the middle of creating 50 Jobs creates each of them once", async (stage) => {
  const units = 50;
  const commonContext = Array.from({ length: 40 }, (_, index) => repository(`common-${index}`));
  const killed = jobsExist(stage, 5).then(() => stage.operator.end("SIGKILL"));
  await stage.apply(
    aTemplate("kubetask-agent", slowTemplate),
    aRun("run", { batchSpec: { ...over(units), commonContext } }),
  );
  await killed;
  const before = await stage.list<Job>("jobs");
  assert.ok(before.length < units, `killed too late: there are ${before.length} Jobs already`);

  await stage.startOperator();
  await stage.waitFor(`jsonpath={.status.indexes.created}=0-${units - 1}`, "batchrun/run");
  const after = await stage.list<Job>("jobs");
  assert.equal(after.length, units);
  assert.deepEqual(before.filter((job) => !after.some((other) => uidOf(other) === uidOf(job))), []);
  // The answer to a create that was under way may have found nobody, so not each of them needs to be in this list.
  const created = await jobsCreated(stage);
  assert.deepEqual(created, [...new Set(created)]);
});

/** Waits until so many Jobs were created, by the API server's own account: that is quicker than to ask it. */
async function jobsExist(stage: Stage, count: number): Promise<void> {
  const from = await sizeOf(stage.cluster.auditLog);
  for await (const _ of Deno.watchFs(stage.cluster.auditLog)) {
    if ((await jobsCreated(stage, from)).length >= count) return;
  }
}

/** The names of all Jobs that anybody ever created in the namespace. `from`: bytes of the audit log to leave out. */
async function jobsCreated({ cluster, namespace }: Stage, from = 0): Promise<string[]> {
  return (await requestsIn(cluster.auditLog, from))
    .filter((request) => request.namespace === namespace && request.resource === "jobs")
    .filter(({ verb, code }) => verb === "create" && code === 201)
    .map(({ name }) => name).sort();
}
