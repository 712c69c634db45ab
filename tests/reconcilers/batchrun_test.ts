import assert from "node:assert/strict";
import { Batch } from "../../crds/kinds.ts";
import type { Refusal } from "../../kernel/plan.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { BatchRun, ControllerRevision, Job } from "../../reconcilers/kinds.ts";
import { begun, quota, reasonOf, say, standing, statusOf } from "./a_run.ts";
import { aBatch, aBatchRun, aFile, aTemplate, aWorkspaceConfig, complete, units } from "./builders.ts";
import { World } from "./world.ts";

const invalid: Refusal = { class: "invalid", reason: "Invalid", message: "spec.template: Required value" };

Deno.test("a run creates one Job per unit, and then rests", () => {
  const world = begun(3);
  assert.deepEqual(world.all(Job).map((job) => job.metadata?.name), ["run-task-0", "run-task-1", "run-task-2"]);
  assert.equal(world.look(batchRun, "run"), false);
  assert.deepEqual([...world.plan(batchRun, "run").writes ?? []], []);
});

Deno.test("no Job is created before the start is stored", () => {
  const world = new World(aBatch(units(1)), aBatchRun());
  world.holdsStatusBack = true;
  while (world.all(Job).length === 0) {
    world.look(batchRun, "run");
    if (world.all(Job).length > 0) assert.ok(world.get(BatchRun, "run").status?.startTime);
  }
});

Deno.test("a run without its Batch waits, and starts by itself when the Batch appears", () => {
  const world = new World(aBatchRun());
  world.settle(batchRun, "run");
  assert.equal(world.plan(batchRun, "run").blocked, true);
  assert.deepEqual([statusOf(world).phase, reasonOf(world)], [
    "Pending",
    { reason: "BatchNotFound", message: "Batch 'update' not found" },
  ]);

  world.put(Batch, aBatch(units(1)));
  world.settle(batchRun, "run");
  assert.deepEqual([world.all(Job).length, reasonOf(world)], [
    1,
    { reason: "Running", message: "0 of 1 tasks finished, 0 failed" },
  ]);
});

Deno.test("a mistyped batchRef can be mended before the start", () => {
  const world = new World(aBatch(units(1)), aBatchRun({ batchRef: "udpate" }));
  world.settle(batchRun, "run");
  assert.equal(statusOf(world).startTime, undefined);
  world.change(BatchRun, "run", (run) => ({ ...run, spec: { batchRef: "update" } }));
  world.settle(batchRun, "run");
  assert.equal(world.all(Job).length, 1);
});

Deno.test("a run without its template waits with the reason, and freezes nothing", () => {
  const world = new World(aBatch(units(1)), aBatchRun(), aWorkspaceConfig("any", { name: "claude" }));
  world.settle(batchRun, "run");
  assert.deepEqual(reasonOf(world), { reason: "ConfigMapNotFound", message: "ConfigMap 'claude' not found" });
  assert.deepEqual(world.creations, []);
});

Deno.test("a run that may not read what it needs waits and says so, and falls back on nothing", () => {
  const world = new World(aBatch(units(1)), aBatchRun());
  world.unreadable = { class: "blocked", reason: "Forbidden", message: "cannot get configmaps" };
  world.settle(batchRun, "run");
  assert.equal(world.plan(batchRun, "run").blocked, true);
  assert.deepEqual([standing(world), reasonOf(world)], [["Pending"], {
    reason: "Forbidden",
    message: "cannot get configmaps",
  }]);
  assert.deepEqual(world.creations, []);
  world.unreadable = undefined;
  world.settle(batchRun, "run");
  assert.equal(world.all(Job).length, 1);
});

Deno.test("a run that has begun keeps its status while its snapshot may not be read", () => {
  const world = begun(2);
  const before = statusOf(world);
  world.forget();
  world.unreadable = { class: "blocked", reason: "Forbidden", message: "cannot get controllerrevisions" };
  world.settle(batchRun, "run");
  assert.deepEqual([statusOf(world), world.plan(batchRun, "run").blocked], [before, true]);
});

Deno.test("a run whose snapshot is refused for now waits, and goes on when it is accepted", () => {
  const world = new World(aBatch(units(1)), aBatchRun());
  world.accepts = () => quota;
  world.settle(batchRun, "run");
  assert.deepEqual([standing(world), reasonOf(world)], [["Pending"], {
    reason: "QuotaExceeded",
    message: "exceeded quota: jobs",
  }]);
  world.accepts = () => undefined;
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Pending"]);
});

Deno.test("a run that can never be frozen has failed, with all its units", () => {
  const world = new World(aBatch(units(2)), aBatchRun());
  world.accepts = () => ({ class: "invalid", reason: "TooLarge", message: "request is too large" });
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Failed", "Failed TooLarge", "Failed TooLarge"]);
});

Deno.test("a run of no units succeeds at once", () => {
  const world = begun(0);
  const { phase, progress, tasks, startTime, completionTime } = statusOf(world);
  assert.deepEqual({ phase, progress, tasks, completionTime }, {
    phase: "Succeeded",
    progress: { total: 0, pending: 0, running: 0, completed: 0, failed: 0 },
    tasks: [],
    completionTime: startTime,
  });
});

Deno.test("a foreign Job of a unit's name makes only this unit wait, until it is gone", () => {
  const foreign: Job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "run-task-0", namespace: "team", uid: "x" },
  };
  const world = new World(aBatch(units(2)), aBatchRun(), { ...foreign, kind: "Job" });
  world.settle(batchRun, "run");
  say(world, 1, complete());
  assert.deepEqual(standing(world), ["Running", "Pending NameConflict", "Succeeded"]);
  assert.deepEqual(reasonOf(world), {
    reason: "NameConflict",
    message: "1 of 2 tasks finished, 0 failed; Job 'run-task-0' is someone else's",
  });
  assert.deepEqual(world.get(Job, "run-task-0"), foreign);

  world.delete(Job, "run-task-0");
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Pending", "Succeeded"]);
});

Deno.test("a refusal that may pass leaves the unit pending with the reason", () => {
  const world = new World(aBatch(units(2)), aBatchRun());
  world.accepts = ({ metadata }) => metadata?.name === "run-task-1" ? quota : undefined;
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Pending", "Pending QuotaExceeded"]);
  world.accepts = () => undefined;
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Pending", "Pending"]);
});

Deno.test("a Job that the API server can never accept fails its unit at once, and only this one", () => {
  const world = new World(aBatch(units(2)), aBatchRun());
  world.accepts = ({ metadata }) => metadata?.name === "run-task-0" ? invalid : undefined;
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Failed JobInvalid", "Pending"]);
  assert.equal(statusOf(world).tasks?.[0]?.message, "spec.template: Required value");
  assert.equal(statusOf(world).indexes?.created, "1");

  world.accepts = () => undefined;
  world.forget();
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Failed JobInvalid", "Pending"]);
  assert.deepEqual(world.all(Job).map((job) => job.metadata?.name), ["run-task-1"]);
});

Deno.test("a template that does not parse fails all units at once, with the place", () => {
  const world = begun(2, aTemplate("{{if}}"));
  assert.deepEqual(standing(world), ["Failed", "Failed TemplateInvalid", "Failed TemplateInvalid"]);
  for (const { message } of statusOf(world).tasks ?? []) assert.match(message ?? "", /agent-template\.yaml:11\b/);
  assert.deepEqual(world.all(Job), []);
});

Deno.test("a template that makes no Job fails all units", () => {
  const world = begun(2, "apiVersion: v1\nkind: Pod\n");
  assert.deepEqual(standing(world), ["Failed", "Failed JobInvalid", "Failed JobInvalid"]);
});

Deno.test("a template that cannot be run for one unit fails only this one", () => {
  const world = begun(2, aTemplate('{{ if eq .Index 1 }}{{ fail "no" }}{{ end }}agent'));
  assert.deepEqual(standing(world), ["Running", "Pending", "Failed TemplateInvalid"]);
});

Deno.test("a run whose snapshot was deleted finishes what it began and fails the rest", () => {
  const world = new World(aBatch(units(2)), aBatchRun());
  world.accepts = ({ metadata }) => metadata?.name === "run-task-1" ? quota : undefined;
  world.settle(batchRun, "run");
  world.delete(ControllerRevision, world.creations[0] ?? "");
  world.forget();
  world.settle(batchRun, "run");
  assert.deepEqual(standing(world), ["Running", "Pending", "Failed SnapshotDeleted"]);
  say(world, 0, complete());
  assert.deepEqual(standing(world), ["Failed", "Succeeded", "Failed SnapshotDeleted"]);
  assert.deepEqual(statusOf(world).tasks?.map(({ contexts }) => contexts), units(2));
});

Deno.test("a snapshot of somebody else is not used", () => {
  const mine = begun(1);
  const [snapshot] = mine.all(ControllerRevision);
  const world = new World(aBatch(units(1), [aFile("mine")]), aBatchRun(), {
    ...snapshot,
    kind: "ControllerRevision",
    metadata: { ...snapshot?.metadata, ownerReferences: [] },
  });
  world.settle(batchRun, "run");
  assert.deepEqual([standing(world), reasonOf(world).reason, world.all(Job)], [["Pending"], "NameConflict", []]);
});
