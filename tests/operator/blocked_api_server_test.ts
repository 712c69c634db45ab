/** What is missing or forbidden only delays a run, which says what it waits for and then goes on by itself. */

import assert from "node:assert/strict";
import type { BatchRun, Task } from "../../crds/kinds.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { aBatch, aRun, aTask, aTemplate, jobTemplate, over, repository } from "./objects.ts";
import { endPods } from "./pods.ts";
import { operatorTest } from "./stage.ts";

const reason = "{.status.conditions[?(@.type=='Reconciling')].reason}";

operatorTest("a run of a Batch that does not exist waits, and starts once it is created", async (stage) => {
  await stage.apply(aRun("early", { batchRef: "later" }));
  await stage.waitFor(`jsonpath=${reason}=BatchNotFound`, "batchrun/early");
  assert.deepEqual(await waiting(stage.get<BatchRun>("batchrun/early")), ["Pending", "Batch 'later' not found"]);

  await stage.apply(aBatch("later", over(2)));
  await endPods(stage, "Succeeded", "early-task-0", "early-task-1");
  await stage.waitFor("condition=Complete", "batchrun/early");
});

operatorTest(
  "an explicit ConfigMap that does not exist is waited for, never replaced by another template",
  async (stage) => {
    await stage.apply(
      aTemplate("kubetask-agent", jobTemplate()),
      aRun("run", { batchSpec: over(1), agentTemplateRef: { name: "own" } }),
      aTask("task", { contexts: [repository("service")], agentTemplateRef: { name: "own" } }),
    );
    await stage.waitFor(`jsonpath=${reason}=ConfigMapNotFound`, "batchrun/run", "task/task");
    assert.deepEqual(await waiting(stage.get<BatchRun>("batchrun/run")), ["Pending", "ConfigMap 'own' not found"]);
    assert.deepEqual(await waiting(stage.get<Task>("task/task")), ["Pending", "ConfigMap 'own' not found"]);
    assert.deepEqual(await stage.list("jobs"), []);

    await stage.apply(aTemplate("own", jobTemplate("backoffLimit: 2")));
    await stage.waitFor("create", "job/run-task-0");
    await stage.waitFor("jsonpath={.status.jobName}", "task/task");
    assert.deepEqual((await stage.list<Job>("jobs")).map(({ spec }) => spec?.backoffLimit), [2, 2]);
  },
);

operatorTest("a run that a quota stops goes on when there is room again", async (stage) => {
  await stage.kubectl("create", "quota", "jobs", "--hard=count/jobs.batch=0");
  await stage.waitFor("jsonpath={.status.hard}", "quota/jobs");
  await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(2) }));
  await stage.waitFor(`jsonpath=${reason}=QuotaExceeded`, "batchrun/run");
  const { progress } = (await stage.get<BatchRun>("batchrun/run")).status ?? {};
  assert.deepEqual(progress, { total: 2, pending: 2, running: 0, completed: 0, failed: 0 });

  await stage.kubectl("patch", "quota", "jobs", "--patch", '{"spec":{"hard":{"count/jobs.batch":"2"}}}');
  await endPods(stage, "Succeeded", "run-task-0", "run-task-1");
  await stage.waitFor("condition=Complete", "batchrun/run");
});

async function waiting(object: Promise<BatchRun | Task>): Promise<(string | undefined)[]> {
  const { phase, conditions } = (await object).status ?? {};
  return [phase, conditions?.find(({ type }) => type === "Reconciling")?.message];
}
