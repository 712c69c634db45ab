import assert from "node:assert/strict";
import fc from "fast-check";
import type { BatchRun, BatchRunStatus, Task, TaskExecutionStatus } from "../../crds/kinds.ts";
import { conditionsOf } from "../../reconcilers/conditions.ts";
import { measuresOfRuns, measuresOfTasks } from "../../reconcilers/measures.ts";

type Samples = Iterable<{ metric: { name: string }; labels: object; value: number }>;

/** Those that are not zero, as `name label label: value`. */
function told(samples: Samples): string[] {
  return [...samples].filter(({ value }) => value !== 0)
    .map(({ metric, labels, value }) => `${[metric.name, ...Object.values(labels)].join(" ")}: ${value}`);
}

function aRun(status?: BatchRunStatus, name = "run"): BatchRun {
  return { metadata: { name, namespace: name }, spec: { batchRef: name }, status };
}

function aTask(status?: TaskExecutionStatus, name = "task"): Task {
  return { metadata: { name, namespace: name }, spec: { contexts: [] }, status };
}

function waitingFor(reason: string, phase: "Pending" | "Running" = "Pending") {
  return { phase, conditions: conditionsOf({ phase, reason, message: "", since: "2026-01-01T00:00:00Z" }) };
}

Deno.test("runs, their units, and Tasks are counted by phase", () => {
  const progress = { total: 15, pending: 1, running: 2, completed: 4, failed: 8 };
  const runs = [aRun(), aRun({ phase: "Running", progress }), aRun({ phase: "Failed", progress })];
  assert.deepEqual(told(measuresOfRuns.standing(runs)), [
    "kubetask_batchruns Pending: 1",
    "kubetask_batchruns Running: 1",
    "kubetask_batchruns Failed: 1",
    "kubetask_units Pending: 2",
    "kubetask_units Running: 4",
    "kubetask_units Succeeded: 8",
    "kubetask_units Failed: 16",
  ]);
  assert.deepEqual(told(measuresOfTasks.standing([aTask(), aTask({ phase: "Succeeded" })])), [
    "kubetask_tasks Pending: 1",
    "kubetask_tasks Succeeded: 1",
    "kubetask_units Pending: 1",
    "kubetask_units Succeeded: 1",
  ]);
});

Deno.test("phases without objects are told as zero, so that they can be compared", () => {
  assert.deepEqual([...measuresOfRuns.standing([])].map(({ value }) => value), [0, 0, 0, 0, 0, 0, 0, 0]);
});

Deno.test("what waits is counted by its reason, also when it is under way; what nobody has to mend does not wait", () => {
  const runs = [
    aRun(waitingFor("BatchNotFound")),
    aRun(waitingFor("QuotaExceeded", "Running")),
    aRun(waitingFor("Running", "Running")),
    aRun(waitingFor("Suspended")),
    aRun(waitingFor("SomeoneElsesWord")),
  ];
  assert.deepEqual(told(measuresOfRuns.standing(runs)).filter((line) => line.startsWith("kubetask_blocked")), [
    "kubetask_blocked BatchRun BatchNotFound: 1",
    "kubetask_blocked BatchRun QuotaExceeded: 1",
    "kubetask_blocked BatchRun Other: 1",
  ]);
});

Deno.test("a run is timed once: when its end is stored", () => {
  const started = { startTime: "2026-01-01T00:00:00Z" };
  const ended: BatchRunStatus = { ...started, phase: "Succeeded", completionTime: "2026-01-01T00:01:30Z" };
  assert.deepEqual(told(measuresOfRuns.happened(aRun(started), aRun(ended))), [
    "kubetask_batchrun_duration_seconds Succeeded: 90",
  ]);
  assert.deepEqual(told(measuresOfRuns.happened(aRun(), aRun(started))), []);
  assert.deepEqual(told(measuresOfRuns.happened(aRun(ended), aRun(ended))), []);
});

Deno.test("whatever people write, there are never more than these series", () => {
  const reason = fc.oneof(fc.string(), fc.constantFrom("constructor", "__proto__", "BatchNotFound"));
  const name = fc.string();
  fc.assert(fc.property(fc.array(fc.tuple(name, reason), { maxLength: 50 }), (written) => {
    const runs = written.map(([name, reason]) => aRun(waitingFor(reason), name));
    const tasks = written.map(([name, reason]) => aTask(waitingFor(reason), name));
    const labels = [...measuresOfRuns.standing(runs), ...measuresOfTasks.standing(tasks)]
      .flatMap(({ labels }) => Object.values(labels));
    const fixed = ["Pending", "Running", "Succeeded", "Failed", "BatchRun", "Task", "BatchNotFound", "Other"];
    assert.deepEqual(labels.filter((label) => !fixed.includes(label)), []);
  }));
});
