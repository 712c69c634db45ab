/** Each oracle accepts what is right and says in a sentence what is wrong. */

import assert from "node:assert/strict";
import { BatchRun, type BatchRunStatus, type TaskStatus } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { aRun, over } from "../operator/objects.ts";
import type { Request } from "../operator/requests.ts";
import {
  endsAreFinal,
  oneJobPerUnit,
  processesSurvived,
  progressAddsUp,
  statusTellsTheJobs,
  strangersUntouched,
} from "./oracles.ts";
import { AnyJob, NamespaceRecord, type Version } from "./record.ts";

const run = (status?: BatchRunStatus): Version => {
  const { spec, ...rest } = aRun("run", { batchSpec: over(2) });
  const object: BatchRun = { ...rest, metadata: { name: "run", namespace: "team", uid: "r" }, spec, status };
  return { kind: BatchRun, type: "put", object };
};

const job = (uid: string, index: number, more: Partial<Job> = {}, type: Version["type"] = "put"): Version => {
  const owner = { apiVersion: BatchRun.apiVersion, kind: "BatchRun", name: "run", uid: "r", controller: true };
  const metadata = {
    name: `run-task-${index}`,
    namespace: "team",
    uid,
    annotations: { "kubetask.io/index": `${index}` },
    ownerReferences: [owner],
  };
  const object: KubeObject = { kind: "Job", metadata, ...more };
  return { kind: AnyJob, type, object };
};

const complete: Partial<Job> = {
  status: { startTime: "t", conditions: [{ type: "Complete", status: "True" }] },
};

/** Of two units. */
const status = (succeeded: string, failed: string, more: Partial<BatchRunStatus> = {}): BatchRunStatus => {
  const count = (text: string) => text === "" ? 0 : text === "0-1" ? 2 : 1;
  const [completed, broken] = [count(succeeded), count(failed)];
  const isEnd = completed + broken === 2;
  return {
    phase: isEnd ? broken > 0 ? "Failed" : "Succeeded" : "Running",
    ...(isEnd && { completionTime: "t" }),
    progress: { total: 2, pending: 0, running: 2 - completed - broken, completed, failed: broken },
    indexes: { created: "0-1", succeeded, failed },
    tasks: [],
    ...more,
  };
};

function recordOf(...versions: Version[]): NamespaceRecord {
  const record = new NamespaceRecord();
  for (const version of versions) record.add(version);
  return record;
}

Deno.test("a unit may have one Job, in as many versions as it likes", () => {
  assert.deepEqual(oneJobPerUnit(recordOf(job("a", 0), job("a", 0, complete), job("b", 1))), []);
  assert.deepEqual(oneJobPerUnit(recordOf(job("a", 0), job("a", 0, {}, "delete"), job("b", 0))), [
    "unit 0 of BatchRun run (r) had 2 Jobs: run-task-0 a, run-task-0 b",
  ]);
});

Deno.test("what has ended never changes", () => {
  assert.deepEqual(
    endsAreFinal(recordOf(run(), run(status("0", "")), run(status("0-1", "")), run(status("0-1", "")))),
    [],
  );
  assert.deepEqual(endsAreFinal(recordOf(run(status("0", "")), run(status("", "0")))), [
    "team/run: unit 0 went from Succeeded to Failed",
  ]);
  const [before, after] = [status("0-1", ""), status("0-1", "", { completionTime: "later" })];
  assert.deepEqual(endsAreFinal(recordOf(run(before), run(after))), [
    "team/run: completionTime went from t to later",
  ]);
});

Deno.test("progress adds up in every version, and ends when the phase does", () => {
  assert.deepEqual(progressAddsUp(recordOf(run(status("", "")), run(status("1", "0")))), []);
  const progress = { total: 2, pending: 0, running: 0, completed: 1, failed: 0 };
  assert.deepEqual(progressAddsUp(recordOf(run(status("1", "", { progress })), run(status("0-1", "")))), [
    `team/run at version undefined: ${JSON.stringify(progress)} does not add up`,
  ]);
  assert.deepEqual(progressAddsUp(recordOf(run(status("0", "", { phase: "Succeeded" })))).length, 2);
});

Deno.test("the last status tells what the Jobs tell", () => {
  const running: Partial<Job> = { status: { startTime: "t" } };
  const task: TaskStatus = { jobName: "run-task-1", status: "Running", contexts: [] };
  const said = status("0", "", { tasks: [task] });
  assert.deepEqual(statusTellsTheJobs(recordOf(job("a", 0, complete), job("b", 1, running), run(said))), []);
  assert.deepEqual(statusTellsTheJobs(recordOf(job("a", 0, complete), job("b", 1, complete), run(said))), [
    "team/run: unit 1 is Succeeded by its Job, Running by the status",
  ]);
  assert.deepEqual(statusTellsTheJobs(recordOf(job("a", 0, complete), run(status("0-1", "")))), [
    "team/run: unit 1 is Succeeded without a Job",
  ]);
  assert.deepEqual(
    statusTellsTheJobs(recordOf(job("a", 0, running, "delete"), job("b", 1, complete), run(status("0-1", "")))),
    [
      "team/run: unit 0 is Failed JobDeleted by its Job, Succeeded by the status",
    ],
  );
});

Deno.test("the operator writes only what it has a use for, and only to what is ours", () => {
  const request = (verb: string, resource: string): Request => {
    return { verb, resource, userAgent: "kubetask/1", namespace: "team", name: "it", code: 200 };
  };
  const harmless = [request("create", "jobs"), request("patch", "batchruns/status"), request("list", "jobs")];
  const written = { managedFields: [{ manager: "kubetask" }] };
  const stranger: Version = { kind: AnyJob, type: "put", object: { kind: "Job", metadata: { name: "x", uid: "x" } } };
  const touched: Version = { ...stranger, object: { kind: "Job", metadata: { name: "x", uid: "x", ...written } } };
  assert.deepEqual(strangersUntouched(recordOf(run(), job("a", 0), stranger), harmless), []);
  assert.deepEqual(strangersUntouched(recordOf(touched), [request("delete", "jobs"), request("patch", "batchruns")]), [
    "the operator asked to delete jobs it",
    "the operator asked to patch batchruns it",
    "the operator wrote to Job /x (x), which is not ours",
  ]);
});

Deno.test("the operator tells only of what is ours, and takes nothing back", () => {
  const request = (verb: string, name: string): Request => {
    return { verb, resource: "events", userAgent: "kubetask/1", namespace: "team", name, code: 201 };
  };
  const due = [request("create", "run.17ab"), request("patch", "run.17ab"), request("list", "")];
  const undue = [request("create", "run-task-0.17ab"), request("delete", "run.17ab"), request("create", "run")];
  assert.deepEqual(strangersUntouched(recordOf(run(), job("run-task-0", 0)), [...due, ...undue]), [
    "the operator asked to create events run-task-0.17ab",
    "the operator asked to delete events run.17ab",
    "the operator asked to create events run",
  ]);
});

Deno.test("a process ends in order or is killed, and neither complains nor tells of a bug", () => {
  const fine = { lines: ['{"level":"info"}'], complaints: "" };
  assert.deepEqual(processesSurvived([{ ...fine, exit: 0 }, { ...fine, exit: "killed" }]), []);
  assert.deepEqual(processesSurvived([{ lines: ['{"level":"error"}'], complaints: "oops", exit: 1 }]), [
    "the operator ended with 1",
    "the operator printed: oops",
    'the operator logged: {"level":"error"}',
  ]);
});
