import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Batch, type BatchRun as Run } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import type { Controller, Notice } from "../../kernel/plan.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { noticesOfRun } from "../../reconcilers/events.ts";
import { formatIntervals } from "../../reconcilers/intervals.ts";
import { BatchRun, ConfigMap, Job } from "../../reconcilers/kinds.ts";
import { taskJobName } from "../../reconcilers/names.ts";
import { task } from "../../reconcilers/task.ts";
import { quota } from "./a_run.ts";
import {
  aBatch,
  aBatchRun,
  aConfigMap,
  aFile,
  aTask,
  aTemplate,
  complete,
  created,
  failed,
  running,
  units,
} from "./builders.ts";
import { World } from "./world.ts";

const template = aConfigMap("kubetask-agent", { "agent-template.yaml": aTemplate("agent") });

/** What is told while the world comes to rest. */
function told<T extends KubeObject>(world: World, controller: Controller<T>, name: string): string[] {
  const notices: Notice[] = [];
  for (let isNews = true; isNews;) {
    const before = world.get(controller.kind, name);
    isNews = world.look(controller, name);
    notices.push(...controller.notices?.(before, world.get(controller.kind, name)) ?? []);
  }
  return notices.map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
}

const say = (world: World, job: string, status: Job["status"]) => world.change(Job, job, (job) => ({ ...job, status }));

Deno.test("a run tells what it waits for, that it started, what held it up, which units failed and how it ended", () => {
  const world = new World(aBatchRun(), template);
  assert.deepEqual(told(world, batchRun, "run"), ["Warning BatchNotFound: Batch 'update' not found"]);
  world.put(Batch, aBatch(units(4)));
  world.accepts = (object) => object.kind === "Job" ? quota : undefined;
  assert.deepEqual(told(world, batchRun, "run"), [
    "Normal Started: Started with 4 tasks",
    "Warning QuotaExceeded: 0 of 4 tasks finished, 0 failed; exceeded quota: jobs",
  ]);
  world.accepts = () => undefined;
  assert.deepEqual(told(world, batchRun, "run"), []);
  say(world, "run-task-0", failed());
  say(world, "run-task-2", failed("DeadlineExceeded"));
  world.delete(Job, "run-task-3");
  assert.deepEqual(told(world, batchRun, "run"), [
    "Warning TaskFailed: 3 tasks failed: BackoffLimitExceeded (0), DeadlineExceeded (2), JobDeleted (3)",
  ]);
  say(world, "run-task-1", complete());
  assert.deepEqual(told(world, batchRun, "run"), ["Warning Failed: 4 of 4 tasks finished, 3 failed"]);
});

Deno.test("a run whose units all succeed tells its start and its end", () => {
  const world = new World(aBatch(units(1)), aBatchRun(), template);
  assert.deepEqual(told(world, batchRun, "run"), ["Normal Started: Started with 1 task"]);
  say(world, "run-task-0", running);
  assert.deepEqual(told(world, batchRun, "run"), []);
  say(world, "run-task-0", complete());
  assert.deepEqual(told(world, batchRun, "run"), ["Normal Succeeded: 1 of 1 tasks finished, 0 failed"]);
});

Deno.test("another reason to wait is told, the same one is not", () => {
  const specs = ["update", "other"].map((batchRef) => aBatchRun({ batchRef, agentTemplateRef: { name: "own" } }));
  const world = new World(specs[0]!);
  assert.deepEqual(told(world, batchRun, "run"), ["Warning BatchNotFound: Batch 'update' not found"]);
  world.change(BatchRun, "run", (run) => ({ ...run, ...specs[1] }));
  assert.deepEqual(told(world, batchRun, "run"), []);
  world.put(Batch, { ...aBatch(units(1)), metadata: { name: "other" } });
  assert.deepEqual(told(world, batchRun, "run"), ["Warning ConfigMapNotFound: ConfigMap 'own' not found"]);
});

Deno.test("an operator that starts anew tells nothing again", () => {
  const waiting = new World(aBatchRun());
  told(waiting, batchRun, "run");
  const ended = new World(aBatch(units(2)), aBatchRun(), template);
  told(ended, batchRun, "run");
  for (const job of ["run-task-0", "run-task-1"]) say(ended, job, failed());
  told(ended, batchRun, "run");
  for (const world of [waiting, ended]) {
    world.forget();
    assert.deepEqual(told(world, batchRun, "run"), []);
  }
});

Deno.test("a Task tells what it waits for, its Job and its end, with the reason", () => {
  const job = taskJobName(aTask());
  const world = new World(aTask({ agentTemplateRef: { name: "own" } }));
  assert.deepEqual(told(world, task, "greet"), ["Warning ConfigMapNotFound: ConfigMap 'own' not found"]);
  world.put(ConfigMap, { ...template, metadata: { name: "own" } });
  assert.deepEqual(told(world, task, "greet"), [`Normal Started: Started as Job '${job}'`]);
  say(world, job, failed());
  assert.deepEqual(told(world, task, "greet"), [
    "Warning Failed: BackoffLimitExceeded: Job has reached the specified backoff limit",
  ]);
});

Deno.test("a Task that ended unseen tells both its Job and its end", () => {
  const world = new World(aTask(), template);
  world.holdsStatusBack = true;
  told(world, task, "greet");
  const { status: _, ...fresh } = world.get(task.kind, "greet");
  world.put(task.kind, fresh);
  say(world, taskJobName(aTask()), complete());
  assert.deepEqual(told(world, task, "greet"), [
    `Normal Started: Started as Job '${taskJobName(aTask())}'`,
    "Normal Succeeded: The Job completed",
  ]);
});

Deno.test("a pod that is about to be ready is nothing to warn of", () => {
  const annotated = aTemplate("agent", { metadata: '{annotations: {"kubetask.io/context-files": /work}}' });
  const secret = {
    type: "File",
    file: { name: "key", source: { secretKeyRef: { name: "key", key: "key" } } },
  } as const;
  const world = new World(
    aBatch([[secret]]),
    aBatchRun(),
    aConfigMap("kubetask-agent", { "agent-template.yaml": annotated }),
  );
  told(world, batchRun, "run");
  say(world, "run-task-0", { ...running, ready: 0 });
  assert.deepEqual(told(world, batchRun, "run"), []);
  const { conditions } = world.get(BatchRun, "run").status ?? {};
  assert.equal(conditions?.[0]?.reason, "PodNotReady");
});

Deno.test("a Job that waits for its turn is nothing to warn of", () => {
  const suspending = aConfigMap("kubetask-agent", { "agent-template.yaml": aTemplate("a", { job: "suspend: true" }) });
  const world = new World(aBatch(units(1)), aBatchRun(), suspending);
  assert.deepEqual(told(world, batchRun, "run"), ["Normal Started: Started with 1 task"]);
  assert.equal(world.get(BatchRun, "run").status?.conditions?.[0]?.reason, "Suspended");
});

Deno.test("many failures are one notice: some indexes of each of some reasons, and how many more there are", () => {
  const reasons = ["A", "B", "C", "D", "E", "F", "G"];
  const tasks = Array.from({ length: 27 }, (_, index) => {
    const reason = reasons[Math.max(0, index - 20)];
    return { contexts: [], status: "Failed" as const, jobName: `run-task-${index}`, reason };
  });
  const status = (failed: string, from: number) => ({
    indexes: { created: "0-29", succeeded: "", failed },
    tasks: tasks.slice(from),
  });
  const run = (failed: string, from = 0): Run => ({ ...aBatchRun(), status: status(failed, from) });
  const messages = (before: Run, after: Run) => noticesOfRun(before, after).map(({ message }) => message);
  assert.deepEqual(messages(run("0"), run("0-26")), [
    "26 tasks failed: A (1-10 and 10 more), B (21), C (22), D (23), E (24), and 2 more reasons",
  ]);
  assert.deepEqual(messages(run("0,2"), run("0-4", 3)), ["3 tasks failed: reason omitted (1), A (3-4)"]);
});

Deno.test("every failed unit is told once, however the statuses come", () => {
  fc.assert(fc.property(fc.array(fc.uniqueArray(fc.nat(5), { maxLength: 3 }), { maxLength: 8 }), (steps) => {
    const failed = new Set<number>();
    const runWith = () => {
      const indexes = formatIntervals([...failed].sort((a, b) => a - b));
      return { ...aBatchRun(), status: { indexes: { created: "0-5", succeeded: "", failed: indexes } } };
    };
    const told: number[] = [];
    for (const step of steps) {
      const before = runWith();
      step.forEach((index) => failed.add(index));
      for (const { message } of noticesOfRun(before, runWith())) told.push(Number(/^\d+/.exec(message)?.[0]));
    }
    assert.equal(told.reduce((sum, count) => sum + count, 0), failed.size);
  }));
});

Deno.test("nothing that users wrote is told: no prompt, no template, no value", () => {
  const canary = "canary-4711";
  const broken = aConfigMap("kubetask-agent", { "agent-template.yaml": `{{ fail .Contexts }} ${canary}` });
  const world = new World(aBatch([[aFile(canary)]], [aFile(canary)]), aBatchRun(), broken, aTask());
  world.change(task.kind, "greet", (task) => ({ ...task, spec: { contexts: [aFile(canary)] } }));
  world.now = Date.parse(created);
  const notices = [...told(world, batchRun, "run"), ...told(world, task, "greet")];
  assert.equal(notices.filter((notice) => notice.includes("Failed")).length, 3);
  assert.doesNotMatch(notices.join("\n"), /canary/);
});
