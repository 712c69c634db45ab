/** The status of a BatchRun, made anew from its units at every look. */

import type {
  BatchRun,
  BatchRunStatus,
  Context,
  Phase,
  Progress,
  ReportedContext,
  TaskResult,
  TaskStatus,
} from "../crds/kinds.ts";
import { conditionsOf } from "./conditions.ts";
import { formatIntervals } from "./intervals.ts";
import { isFinal, isQueued, type Outcome } from "./outcome.ts";
import { totalsOf } from "./result_totals.ts";
import { roomForStatus, storedSize } from "./room.ts";
import { withinBudget } from "./tasks_budget.ts";
import { latest } from "./times.ts";

/** A unit and how it stands. */
export interface UnitStatus {
  readonly jobName: string;
  readonly contexts: readonly (Context | ReportedContext)[];
  readonly outcome: Outcome;
  /** There is, or was, a Job. */
  readonly created: boolean;
  /** Of a unit whose agent was asked for its result: whether this is the first status that tells of it. */
  readonly report?: "news" | "told";
}

/** Inline text up to this length (characters) is repeated in the status. */
const shortText = 200;

/** The status of a run that did not begin yet, and why. */
export function statusOfWaiting(run: BatchRun, reason: string, message: string): BatchRunStatus {
  return standing(run, "Pending", reason, message);
}

/** The status of a run that began at `startTime` (RFC 3339). */
export function statusOfUnits(run: BatchRun, units: readonly UnitStatus[], startTime: string): BatchRunStatus {
  const counted = { ...count(units), results: totalsOf(run.status?.results, newsOf(units)) };
  const status = { ...standingOfUnits(run, units, counted.progress, startTime), startTime, ...counted };
  // Of a unit that has no Job and no reason for that there is nothing to tell yet.
  const told = units.filter(({ created, outcome }) => created || outcome.reason || isFinal(outcome));
  const tasks = withinBudget(told, taskOf, roomForStatus(run) - storedSize(status));
  return { ...status, tasks, tasksOmitted: units.length - tasks.length || undefined };
}

function standingOfUnits(
  run: BatchRun,
  units: readonly UnitStatus[],
  { total, running, completed, failed }: Progress,
  startTime: string,
): BatchRunStatus {
  const message = `${completed + failed} of ${total} tasks finished, ${failed} failed`;
  if (completed + failed < total) {
    const first = (holds: (outcome: Outcome) => boolean) => units.find(({ outcome }) => holds(outcome))?.outcome;
    const heldIn = (phase: Phase) => first((unit) => unit.phase === phase && !!unit.reason && !isQueued(unit));
    // That some wait for their turn while others are at work is as it should be.
    const held = heldIn("Pending") ?? heldIn("Running") ?? (running === 0 ? first(isQueued) : undefined);
    const why = held ? `${message}; ${held.message}` : message;
    return standing(run, "Running", held?.reason ?? "Running", why);
  }
  const completionTime = latest([startTime, ...units.map(({ outcome }) => outcome.completionTime ?? startTime)]);
  const [phase, reason] = failed > 0 ? ["Failed", "TasksFailed"] as const : ["Succeeded", "TasksSucceeded"] as const;
  return { ...standing(run, phase, reason, message, completionTime), completionTime };
}

function standing(run: BatchRun, phase: Phase, reason: string, message: string, until?: string): BatchRunStatus {
  const observedGeneration = run.metadata?.generation;
  const since = run.metadata?.creationTimestamp ?? "";
  return {
    phase,
    observedGeneration,
    conditions: conditionsOf({ phase, reason, message, observedGeneration, since, until }),
  };
}

/** In one pass. */
function count(units: readonly UnitStatus[]) {
  const progress: Record<Phase, number> = { Pending: 0, Running: 0, Succeeded: 0, Failed: 0 };
  const [made, succeeded, failed, reported]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const [index, { outcome: { phase }, created, report }] of units.entries()) {
    progress[phase] += 1;
    if (phase === "Succeeded") succeeded.push(index);
    if (phase === "Failed") failed.push(index);
    if (created) made.push(index);
    if (report !== undefined) reported.push(index);
  }
  return {
    progress: {
      total: units.length,
      pending: progress.Pending,
      running: progress.Running,
      completed: progress.Succeeded,
      failed: progress.Failed,
    },
    indexes: {
      created: formatIntervals(made),
      succeeded: formatIntervals(succeeded),
      failed: formatIntervals(failed),
      reported: formatIntervals(reported) || undefined,
    },
  };
}

function newsOf(units: readonly UnitStatus[]): TaskResult[] {
  return units.flatMap(({ report, outcome }) => report === "news" && outcome.result ? [outcome.result] : []);
}

function taskOf({ contexts, outcome, jobName }: UnitStatus): TaskStatus {
  const { phase, startTime, completionTime, reason, message, result } = outcome;
  return {
    contexts: contexts.map(withoutLongText),
    status: phase,
    jobName,
    startTime,
    completionTime,
    reason,
    message,
    result,
  };
}

function withoutLongText(context: Context | ReportedContext): ReportedContext {
  if (context.type !== "File" || (context.file.source?.inline?.length ?? 0) <= shortText) return context;
  return { type: "File", file: { name: context.file.name } };
}
