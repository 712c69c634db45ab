/** How far a run is, as lines for a person. */

import type { BatchRun, TaskStatus } from "../crds/kinds.ts";
import type { Piece as Line } from "../filters/progress/line.ts";
import { subjectOf, tones } from "../filters/progress/standing.ts";

/** The run in one line and each of its tasks in another. */
export function table(run: BatchRun, seconds: number): Line[] {
  const tasks = run.status?.tasks ?? [];
  const width = Math.max(0, ...tasks.map((task) => subjectOf(task).length));
  return [
    { text: `${run.metadata?.name}  ${summary(run)}  (${seconds} s)`, tone: "plain" },
    ...tasks.map((task) => lineOf(task, width)),
  ];
}

/** What is new since `before`: a line for every task in a new phase, one for the run if none is. */
export function news(before: BatchRun | undefined, after: BatchRun, seconds: number): Line[] {
  const known = new Map(before?.status?.tasks?.map(({ jobName, status }) => [jobName, status]));
  const changed = (after.status?.tasks ?? []).filter(({ jobName, status }) => known.get(jobName) !== status);
  const lines = changed.map((task) => lineOf(task, subjectOf(task).length));
  if (!before || summary(before) !== summary(after)) lines.push({ text: summary(after), tone: "plain" });
  return lines.map(({ text, tone }) => ({ text: `[${seconds} s] ${text.trim()}`, tone }));
}

function summary({ status }: BatchRun): string {
  const { phase = "Pending", progress, conditions = [] } = status ?? {};
  const waiting = conditions.find(({ type, status }) => type === "Reconciling" && status === "True");
  if (!progress) return `${phase}  ${waiting?.message ?? "the operator has not seen it yet"}`;
  const { total, pending, running, completed, failed } = progress;
  return `${phase}  ${total} tasks: ${pending} pending, ${running} running, ${completed} succeeded, ${failed} failed`;
}

function lineOf(task: TaskStatus, width: number): Line {
  const parts = [`  ${task.status.padEnd(9)}`, subjectOf(task).padEnd(width), durationOf(task), task.reason ?? ""];
  return { text: parts.filter((part) => part).join("  ").trimEnd(), tone: tones[task.status] };
}

function durationOf({ startTime, completionTime }: TaskStatus): string {
  if (!startTime || !completionTime) return "";
  return `${Math.round((Date.parse(completionTime) - Date.parse(startTime)) / 1000)} s`;
}
