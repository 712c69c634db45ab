import assert from "node:assert/strict";
import type { BatchRunStatus, Context } from "../../crds/kinds.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { Job } from "../../reconcilers/kinds.ts";
import { quota, statusOf } from "./a_run.ts";
import {
  aBatch,
  aBatchRun,
  aConfigMap,
  aFile,
  aRepository,
  aTemplate,
  complete,
  created,
  ended,
  failed,
  running,
  saying,
  started,
  units,
} from "./builders.ts";
import { World } from "./world.ts";

/** The status of a run once its Jobs say this. */
function statusWhen(...says: Job["status"][]): BatchRunStatus {
  const template = aConfigMap("kubetask-agent", { "agent-template.yaml": aTemplate("agent") });
  const world = new World(aBatch(units(says.length)), aBatchRun(), template);
  world.settle(batchRun, "run");
  says.forEach((status, index) => world.change(Job, `run-task-${index}`, (job) => ({ ...job, status })));
  world.settle(batchRun, "run");
  return statusOf(world);
}

const later = "2025-01-18T10:15:00Z";

/** Conditions by type: whether they hold, and since when. */
function holding({ conditions = [] }: BatchRunStatus): unknown[] {
  return conditions.map(({ type, status, lastTransitionTime }) => [type, status, lastTransitionTime]);
}

Deno.test("the status of a run at work, as the document shows it", () => {
  assert.deepEqual(statusWhen(complete(), running, undefined), {
    phase: "Running",
    observedGeneration: 1,
    startTime: created,
    progress: { total: 3, pending: 1, running: 1, completed: 1, failed: 0 },
    indexes: { created: "0-2", succeeded: "0", failed: "" },
    tasks: [
      {
        contexts: [aRepository("service-0")],
        status: "Succeeded",
        jobName: "run-task-0",
        startTime: started,
        completionTime: ended,
      },
      { contexts: [aRepository("service-1")], status: "Running", jobName: "run-task-1", startTime: started },
      { contexts: [aRepository("service-2")], status: "Pending", jobName: "run-task-2" },
    ],
    conditions: ["Complete", "Failed", "Reconciling", "Stalled"].map((type) => ({
      type,
      status: type === "Reconciling" ? "True" : "False",
      observedGeneration: 1,
      lastTransitionTime: created,
      reason: "Running",
      message: "1 of 3 tasks finished, 0 failed",
    })),
  });
});

Deno.test("a run that waits for something else has conditions too, but has not started", () => {
  const world = new World(aBatchRun());
  world.settle(batchRun, "run");
  assert.deepEqual(statusOf(world), {
    phase: "Pending",
    observedGeneration: 1,
    conditions: ["Complete", "Failed", "Reconciling", "Stalled"].map((type) => ({
      type,
      status: type === "Reconciling" ? "True" : "False",
      observedGeneration: 1,
      lastTransitionTime: created,
      reason: "BatchNotFound",
      message: "Batch 'update' not found",
    })),
  });
});

Deno.test("a run succeeds when its last Job has, at the time when that did", () => {
  const status = statusWhen(complete(later), complete(ended));
  assert.deepEqual([status.phase, status.completionTime, status.progress], [
    "Succeeded",
    later,
    { total: 2, pending: 0, running: 0, completed: 2, failed: 0 },
  ]);
  assert.deepEqual(holding(status), [
    ["Complete", "True", later],
    ["Failed", "False", created],
    ["Reconciling", "False", later],
    ["Stalled", "False", created],
  ]);
  assert.deepEqual(
    new Set(status.conditions?.map(({ reason, message }) => `${reason}: ${message}`)),
    new Set([
      "TasksSucceeded: 2 of 2 tasks finished, 0 failed",
    ]),
  );
});

Deno.test("a run fails when all ended and one failed", () => {
  const status = statusWhen(failed(), complete(later));
  assert.deepEqual([status.phase, status.completionTime, status.indexes], [
    "Failed",
    later,
    { created: "0-1", succeeded: "1", failed: "0" },
  ]);
  assert.deepEqual(holding(status), [
    ["Complete", "False", created],
    ["Failed", "True", later],
    ["Reconciling", "False", later],
    ["Stalled", "True", later],
  ]);
});

Deno.test("a run that only lacks one end is not at its end", () => {
  const status = statusWhen(failed(), running);
  assert.deepEqual([status.phase, status.completionTime], ["Running", undefined]);
});

Deno.test("only a change of phase is urgent", () => {
  const world = new World(aBatch(units(2)), aBatchRun());
  const urgent = () => world.plan(batchRun, "run").statusNow;
  const say = (index: number, status: Job["status"]) =>
    world.change(Job, `run-task-${index}`, (job) => ({ ...job, status }));
  world.look(batchRun, "run");
  assert.equal(urgent(), true);
  world.settle(batchRun, "run");
  say(0, complete());
  assert.equal(urgent(), false);
  world.settle(batchRun, "run");
  say(1, complete());
  assert.equal(urgent(), true);
});

Deno.test("the status tells a unit's own contexts; of a long text the name", () => {
  const contexts: Context[] = [aRepository("service-a"), aFile("x".repeat(200)), aFile("x".repeat(201))];
  const world = new World(aBatch([contexts], [aFile("common")]), aBatchRun());
  world.settle(batchRun, "run");
  assert.deepEqual(statusOf(world).tasks?.[0]?.contexts, [
    aRepository("service-a"),
    aFile("x".repeat(200)),
    { type: "File", file: { name: "task.md" } },
  ]);
});

const budget = 256 * 1024;
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** A run of very many units, of which those with an index that `says` knows have said something. */
function large(count: number, says: (index: number) => Job["status"], text = ""): World {
  const world = new World(aBatch(units(count).map((contexts) => [...contexts, aFile(text)])), aBatchRun());
  world.settle(batchRun, "run");
  for (let index = 0; index < count; index++) {
    world.change(Job, `run-task-${index}`, (job) => ({ ...job, status: says(index) }));
  }
  world.settle(batchRun, "run");
  return world;
}

Deno.test("past its budget a status leaves out units that succeeded first, and still counts all", () => {
  const world = large(10_000, (index) => index % 20 === 0 ? failed() : index % 100 === 7 ? running : complete());
  const { tasks = [], tasksOmitted, progress, indexes } = statusOf(world);
  assert.ok(bytes(tasks) <= budget && bytes(tasks) > budget - 1_000, `${bytes(tasks)} bytes`);
  assert.deepEqual(
    { omitted: tasksOmitted, progress, some: indexes?.failed.slice(0, 12), created: indexes?.created },
    {
      omitted: 10_000 - tasks.length,
      progress: { total: 10_000, pending: 0, running: 100, completed: 9_400, failed: 500 },
      some: "0,20,40,60,8",
      created: "0-9999",
    },
  );
  const listed = (phase: string) => tasks.filter(({ status }) => status === phase).length;
  assert.deepEqual([listed("Failed"), listed("Running")], [500, 100]);
});

Deno.test("units that wait for a reason are told before those that only wait", () => {
  const world = new World(aBatch(units(3_000)), aBatchRun());
  world.accepts = ({ metadata }) => metadata?.name?.endsWith("7") ? quota : undefined;
  world.settle(batchRun, "run");
  const { tasks = [], tasksOmitted } = statusOf(world);
  assert.ok(tasksOmitted);
  assert.equal(tasks.filter(({ reason }) => reason === "QuotaExceeded").length, 300);
});

Deno.test("of units that run, those that say why they do not get on are told before the others", () => {
  const token: Context = {
    type: "File",
    file: { name: "token", source: { secretKeyRef: { name: "tokens", key: "k" } } },
  };
  const template = aTemplate("agent", { metadata: "{annotations: {kubetask.io/context-files: /contexts}}" });
  const world = new World(
    aBatch(units(3_000), [token]),
    aBatchRun(),
    aConfigMap("kubetask-agent", { "agent-template.yaml": template }),
  );
  world.settle(batchRun, "run");
  for (let index = 0; index < 3_000; index++) {
    const status = { ...running, ready: index % 10 === 7 ? 0 : 1 };
    world.change(Job, `run-task-${index}`, (job) => ({ ...job, status }));
  }
  world.settle(batchRun, "run");
  const { tasks = [], tasksOmitted } = statusOf(world);
  assert.ok(tasksOmitted);
  assert.equal(tasks.filter(({ reason }) => reason === "PodNotReady").length, 300);
});

Deno.test("the units that are told stay in the order of variableContexts", () => {
  const { tasks = [] } = statusOf(large(3_000, (index) => index % 2 ? failed() : complete()));
  const order = tasks.map(({ jobName }) => Number(jobName?.split("-").at(-1)));
  assert.ok(order.length < 3_000);
  assert.deepEqual(order, order.toSorted((a, b) => a - b));
});

Deno.test("the budget is one of bytes, not of characters", () => {
  const { tasks } = statusOf(large(1_000, () => undefined, "日本".repeat(100)));
  assert.ok(bytes(tasks) <= budget, `${bytes(tasks)} bytes`);
});

Deno.test("what a status left out is read again from the Jobs: a restart changes nothing", () => {
  const world = large(3_000, (index) => index === 2_999 ? running : complete());
  const before = statusOf(world);
  assert.ok(before.tasksOmitted);
  world.forget();
  world.settle(batchRun, "run");
  assert.deepEqual(statusOf(world), before);
});

Deno.test("the end of a run is that of its Jobs, even of those that the status leaves out", () => {
  const world = large(3_000, (index) => index === 0 ? complete(later) : index === 2_999 ? running : complete());
  assert.notEqual(statusOf(world).tasks?.[0]?.jobName, "run-task-0");
  world.now = Date.parse("2025-01-20T10:00:00Z");
  world.change(Job, "run-task-2999", (job) => ({ ...job, status: complete() }));
  world.settle(batchRun, "run");
  assert.deepEqual([statusOf(world).phase, statusOf(world).completionTime], ["Succeeded", later]);
});

/** What a Job says that a queue holds back. */
const queued = { conditions: saying("Suspended")?.conditions };

/** Reason of the run, and phase and reason of its units. */
function told({ conditions = [], tasks = [] }: BatchRunStatus): unknown[] {
  return [conditions[0]?.reason, ...tasks.map(({ status, reason }) => reason ? `${status} ${reason}` : status)];
}

Deno.test("a run is queued when all that is left of it is", () => {
  assert.deepEqual(told(statusWhen(complete(), queued, queued)), [
    "Suspended",
    "Succeeded",
    "Pending Suspended",
    "Pending Suspended",
  ]);
  assert.deepEqual(told(statusWhen(running, queued)), ["Running", "Running", "Pending Suspended"]);
});

Deno.test("what stops a unit is told of before a queue that holds others back", () => {
  const world = new World(aBatch(units(2)), aBatchRun());
  world.accepts = ({ metadata }) => metadata?.name === "run-task-1" ? quota : undefined;
  world.settle(batchRun, "run");
  world.change(Job, "run-task-0", (job) => ({ ...job, status: queued }));
  world.settle(batchRun, "run");
  assert.deepEqual(told(statusOf(world)), ["QuotaExceeded", "Pending Suspended", "Pending QuotaExceeded"]);
});

Deno.test("past its budget a status leaves out queued units before failed ones", () => {
  const kept = statusWhen(...Array.from({ length: 2_000 }, (_, index) => index === 1_999 ? failed() : queued));
  assert.deepEqual([kept.tasksOmitted === undefined, kept.tasks?.at(-1)?.status], [false, "Failed"]);
});
