import assert from "node:assert/strict";
import { Task, type TaskExecutionStatus } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { ConfigMap, Job } from "../../reconcilers/kinds.ts";
import { taskJobName } from "../../reconcilers/names.ts";
import { task } from "../../reconcilers/task.ts";
import { aConfigMap, aTask, aTemplate, complete, created, ended, failed, running } from "./builders.ts";
import { World } from "./world.ts";

const jobName = taskJobName(aTask());
const jobCreated = "2025-01-18T10:00:30Z";

/** A Task whose Job was created. */
function begun(template = aTemplate("agent")): World {
  const world = new World(aTask(), aConfigMap("kubetask-agent", { "agent-template.yaml": template }));
  world.now = Date.parse(jobCreated);
  world.settle(task, "greet");
  return world;
}

function say(world: World, status: Job["status"]): void {
  world.change(Job, jobName, (job) => ({ ...job, status }));
  world.settle(task, "greet");
}

function statusOf(world: World): TaskExecutionStatus {
  return world.get(Task, "greet").status ?? {};
}

/** All but the conditions. */
function standing(world: World): TaskExecutionStatus {
  const { conditions: _, ...rest } = statusOf(world);
  return rest;
}

const base = { jobName, startTime: jobCreated, observedGeneration: 1 };

Deno.test("a Task creates its Job once, and then rests", () => {
  const world = begun();
  assert.deepEqual(world.creations, [jobName]);
  assert.deepEqual(standing(world), { ...base, phase: "Pending" });
  assert.equal(world.look(task, "greet"), false);
});

Deno.test("a Task runs and succeeds as its Job does", () => {
  const world = begun();
  say(world, running);
  assert.deepEqual(standing(world), { ...base, phase: "Running" });
  say(world, { ...running, failed: 2 });
  assert.deepEqual(standing(world), { ...base, phase: "Running" });
  say(world, complete());
  assert.deepEqual(standing(world), { ...base, phase: "Succeeded", completionTime: ended });
});

Deno.test("a Task fails as its Job does, and says why", () => {
  const world = begun();
  say(world, failed("DeadlineExceeded", "Job was active longer than specified deadline"));
  const said = { reason: "DeadlineExceeded", message: "Job was active longer than specified deadline" };
  const condition = (type: string, status: string, lastTransitionTime: string) => {
    return { type, status, observedGeneration: 1, lastTransitionTime, ...said };
  };
  assert.deepEqual(statusOf(world), {
    ...base,
    ...said,
    phase: "Failed",
    completionTime: ended,
    conditions: [
      condition("Complete", "False", created),
      condition("Failed", "True", ended),
      condition("Reconciling", "False", ended),
      condition("Stalled", "True", ended),
    ],
  });
});

Deno.test("a condition has a reason even where the Job gives none", () => {
  const world = begun();
  say(world, failed("", ""));
  assert.deepEqual(statusOf(world).conditions?.map(({ reason }) => reason), ["Failed", "Failed", "Failed", "Failed"]);
});

Deno.test("a Task whose Job was deleted has failed, and gets no other one", () => {
  const world = begun();
  world.now = Date.parse(ended);
  world.delete(Job, jobName);
  world.settle(task, "greet");
  const deleted = {
    ...base,
    phase: "Failed",
    completionTime: ended,
    reason: "JobDeleted",
    message: "The Job was deleted before it ended; a unit is never run twice",
  };
  assert.deepEqual([standing(world), world.creations], [deleted, [jobName]]);

  const unseen = begun();
  unseen.now = Date.parse(ended);
  unseen.delete(Job, jobName);
  unseen.forget();
  unseen.settle(task, "greet");
  assert.deepEqual([standing(unseen), unseen.creations], [deleted, [jobName]]);
});

Deno.test("a Task that is refused for now waits with the reason, and goes on when it is accepted", () => {
  const world = new World(aTask());
  world.accepts = () => ({ class: "blocked", reason: "QuotaExceeded", message: "exceeded quota" });
  world.settle(task, "greet");
  assert.deepEqual(standing(world), {
    phase: "Pending",
    reason: "QuotaExceeded",
    message: "exceeded quota",
    observedGeneration: 1,
  });
  world.accepts = () => undefined;
  world.settle(task, "greet");
  assert.deepEqual(standing(world), { ...base, startTime: created, phase: "Pending" });
});

Deno.test("a Task whose Job can never be made has started and failed at once, so that it cannot be edited any more", () => {
  const world = begun("kind: Pod");
  const { message, ...rest } = standing(world);
  assert.deepEqual(rest, {
    phase: "Failed",
    startTime: jobCreated,
    completionTime: jobCreated,
    reason: "JobInvalid",
    observedGeneration: 1,
  });
  assert.match(message ?? "", /^agent-template\.yaml: /);
});

Deno.test("only a change of phase is urgent", () => {
  const world = begun();
  const isUrgent = () => world.plan(task, "greet").statusNow;
  world.change(Job, jobName, (job) => ({ ...job, status: running }));
  assert.equal(isUrgent(), true);
  world.settle(task, "greet");
  assert.equal(isUrgent(), false);
});

Deno.test("a foreign Job of the same name makes a Task wait", () => {
  const foreign: Job = { metadata: { name: jobName, namespace: "team", uid: "x" } };
  const world = new World(aTask(), { ...foreign, kind: "Job" });
  world.settle(task, "greet");
  assert.deepEqual([standing(world).phase, standing(world).reason], ["Pending", "NameConflict"]);
  assert.deepEqual(world.creations, []);
});

Deno.test("a Task that is created again under its name has a Job of its own", () => {
  const world = begun();
  world.put(Task, aTask({}, { uid: "another" }));
  world.settle(task, "greet");
  assert.equal(new Set(world.creations).size, 2);
});

Deno.test("a Task that may not read its template waits and says so, and falls back on nothing", () => {
  const world = new World(aTask());
  world.unreadable = { class: "blocked", reason: "Forbidden", message: "cannot get configmaps" };
  world.settle(task, "greet");
  assert.deepEqual([standing(world).phase, standing(world).reason], ["Pending", "Forbidden"]);
  assert.deepEqual([world.creations, world.plan(task, "greet").blocked], [[], true]);
});

Deno.test("a Task reads its template only until it has a Job", () => {
  const none = () => [];
  const nothing = () => undefined;
  const seen = { object: aTask(), owned: none, gone: none, watched: none };
  const observed = { ...seen, read: nothing, listed: nothing, refused: nothing, now: 0 };
  const [job] = begun().all(Job);
  assert.deepEqual([...task.reads(observed)], [[{ kind: ConfigMap, name: "kubetask-agent" }]]);
  assert.deepEqual([...task.reads({ ...observed, owned: <K extends KubeObject>() => [job as K] })], []);
});

Deno.test("a Task's Job that deletes itself is let go only once the outcome is stored", () => {
  const world = begun(aTemplate("agent", { job: "ttlSecondsAfterFinished: 0" }));
  world.change(Job, jobName, (job) => ({ ...job, status: complete() }));
  world.look(task, "greet");
  assert.deepEqual([standing(world).phase, world.get(Job, jobName).metadata?.finalizers], [
    "Succeeded",
    ["kubetask.io/outcome"],
  ]);
  world.settle(task, "greet");
  assert.deepEqual(world.get(Job, jobName).metadata?.finalizers, []);
  assert.deepEqual(world.plan(task, "greet"), { writes: [], finished: true });
});

Deno.test("a Task that is being deleted creates nothing, reports nothing, and lets its Job go", () => {
  const metadata = { deletionTimestamp: ended };
  assert.deepEqual(new World(aTask({}, metadata)).plan(task, "greet"), { writes: [] });

  const world = begun(aTemplate("agent", { job: "ttlSecondsAfterFinished: 0" }));
  const before = statusOf(world);
  world.change(Task, "greet", (greet) => ({ ...greet, metadata: { ...greet.metadata, ...metadata } }));
  say(world, complete());
  assert.deepEqual([statusOf(world), world.get(Job, jobName).metadata?.finalizers], [before, []]);
});

Deno.test("a finished Task stays as it is, whatever happens to its Job", () => {
  const world = begun();
  say(world, complete());
  const before = statusOf(world);
  say(world, failed());
  world.delete(Job, jobName);
  world.settle(task, "greet");
  assert.deepEqual(statusOf(world), before);
});
