import assert from "node:assert/strict";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { type Context, Task } from "../../crds/kinds.ts";
import { BatchRun, Job } from "../../reconcilers/kinds.ts";
import { outcomeOf } from "../../reconcilers/outcome.ts";
import { task } from "../../reconcilers/task.ts";
import { begun, quota, reasonOf, say, standing, statusOf } from "./a_run.ts";
import {
  aBatch,
  aBatchRun,
  aConfigMap,
  aFile,
  aRepository,
  aTask,
  aTemplate,
  complete,
  ended,
  failed,
  running,
  saying,
  started,
  units,
} from "./builders.ts";
import { World } from "./world.ts";

const selfDeleting = aTemplate("agent", { job: "ttlSecondsAfterFinished: 0" });

Deno.test("only the conditions Complete and Failed end a unit", () => {
  const world = begun(1);
  say(world, 0, { startTime: started, failed: 1, active: 1 });
  assert.deepEqual(standing(world), ["Running", "Running"]);
  say(world, 0, saying("SuccessCriteriaMet"));
  assert.deepEqual(standing(world), ["Running", "Running"]);
  say(world, 0, saying("FailureTarget", "Suspended"));
  assert.deepEqual(standing(world), ["Running", "Running"]);
  const { conditions = [], ...rest } = complete() ?? {};
  say(world, 0, { ...rest, conditions: conditions.map((condition) => ({ ...condition, status: "False" })) });
  assert.deepEqual(standing(world), ["Running", "Running"]);
  say(world, 0, complete());
  assert.deepEqual(standing(world), ["Succeeded", "Succeeded"]);
});

Deno.test("a failed unit has its Job's reason, message and times, and does not stop the others", () => {
  const world = begun(2);
  say(world, 0, failed("DeadlineExceeded", "Job was active longer than specified deadline"));
  assert.deepEqual(statusOf(world).tasks?.[0], {
    contexts: units(1)[0],
    status: "Failed",
    jobName: "run-task-0",
    startTime: started,
    completionTime: ended,
    reason: "DeadlineExceeded",
    message: "Job was active longer than specified deadline",
  });
  assert.deepEqual(standing(world), ["Running", "Failed DeadlineExceeded", "Pending"]);
  say(world, 1, complete());
  assert.deepEqual(standing(world), ["Failed", "Failed DeadlineExceeded", "Succeeded"]);
});

Deno.test("a suspended Job is pending, even after it ran", () => {
  const world = begun(1);
  world.change(Job, "run-task-0", (job) => ({ ...job, spec: { ...job.spec!, suspend: true }, status: running }));
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Pending Suspended"]);
});

Deno.test("a resumed Job is told of once: when it has started", () => {
  const world = begun(1);
  const { startTime: _, ...waiting } = saying("Suspended")!;
  world.change(Job, "run-task-0", (job) => ({ ...job, spec: { ...job.spec!, suspend: false }, status: waiting }));
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Pending Suspended"]);
  say(world, 0, running);
  assert.deepEqual(standing(world), ["Running", "Running"]);
});

Deno.test("a unit whose Job was deleted has failed, and gets no other one", () => {
  const world = begun(2);
  say(world, 0, running);
  world.delete(Job, "run-task-0");
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Failed JobDeleted", "Pending"]);
  say(world, 1, complete());
  assert.deepEqual(standing(world), ["Failed", "Failed JobDeleted", "Succeeded"]);
  assert.deepEqual(world.all(Job).map((job) => job.metadata?.name), ["run-task-1"]);
});

Deno.test("a unit whose Job is being deleted has failed already", () => {
  const world = begun(1);
  world.change(Job, "run-task-0", ({ metadata, ...job }) => ({
    ...job,
    metadata: { ...metadata, deletionTimestamp: "2025-01-18T10:02:00Z" },
    status: running,
  }));
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Failed", "Failed JobDeleted"]);
  assert.equal(statusOf(world).completionTime, "2025-01-18T10:02:00Z");
});

Deno.test("a unit that failed stays failed, even if its Job still completes", () => {
  const world = begun(2);
  world.change(Job, "run-task-0", ({ metadata, ...job }) => {
    return { ...job, metadata: { ...metadata, deletionTimestamp: ended } };
  });
  world.settle(batchRun, "run");
  say(world, 0, complete());
  assert.deepEqual(standing(world), ["Running", "Failed JobDeleted", "Pending"]);
});

Deno.test("a Job that was deleted after it ended keeps its outcome, even if that was not stored yet", () => {
  const world = begun(1);
  world.change(Job, "run-task-0", (job) => ({ ...job, status: complete() }));
  world.delete(Job, "run-task-0");
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Succeeded", "Succeeded"]);
});

Deno.test("a Job that was deleted while nobody looked is missed because its creation is stored", () => {
  const world = begun(2);
  world.delete(Job, "run-task-0");
  world.forget();
  world.now = Date.parse("2025-01-18T15:00:00Z");
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Failed JobDeleted", "Pending"]);
  assert.equal(statusOf(world).tasks?.[0]?.completionTime, "2025-01-18T15:00:00Z");
  assert.equal(statusOf(world).indexes?.created, "0-1");
});

Deno.test("a Job that deletes itself is let go only once its outcome is stored", () => {
  const world = begun(2, selfDeleting);
  const finalizers = () => world.get(Job, "run-task-0").metadata?.finalizers;
  world.holdsStatusBack = true;
  world.change(Job, "run-task-0", (job) => ({ ...job, status: complete() }));
  world.settle(batchRun, "run");
  assert.deepEqual([standing(world), finalizers()], [["Running", "Pending", "Pending"], ["kubetask.io/outcome"]]);

  world.holdsStatusBack = false;
  world.settle(batchRun, "run");
  assert.deepEqual([standing(world), finalizers()], [["Running", "Succeeded", "Pending"], []]);
});

Deno.test("the last Jobs are let go after the end of the run, and other finalizers are left alone", () => {
  const world = begun(1, selfDeleting);
  world.change(Job, "run-task-0", ({ metadata, ...job }) => {
    return { ...job, metadata: { ...metadata, finalizers: ["a", "kubetask.io/outcome", "b"] } };
  });
  say(world, 0, complete());
  assert.deepEqual([standing(world), world.get(Job, "run-task-0").metadata?.finalizers], [["Succeeded", "Succeeded"], [
    "a",
    "b",
  ]]);
  assert.deepEqual(world.plan(batchRun, "run"), { writes: [], finished: true });
});

Deno.test("letting go fits only the Job that was seen", () => {
  const world = begun(1, selfDeleting);
  world.change(Job, "run-task-0", (job) => ({ ...job, status: complete() }));
  world.look(batchRun, "run");
  const [write] = world.plan(batchRun, "run").writes ?? [];
  assert.deepEqual(write?.do === "patch" && write.operations, [
    { op: "test", path: "/metadata/finalizers/0", value: "kubetask.io/outcome" },
    { op: "remove", path: "/metadata/finalizers/0" },
  ]);
});

Deno.test("a run that is being deleted creates nothing, reports nothing, and lets its Jobs go", () => {
  const deleted = { deletionTimestamp: "2025-01-18T10:02:00Z" };
  const unborn = new World(aBatch(units(1)), aBatchRun({}, deleted));
  assert.deepEqual(unborn.plan(batchRun, "run"), { writes: [] });

  const world = new World(
    aBatch(units(2)),
    aBatchRun(),
    aConfigMap("kubetask-agent", { "agent-template.yaml": selfDeleting }),
  );
  world.accepts = ({ metadata }) => metadata?.name === "run-task-1" ? quota : undefined;
  world.settle(batchRun, "run");
  const before = statusOf(world);
  world.accepts = () => undefined;
  world.change(BatchRun, "run", ({ metadata, ...run }) => ({ ...run, metadata: { ...metadata, ...deleted } }));
  world.settle(batchRun, "run");
  assert.deepEqual(world.all(Job).map(({ metadata }) => [metadata?.name, metadata?.finalizers]), [["run-task-0", []]]);
  assert.deepEqual(statusOf(world), before);
});

Deno.test("a Job whose owner is gone is let go when it is deleted, not before", () => {
  const world = begun(1, selfDeleting);
  const job = world.get(Job, "run-task-0");
  const dying = { ...job, metadata: { ...job.metadata, deletionTimestamp: ended } };
  assert.deepEqual(batchRun.orphaned?.(Job, job), []);
  assert.deepEqual(batchRun.orphaned?.(Job, dying).map((write) => write.do), ["patch"]);
});

Deno.test("a finished run stays as it is, whatever happens to its Jobs", () => {
  const world = begun(1);
  say(world, 0, complete());
  const before = statusOf(world);
  say(world, 0, failed());
  world.delete(Job, "run-task-0");
  world.settle(batchRun, "run");
  assert.deepEqual(statusOf(world), before);
});

const guide: Context = {
  type: "File",
  file: { name: "a", source: { configMapKeyRef: { name: "guides", key: "a.md" } } },
};
const token: Context = {
  type: "File",
  file: { name: "b", source: { secretKeyRef: { name: "tokens", key: "github" } } },
};
const withFiles = aTemplate("agent", { metadata: "{annotations: {kubetask.io/context-files: /contexts}}" });
const notReady: Job["status"] = { startTime: started, active: 1, ready: 0 };
const needsBoth =
  "The pod is not ready yet; it cannot start without ConfigMap 'guides' (key 'a.md'), Secret 'tokens' (key 'github')";

/** A run of one unit with these contexts, whose Job says this. */
function beginning(contexts: Context[], status: Job["status"], template = withFiles): World {
  const configMap = aConfigMap("kubetask-agent", { "agent-template.yaml": template });
  const world = new World(aBatch([contexts.slice(1)], contexts.slice(0, 1)), aBatchRun(), configMap);
  world.settle(batchRun, "run");
  say(world, 0, status);
  return world;
}

Deno.test("a unit whose pod is not ready names what its files come from, until the pod is ready", () => {
  const world = beginning([guide, token], notReady);
  assert.deepEqual(standing(world), ["Running", "Running PodNotReady"]);
  assert.equal(statusOf(world).tasks?.[0]?.message, needsBoth);
  assert.deepEqual(reasonOf(world), {
    reason: "PodNotReady",
    message: `0 of 1 tasks finished, 0 failed; ${needsBoth}`,
  });
  say(world, 0, { ...notReady, ready: 1 });
  assert.deepEqual(standing(world), ["Running", "Running"]);
  assert.equal(statusOf(world).tasks?.[0]?.message, undefined);
  say(world, 0, notReady);
  say(world, 0, complete());
  assert.deepEqual(standing(world), ["Succeeded", "Succeeded"]);
});

Deno.test("a Task says so too", () => {
  const world = new World(
    aTask({ contexts: [guide, token] }),
    aConfigMap("kubetask-agent", { "agent-template.yaml": withFiles }),
  );
  world.settle(task, "greet");
  const name = world.get(Task, "greet").status?.jobName ?? "";
  const after = (status: Job["status"]) => {
    world.change(Job, name, (job) => ({ ...job, status }));
    world.settle(task, "greet");
    const { phase, reason, message } = world.get(Task, "greet").status ?? {};
    return { phase, reason, message };
  };
  assert.deepEqual(after(notReady), { phase: "Running", reason: "PodNotReady", message: needsBoth });
  assert.deepEqual(after({ ...notReady, ready: 1 }), { phase: "Running", reason: undefined, message: undefined });
});

Deno.test("a pod that mounts nothing which could be missing waits for other reasons, and none is made up", () => {
  for (
    const world of [
      beginning([guide], notReady, aTemplate("agent")),
      beginning([aFile("inline"), aRepository("service")], notReady),
      beginning([guide], { startTime: started }),
      beginning([guide], { startTime: started, active: 1 }),
      beginning([guide], { startTime: started, failed: 1, active: 0, ready: 0 }),
    ]
  ) {
    assert.deepEqual(standing(world), ["Running", "Running"]);
  }
});

Deno.test("a message names five of the references, and how many more there are", () => {
  const secrets = Array.from({ length: 64 }, (_, index): Context => {
    return { type: "File", file: { name: `${index}`, source: { secretKeyRef: { name: `s${index}`, key: "k" } } } };
  });
  assert.equal(
    statusOf(beginning(secrets, notReady)).tasks?.[0]?.message,
    "The pod is not ready yet; it cannot start without Secret 's0' (key 'k'), Secret 's1' (key 'k'), Secret 's2' (key 'k'), " +
      "Secret 's3' (key 'k'), Secret 's4' (key 'k') and 59 more",
  );
});

Deno.test("a unit that waits for its own Job to be accepted is told of before one that waits for its pod", () => {
  const configMap = aConfigMap("kubetask-agent", { "agent-template.yaml": withFiles });
  const world = new World(aBatch(units(2), [guide]), aBatchRun(), configMap);
  world.accepts = ({ metadata }) => metadata?.name === "run-task-1" ? quota : undefined;
  world.settle(batchRun, "run");
  say(world, 0, notReady);
  assert.deepEqual(standing(world), ["Running", "Running PodNotReady", "Pending QuotaExceeded"]);
  assert.equal(reasonOf(world).reason, "QuotaExceeded");
});

Deno.test("what is kept of a Job in memory is enough to tell all this", () => {
  const world = beginning([guide], notReady);
  const job = world.get(Job, "run-task-0");
  const kept = Job.project?.(job);
  assert.ok(kept);
  assert.deepEqual(
    outcomeOf({ job: kept, created: true, contexts: () => [guide], now: started }),
    outcomeOf({ job, created: true, contexts: () => [guide], now: started }),
  );
  assert.deepEqual(kept.metadata?.annotations, { "kubetask.io/context-files": "/contexts" });
});
