/** What the operator tells people: each change once, as an Event and in its log, and never at the cost of the work. */

import assert from "node:assert/strict";
import type { Event } from "../../kernel/plan.ts";
import { nameOf } from "../../kernel/object.ts";
import { waitUntil } from "../cluster/processes.ts";
import type { Fate } from "../faults/proxy.ts";
import { Account } from "./account.ts";
import { behindProxy, told } from "./behind_proxy.ts";
import { aBatch, aRun, aTask, aTemplate, jobTemplate, over, repository } from "./objects.ts";
import { endPods } from "./pods.ts";
import { operatorTest, type Stage } from "./stage.ts";

operatorTest("each change of a run is told once, whoever runs it: as an Event and in the log", async (stage) => {
  await stage.apply(aTemplate("kubetask-agent", jobTemplate("backoffLimit: 0")), aRun("run", { batchRef: "later" }));
  await saysOf(stage, "run", "BatchNotFound");
  assert.deepEqual(linesAbout(stage, "run"), [["warn", "BatchRun", "run", "BatchNotFound", "Batch 'later' not found"]]);

  // The next one sees the same and says nothing.
  await stage.operator.end("SIGTERM");
  await stage.startOperator();
  await stage.apply(aBatch("later", over(2)));
  await endPods(stage, "Failed", "run-task-1");
  await stage.waitFor("jsonpath={.status.progress.failed}=1", "batchrun/run");
  await endPods(stage, "Succeeded", "run-task-0");
  await saysOf(stage, "run", "Failed");
  assert.deepEqual(linesAbout(stage, "run"), [
    ["info", "BatchRun", "run", "Started", "Started with 2 tasks"],
    ["warn", "BatchRun", "run", "TaskFailed", "1 task failed: BackoffLimitExceeded (1)"],
    ["warn", "BatchRun", "run", "Failed", "2 of 2 tasks finished, 1 failed"],
  ]);
  await stage.operator.end("SIGTERM");
  await stage.startOperator();
  await stage.apply(aRun("next", { batchSpec: over(0) }));
  await saysOf(stage, "next", "Succeeded");

  assert.deepEqual(summaries(await eventsOf(stage, "run")), [
    ["Warning", "BatchNotFound", "Batch 'later' not found", 1],
    ["Normal", "Started", "Started with 2 tasks", 1],
    ["Warning", "TaskFailed", "1 task failed: BackoffLimitExceeded (1)", 1],
    ["Warning", "Failed", "2 of 2 tasks finished, 1 failed", 1],
  ]);
  assert.deepEqual(summaries(await eventsOf(stage, "next")), [
    ["Normal", "Started", "Started with 0 tasks", 1],
    ["Normal", "Succeeded", "0 of 0 tasks finished, 0 failed", 1],
  ]);
  assert.deepEqual(linesAbout(stage, "run"), []);
  const described = await stage.kubectl("describe", "batchrun", "run");
  assert.match(described, /\n +Warning +TaskFailed +\S+ +kubetask +1 task failed: BackoffLimitExceeded \(1\)\n/);
});

operatorTest("what is told again is counted, not repeated", async (stage) => {
  const run = aRun("run", { batchRef: "fickle", agentTemplateRef: { name: "own" } });
  await stage.apply(run);
  await saysOf(stage, "run", "BatchNotFound");
  await stage.apply(aBatch("fickle", over(1)));
  await saysOf(stage, "run", "ConfigMapNotFound");
  await stage.kubectl("delete", "batch", "fickle");
  await waitUntil("an Event that is counted twice", 60, async () => {
    return (await eventsOf(stage, "run")).some(({ count }) => count === 2);
  });
  assert.deepEqual(summaries(await eventsOf(stage, "run")), [
    ["Warning", "BatchNotFound", "Batch 'fickle' not found", 2],
    ["Warning", "ConfigMapNotFound", "ConfigMap 'own' not found", 1],
  ]);
  assert.match(await stage.kubectl("events", "--for=batchrun/run"), / \(x2 over \S+\) .* Batch 'fickle' not found\n/);
});

operatorTest("a Task tells what it waits for, its Job and its end", async (stage) => {
  const contexts = [repository("service")];
  await stage.apply(aTask("task", { contexts, agentTemplateRef: { name: "own" } }));
  await saysOf(stage, "task", "ConfigMapNotFound");
  await stage.apply(aTemplate("own", jobTemplate()));
  await stage.waitFor("jsonpath={.status.jobName}", "task/task");
  const job = await stage.kubectl("get", "task/task", "--output=jsonpath={.status.jobName}");
  await endPods(stage, "Succeeded", job);
  await saysOf(stage, "task", "Succeeded");
  assert.deepEqual(summaries(await eventsOf(stage, "task")), [
    ["Warning", "ConfigMapNotFound", "ConfigMap 'own' not found", 1],
    ["Normal", "Started", `Started as Job '${job}'`, 1],
    ["Normal", "Succeeded", "The Job completed", 1],
  ]);
});

operatorTest("without the right to write Events runs go on, and the log says once what is missing", async (stage) => {
  const account = await Account.named("operator", stage);
  await account.lose("events", "create", "patch");
  await using own = await behindProxy(stage, { token: await account.token() });
  await stage.apply(aRun("first", { batchSpec: over(0) }), aRun("second", { batchSpec: over(0) }));
  await stage.waitFor("condition=Complete", "batchrun/first", "batchrun/second");
  await own.operator.said("Drops events");
  const [complaint, ...others] = told(own.operator, "warn", stage.namespace);
  assert.match(complaint ?? "", /^Drops events: Cannot create events .* cannot create resource "events"/);
  assert.deepEqual(others, []);
});

operatorTest("when no answer comes to any Event, runs go on and the operator ends in order", async (stage) => {
  await using own = await behindProxy(stage);
  const end = Promise.withResolvers<Fate>();
  let asked = 0;
  own.proxy.hooks = {
    request: ({ resource }) => resource === "events" ? (asked++, end.promise) : "pass",
  };
  try {
    await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(2) }));
    await endPods(stage, "Succeeded", "run-task-0", "run-task-1");
    await stage.waitFor("condition=Complete", "batchrun/run");
    assert.ok(asked > 0);
    assert.equal(await own.operator.end("SIGTERM"), 0);
  } finally {
    end.resolve("hang up");
  }
});

type Summary = [type?: string, reason?: string, message?: string, count?: number];

function summaries(events: readonly Event[]): Summary[] {
  return events.map(({ type, reason, message, count }) => [type, reason, message, count]);
}

/** In the order in which they were told. */
async function eventsOf({ list }: Stage, name: string): Promise<Event[]> {
  const events = await list<Event>("events", `--field-selector=involvedObject.name=${name}`);
  return events.filter(({ source }) => source?.component === "kubetask")
    .toSorted((a, b) => nameOf(a) < nameOf(b) ? -1 : 1);
}

async function saysOf(stage: Stage, name: string, reason: string): Promise<void> {
  const isTold = async () => (await eventsOf(stage, name)).some((event) => event.reason === reason);
  await waitUntil(`an Event ${reason} of ${name}`, 60, isTold);
}

/** Level, kind, name, reason and message of what the last operator said of an object. */
function linesAbout({ operator, namespace }: Stage, name: string): (string | undefined)[][] {
  return operator.lines.map((line) => JSON.parse(line) as Record<string, string>)
    .filter((line) => line.namespace === namespace && line.name === name)
    .map(({ level, kind, name, reason, message }) => [level, kind, name, reason, message]);
}
