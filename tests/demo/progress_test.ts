/** How a run looks while it goes. */

import assert from "node:assert/strict";
import type { BatchRun, TaskStatus } from "../../crds/kinds.ts";
import { news, table } from "../../demo/progress.ts";

Deno.test("the table shows every task under its repository, what it took and why it failed", () => {
  const run = aRun([
    aTask("service-a", { status: "Succeeded", startTime: at(0), completionTime: at(7) }),
    aTask("broken", { status: "Failed", startTime: at(0), completionTime: at(12), reason: "BackoffLimitExceeded" }),
    aTask("service-b", { status: "Running", startTime: at(1) }),
    aTask("service-c", { status: "Pending" }),
  ]);
  assert.deepEqual(table(run, 14), [
    { tone: "plain", text: "update  Running  4 tasks: 1 pending, 1 running, 1 succeeded, 1 failed  (14 s)" },
    { tone: "good", text: "  Succeeded  myorg/service-a  7 s" },
    { tone: "bad", text: "  Failed     myorg/broken     12 s  BackoffLimitExceeded" },
    { tone: "busy", text: "  Running    myorg/service-b" },
    { tone: "quiet", text: "  Pending    myorg/service-c" },
  ]);
});

Deno.test("a task without a repository goes by the name of its Job", () => {
  const task: TaskStatus = { contexts: [], status: "Running", jobName: "update-task-0" };
  assert.deepEqual(table(aRun([task]), 1).map(({ text }) => text), [
    "update  Running  1 tasks: 0 pending, 1 running, 0 succeeded, 0 failed  (1 s)",
    "  Running    update-task-0",
  ]);
});

Deno.test("a run that has to wait says what for", () => {
  const message = "ConfigMap 'claude' not found";
  const condition = {
    type: "Reconciling",
    status: "True",
    reason: "ConfigMapNotFound",
    message,
    lastTransitionTime: at(0),
  };
  const run: BatchRun = { ...aRun([]), status: { phase: "Pending", conditions: [{ ...condition, status: "True" }] } };
  assert.deepEqual(table(run, 3), [{ tone: "plain", text: `update  Pending  ${message}  (3 s)` }]);
});

Deno.test("a run that nobody has looked at says so", () => {
  const { status: _, ...run } = aRun([]);
  assert.deepEqual(table(run, 3), [{
    tone: "plain",
    text: "update  Pending  the operator has not seen it yet  (3 s)",
  }]);
});

Deno.test("news are the tasks in a new phase and the run's new counts", () => {
  const before = aRun([aTask("service-a", { status: "Running" }), aTask("service-b", { status: "Running" })]);
  const after = aRun([aTask("service-a", { status: "Running" }), aTask("service-b", { status: "Succeeded" })]);
  assert.deepEqual(news(before, after, 5), [
    { tone: "good", text: "[5 s] Succeeded  myorg/service-b" },
    { tone: "plain", text: "[5 s] Running  2 tasks: 0 pending, 1 running, 1 succeeded, 0 failed" },
  ]);
});

Deno.test("at first everything is news, and then nothing until something changes", () => {
  const run = aRun([aTask("service-a", { status: "Running" })]);
  assert.deepEqual(news(undefined, run, 0).map(({ text }) => text), [
    "[0 s] Running    myorg/service-a",
    "[0 s] Running  1 tasks: 0 pending, 1 running, 0 succeeded, 0 failed",
  ]);
  assert.deepEqual(news(run, run, 1), []);
});

function aRun(tasks: TaskStatus[]): BatchRun {
  const count = (phase: TaskStatus["status"]) => tasks.filter(({ status }) => status === phase).length;
  const [pending, running] = [count("Pending"), count("Running")];
  const [completed, failed] = [count("Succeeded"), count("Failed")];
  return {
    apiVersion: "kubetask.io/v1alpha1",
    kind: "BatchRun",
    metadata: { name: "update" },
    spec: { batchRef: "update" },
    status: { phase: "Running", progress: { total: tasks.length, pending, running, completed, failed }, tasks },
  };
}

function aTask(repo: string, status: Partial<TaskStatus> & Pick<TaskStatus, "status">): TaskStatus {
  const repository = { org: "myorg", repo, branch: "main" };
  return { contexts: [{ type: "Repository", repository }], jobName: `update-${repo}`, ...status };
}

function at(second: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
}
