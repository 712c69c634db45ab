/** What does not fit beside its status is not begun; what fits is told as far as there is room. */

import assert from "node:assert/strict";
import type * as crds from "../../crds/kinds.ts";
import { Task } from "../../crds/kinds.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { BatchRun, Job } from "../../reconcilers/kinds.ts";
import { roomForStatus, storedSize, tooLargeForStatus } from "../../reconcilers/room.ts";
import { task } from "../../reconcilers/task.ts";
import { brief } from "../../render/template_error.ts";
import { aBatchRun, aConfigMap, aFile, aTask, aTemplate, complete, failed, units } from "./builders.ts";
import { World } from "./world.ts";

/** Bytes that Kubernetes stores of one object. */
const most = 1_572_864;
const template = aConfigMap("kubetask-agent", { "agent-template.yaml": aTemplate("agent").split("        env:")[0]! });

function inline(length: number, count: number): crds.BatchRun {
  const texts = Array.from({ length: 6 }, () => aFile("x".repeat(length / 6)));
  return aBatchRun({ batchSpec: { commonContext: texts, variableContexts: units(count) } });
}

Deno.test("a run and its status together never outgrow what Kubernetes stores", () => {
  for (const length of [0, 900_000, 1_200_000, 1_350_000]) {
    const world = new World(inline(length, 300), template);
    world.settle(batchRun, "run");
    for (let index = 0; index < 300; index++) {
      const status = index % 2 ? complete() : failed("Reason".repeat(10), "why".repeat(100));
      world.change(Job, `run-task-${index}`, (job) => ({ ...job, status }));
    }
    world.settle(batchRun, "run");
    const run = world.get(BatchRun, "run");
    assert.deepEqual([run.status?.phase, run.status?.progress?.completed], ["Failed", 150], `${length}`);
    assert.ok(storedSize(run) < most, `${length}: ${storedSize(run)}`);
    assert.ok(length === 0 || (run.status?.tasks?.length ?? 0) > 0, `${length}`);
  }
});

Deno.test("a run that leaves no room for its status fails before anything is created", () => {
  const world = new World(inline(1_500_000, 100), template);
  world.settle(batchRun, "run");
  const { status } = world.get(BatchRun, "run");
  assert.deepEqual([status?.phase, status?.progress?.failed, status?.startTime], [
    "Failed",
    100,
    status?.completionTime,
  ]);
  assert.equal(status?.tasks?.[0]?.reason, "TooLarge");
  assert.deepEqual(world.creations, []);
});

Deno.test("all of an object takes room: what others noted in it, and characters that Go escapes", () => {
  const annotated = aTask({}, { annotations: { note: "x".repeat(250_000) } });
  assert.ok(roomForStatus(aTask()) - roomForStatus(annotated) >= 250_000);
  const escaped = aTask({ contexts: [aFile("<".repeat(100_000))] });
  assert.ok(roomForStatus(aTask()) - roomForStatus(escaped) >= 599_000);
  const annotatedRun = aBatchRun({}, { annotations: { note: "x".repeat(250_000) } });
  assert.deepEqual(BatchRun.project?.(annotatedRun), annotatedRun);
});

Deno.test("a Task that leaves no room for its status fails without a Job, even where creating one was refused", () => {
  const large = aTask({ contexts: Array.from({ length: 6 }, () => aFile("x".repeat(260_000))) });
  assert.equal(tooLargeForStatus(Task, aTask(), 1), undefined);
  const world = new World(large, template);
  world.settle(task, "greet");
  const { phase, reason } = world.get(Task, "greet").status ?? {};
  assert.deepEqual([phase, reason, world.creations], ["Failed", "TooLarge", []]);
});

Deno.test("a Job that Kubernetes cannot store fails its unit without a request", () => {
  const variables = Array.from(
    { length: 20 },
    (_, index) => `{name: V${index}, value: '${"日".repeat(1_000)}{{ .Contexts }}'}`,
  );
  const text = `${template.data?.["agent-template.yaml"]}        env: [${variables}]\n`;
  const world = new World(
    aBatchRun({ batchSpec: { commonContext: [], variableContexts: [[aFile("日".repeat(27_000))], [aFile("small")]] } }),
    aConfigMap("kubetask-agent", { "agent-template.yaml": text }),
  );
  world.settle(batchRun, "run");
  assert.deepEqual(world.all(Job).map(({ metadata }) => metadata?.name), ["run-task-1"]);
  const [unit] = world.get(BatchRun, "run").status?.tasks ?? [];
  assert.deepEqual([unit?.status, unit?.reason], ["Failed", "TooLarge"]);
});

Deno.test("a Job's own reason and message are told as far as a condition can hold them", () => {
  for (
    const [said, told] of [["BackoffLimitExceeded", "BackoffLimitExceeded"], ["not one word!", "JobFailed"], [
      "R".repeat(2_000),
      "JobFailed",
    ], ["", ""]] as const
  ) {
    const world = new World(aTask(), template);
    world.settle(task, "greet");
    const [job] = world.all(Job);
    world.change(Job, job?.metadata?.name ?? "", (job) => ({ ...job, status: failed(said, "é".repeat(100_000)) }));
    world.settle(task, "greet");
    const { reason, message = "", conditions = [] } = world.get(Task, "greet").status ?? {};
    assert.equal(reason, told);
    assert.ok(message.length <= 1_000);
    assert.deepEqual(conditions.filter(({ reason }) => !/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(reason)), []);
  }
});

Deno.test("a shortened message has no half characters: they would be others once stored, and written again and again", () => {
  for (const shift of ["", "x"]) assert.ok(brief(shift + "\u{1F680}".repeat(1_000)).isWellFormed());
});
