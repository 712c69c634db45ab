/** What a run's status tells of its units, and of which units it tells no more than how they ended. */

import type { BatchRun, Phase, Repository, TaskResult, TaskStatus } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import { formatIntervals, parseIntervals } from "../../reconcilers/intervals.ts";
import { unitJobName } from "../../reconcilers/names.ts";

export interface Unit {
  /** Its place in `variableContexts`, from 0. */
  readonly index: number;
  readonly name: string;
  readonly repository?: Repository;
  readonly phase: Phase;
  /** Milliseconds since 1970. */
  readonly start?: number;
  readonly end?: number;
  readonly reason?: string;
  readonly message?: string;
  /** What its agent says. */
  readonly result?: TaskResult;
}

/** Units whose details the status leaves out. */
export interface Omitted {
  readonly what: string;
  readonly count: number;
  /** `0-499,501` */
  readonly indexes: string;
}

export interface Units {
  readonly told: readonly Unit[];
  readonly omitted: readonly Omitted[];
}

export function unitsOf(run: BatchRun): Units {
  const { tasks = [], progress, indexes = { created: "", succeeded: "", failed: "" } } = run.status ?? {};
  const total = progress?.total ?? tasks.length;
  const told = tasks.length === total ? tasks.map(unitOf) : placed(run, tasks, total);
  return { told, omitted: omittedOf(indexes, new Set(told.map(({ index }) => index)), total) };
}

/** Where some are left out, the names of the Jobs tell the places of the others. */
function placed(run: BatchRun, tasks: readonly TaskStatus[], total: number): Unit[] {
  const byJob = new Map(tasks.map((task) => [task.jobName, task]));
  const units: Unit[] = [];
  for (let index = 0; index < total; index++) {
    const task = byJob.get(unitJobName(nameOf(run), index));
    if (task) units.push(unitOf(task, index));
  }
  return units;
}

function unitOf(task: TaskStatus, index: number): Unit {
  const repository = task.contexts.find((context) => context.repository)?.repository;
  return {
    index,
    name: repository ? `${repository.org}/${repository.repo}` : task.jobName ?? `task ${index}`,
    repository,
    phase: task.status,
    start: timeOf(task.startTime),
    end: timeOf(task.completionTime),
    reason: task.reason,
    message: task.message,
    result: task.result,
  };
}

function omittedOf(
  indexes: { created: string; succeeded: string; failed: string },
  told: ReadonlySet<number>,
  total: number,
): Omitted[] {
  const [created, succeeded, failed] = [indexes.created, indexes.succeeded, indexes.failed].map(parseIntervals);
  const whatOf = (index: number) => {
    if (failed?.has(index)) return "failed";
    if (succeeded?.has(index)) return "succeeded";
    return created?.has(index) ? "not ended yet" : "not started yet";
  };
  const untold = Array.from({ length: total }, (_, index) => index).filter((index) => !told.has(index));
  const groups = Map.groupBy(untold, whatOf);
  return (["failed", "not ended yet", "not started yet", "succeeded"] as const).flatMap((what) => {
    const group = groups.get(what) ?? [];
    return group.length > 0 ? [{ what, count: group.length, indexes: formatIntervals(group) }] : [];
  });
}

export function timeOf(text: string | undefined): number | undefined {
  return text ? Date.parse(text) : undefined;
}
