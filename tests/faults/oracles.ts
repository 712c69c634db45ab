/** What must hold of everything that was stored, asked and said while something broke: each oracle returns its violations as sentences. */

import { BatchRun, type BatchRunStatus, Task } from "../../crds/kinds.ts";
import { controllerOf, keyOf, type KubeObject, nameOf, uidOf } from "../../kernel/object.ts";
import { ControllerRevision, type Job } from "../../reconcilers/kinds.ts";
import { isTelling, isWrite, type Request } from "../operator/requests.ts";
import { AnyJob, type NamespaceRecord, type Version } from "./record.ts";

/** One operator process after its end. */
export interface Ended {
  readonly lines: readonly string[];
  readonly complaints: string;
  /** `killed`: by a fault. */
  readonly exit: number | "killed";
}

export interface Evidence {
  readonly record: NamespaceRecord;
  /** What the operator asked in the namespace, by the API server's own account. */
  readonly requests: readonly Request[];
  readonly operators: readonly Ended[];
}

export function violations(evidence: Evidence): string[] {
  const { record, requests, operators } = evidence;
  return [
    ...oneJobPerUnit(record),
    ...endsAreFinal(record),
    ...progressAddsUp(record),
    ...statusTellsTheJobs(record),
    ...strangersUntouched(record, requests),
    ...processesSurvived(operators),
  ];
}

/** Every (owner, index) had at most one Job, ever. */
export function oneJobPerUnit(record: NamespaceRecord): string[] {
  const units = Map.groupBy(record.histories(AnyJob).values().map((versions) => versions[0]!.object), (job) => {
    const owner = controllerOf(job);
    return owner
      ? `unit ${job.metadata?.annotations?.["kubetask.io/index"]} of ${owner.kind} ${owner.name} (${owner.uid})`
      : "";
  });
  return [...units].filter(([unit, jobs]) => unit && jobs.length > 1)
    .map(([unit, jobs]) =>
      `${unit} had ${jobs.length} Jobs: ${jobs.map((job) => `${nameOf(job)} ${uidOf(job)}`).join(", ")}`
    );
}

/** Once a run, a Task or a unit has ended, no later version says anything else. */
export function endsAreFinal(record: NamespaceRecord): string[] {
  const found: string[] = [];
  const follow = <T extends KubeObject>(
    versions: readonly Version<T>[],
    endsOf: (object: T) => Map<string, string>,
  ) => {
    const known = new Map<string, string>();
    for (const { object } of versions) {
      const ends = endsOf(object);
      for (const [what, end] of known) {
        const now = ends.get(what);
        if (now !== end) found.push(`${keyOf(object)}: ${what} went from ${end} to ${now ?? "nothing"}`);
      }
      for (const [what, end] of ends) known.set(what, end);
    }
  };
  for (const versions of record.histories(BatchRun).values()) {
    follow(versions, ({ status }) =>
      new Map([
        ...intervals(status?.indexes?.succeeded).map((index): [string, string] => [`unit ${index}`, "Succeeded"]),
        ...intervals(status?.indexes?.failed).map((index): [string, string] => [`unit ${index}`, "Failed"]),
        ...intervals(status?.indexes?.created).map((
          index,
        ): [string, string] => [`the record of Job ${index}`, "created"]),
        ...once("startTime", status?.startTime),
        ...once("completionTime", status?.completionTime),
        ...once("the end", status?.completionTime && `${status.phase} ${JSON.stringify(status.progress)}`),
      ]));
  }
  for (const versions of record.histories(Task).values()) {
    follow(versions, ({ status }) =>
      new Map([
        ...once("completionTime", status?.completionTime),
        ...once("the end", status?.completionTime && `${status.phase} ${status.reason}`),
        ...once("jobName", status?.jobName),
      ]));
  }
  return found;
}

/** In every version of every run. */
export function progressAddsUp(record: NamespaceRecord): string[] {
  return [...record.histories(BatchRun).values()].flat().flatMap(({ object: run }) => {
    const { progress, phase, completionTime, indexes } = run.status ?? {};
    if (!progress) return [];
    const { total, pending, running, completed, failed } = progress;
    const where = `${keyOf(run)} at version ${run.metadata?.resourceVersion}`;
    const isEnd = phase === "Succeeded" || phase === "Failed";
    return [
      pending + running + completed + failed === total ? "" : `${where}: ${JSON.stringify(progress)} does not add up`,
      isEnd === (completed + failed === total) ? "" : `${where}: is ${phase} with ${JSON.stringify(progress)}`,
      isEnd === (completionTime !== undefined) ? "" : `${where}: is ${phase} with completionTime ${completionTime}`,
      intervals(indexes?.succeeded).length === completed && intervals(indexes?.failed).length === failed
        ? ""
        : `${where}: ${JSON.stringify(indexes)} is not ${JSON.stringify(progress)}`,
    ].filter((sentence) => sentence);
  });
}

/** What the last version of each run and Task says is what their Jobs say. */
export function statusTellsTheJobs(record: NamespaceRecord): string[] {
  const histories = new Map(
    [...record.histories(AnyJob).values()].map((versions) => {
      const job = versions[0]!.object;
      return [`${controllerOf(job)?.uid} ${job.metadata?.annotations?.["kubetask.io/index"]}`, versions];
    }),
  );
  const historyOf = (owner: KubeObject, index: number) => histories.get(`${uidOf(owner)} ${index}`);
  const runs = record.live(BatchRun).flatMap((run) => {
    const { status } = run;
    if (!status?.progress) return [];
    const total = unitsFrozenFor(run, record);
    const truth = Array.from({ length: total }, (_, index) => standingOf(historyOf(run, index)));
    const said = saidOf(total, status);
    return truth.flatMap((standing, index) => {
      const told = said[index];
      // Of a unit that never had a Job its status alone can tell why.
      if (standing === undefined) {
        return told === undefined || !told.startsWith("Succeeded")
          ? []
          : [`${keyOf(run)}: unit ${index} is ${told} without a Job`];
      }
      return told === standing ? [] : [`${keyOf(run)}: unit ${index} is ${standing} by its Job, ${told} by the status`];
    }).concat(
      status.progress.total === total ? [] : `${keyOf(run)}: total is ${status.progress.total}, frozen were ${total}`,
    );
  });
  const tasks = record.live(Task).flatMap((task) => {
    const standing = standingOf(historyOf(task, 0));
    const { phase, reason } = task.status ?? {};
    const told = phase === "Failed" ? `Failed ${reason}` : phase;
    return standing === undefined || standing === told
      ? []
      : [`${keyOf(task)}: is ${standing} by its Job, ${told} by the status`];
  });
  return [...runs, ...tasks];
}

/** Undefined if there never was a Job. */
function standingOf(versions: readonly Version<Job>[] | undefined): string | undefined {
  const last = versions?.at(-1);
  if (!last) return undefined;
  const { status, spec, metadata } = last.object;
  const holds = (type: string) =>
    status?.conditions?.find((condition) => condition.type === type && condition.status === "True");
  if (holds("Complete")) return "Succeeded";
  if (holds("Failed")) return `Failed ${holds("Failed")?.reason}`;
  if (last.type === "delete" || metadata?.deletionTimestamp) return "Failed JobDeleted";
  return status?.startTime && !spec?.suspend ? "Running" : "Pending";
}

/** Of each unit what the status says of it: nothing if it leaves the unit out. */
function saidOf(total: number, { indexes, tasks = [] }: BatchRunStatus): (string | undefined)[] {
  const taskOf = new Map(tasks.map((task) => [Number(/-task-(\d+)$/.exec(task.jobName ?? "")?.[1]), task]));
  const [succeeded, failed] = [new Set(intervals(indexes?.succeeded)), new Set(intervals(indexes?.failed))];
  return Array.from({ length: total }, (_, index) => {
    if (succeeded.has(index)) return "Succeeded";
    if (failed.has(index)) return `Failed ${taskOf.get(index)?.reason}`;
    return taskOf.get(index)?.status;
  });
}

function unitsFrozenFor(run: BatchRun, record: NamespaceRecord): number {
  if (run.spec.batchSpec) return run.spec.batchSpec.variableContexts.length;
  const snapshot = record.live(ControllerRevision).find((revision) => controllerOf(revision)?.uid === uidOf(run));
  // Written by the operator.
  const data = snapshot?.data as { batch?: { variableContexts: unknown[] } } | undefined;
  return data?.batch?.variableContexts.length ?? 0;
}

/** What the operator may write at all; the API server's managedFields tell by UID whom its writes reached. */
const allowed = /^(create (jobs|controllerrevisions)|patch (jobs|batchruns\/status|tasks\/status))$/;

/** An event's name is that of the object it tells of, and a number. */
const told = /^(create|patch) events (.+)\.[0-9a-f]+$/;

/** No request but those that the operator has a use for, and no mark of it on a Job or snapshot that none of our objects controls. */
export function strangersUntouched(record: NamespaceRecord, requests: readonly Request[]): string[] {
  const histories = [BatchRun, Task].flatMap((kind) => [...record.histories<KubeObject>(kind)]);
  const ours = new Set(histories.map(([uid]) => uid));
  const named = new Set(histories.flatMap(([, versions]) => versions.map(({ object }) => nameOf(object))));
  const written = requests.filter(isWrite).filter(({ verb, resource }) => !allowed.test(`${verb} ${resource}`));
  const tellings = requests.filter(isTelling).filter(({ verb, resource, name }) => {
    return !named.has(told.exec(`${verb} ${resource} ${name}`)?.[2] ?? "");
  });
  const undue = [...written, ...tellings]
    .map(({ verb, resource, name }) => `the operator asked to ${verb} ${resource} ${name}`);
  const touched = [AnyJob, ControllerRevision].flatMap((kind) =>
    [...record.histories<KubeObject>(kind).values()].flat()
  )
    .map(({ object }) => object)
    .filter((object) => object.metadata?.managedFields?.some(({ manager }) => manager === "kubetask"))
    .filter((object) => !ours.has(controllerOf(object)?.uid ?? ""))
    .map((object) => `the operator wrote to ${object.kind} ${keyOf(object)} (${uidOf(object)}), which is not ours`);
  return [...undue, ...new Set(touched)];
}

/** What was not killed ended in order; nothing complained, and no line tells of a bug. */
export function processesSurvived(operators: readonly Ended[]): string[] {
  return operators.flatMap(({ lines, complaints, exit }) => [
    ...(exit === 0 || exit === "killed" ? [] : [`the operator ended with ${exit}`]),
    ...(complaints === "" ? [] : [`the operator printed: ${complaints}`]),
    ...lines.filter((line) => line.includes('"level":"error"')).map((line) => `the operator logged: ${line}`),
  ]);
}

function once(what: string, value: string | undefined): [string, string][] {
  return value ? [[what, value]] : [];
}

/** The members of `0-4,7`. */
export function intervals(text = ""): number[] {
  return text.split(",").filter((part) => part).flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}
