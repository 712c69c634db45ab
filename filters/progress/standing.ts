/** What a run's status says, as far as people who wait for it ask. */

import type { BatchRun, Phase, Progress, TaskStatus } from "../../crds/kinds.ts";
import type { Tone } from "./line.ts";

export const tones: Record<Phase, Tone> = { Pending: "quiet", Running: "busy", Succeeded: "good", Failed: "bad" };

export function isFinished(run: BatchRun): boolean {
  return run.status?.completionTime !== undefined;
}

export function phaseOf({ status }: BatchRun): Phase {
  return status?.phase ?? "Pending";
}

/** What a task works on: its repository or else the name of its Job. */
export function subjectOf({ contexts, jobName = "" }: TaskStatus): string {
  const repository = contexts.find((context) => context.type === "Repository")?.repository;
  return repository ? `${repository.org}/${repository.repo}` : jobName;
}

/** `4 tasks: 1 pending`, `1 running`, `2 succeeded`, `0 failed` */
export function countsOf({ total, pending, running, completed, failed }: Progress): string[] {
  const counts = [`${pending} pending`, `${running} running`, `${completed} succeeded`, `${failed} failed`];
  return [`${total} ${total === 1 ? "task" : "tasks"}: ${counts[0]}`, ...counts.slice(1)];
}

/** `3 changed`, `1 without a change`, `$4.20`; nothing where agents do not tell. */
export function resultsOf({ status }: BatchRun): string[] {
  const { results } = status ?? {};
  if (!results) return [];
  const { changed, noChange, unknown, costUSD } = results;
  return [
    `${changed} changed`,
    `${noChange} without a change`,
    ...(unknown > 0 ? [`${unknown} without a result`] : []),
    ...(costUSD ? [`$${costUSD}`] : []),
  ];
}

/** A reason in its word and its sentence, as far as there are both. */
export function why({ reason, message }: { readonly reason?: string; readonly message?: string }): string {
  return [reason, message].filter((part) => part).join(": ");
}

/** Why something of an unfinished run does not go on, the most frequent reason first. */
export function waitsOf(run: BatchRun): string[] {
  const { tasks = [], tasksOmitted = 0, conditions = [] } = run.status ?? {};
  const held = tasks.filter(({ status, reason }) => reason && (status === "Pending" || status === "Running"));
  const groups = [...Map.groupBy(held, ({ reason }) => reason).values()].sort((a, b) => b.length - a.length);
  if (groups.length > 0) {
    const least = tasksOmitted > 0 ? "at least " : "";
    return groups.map((group) => `${least}${group.length} of them: ${why(group[0]!)}`);
  }
  const reconciling = conditions.find(({ type, status }) => type === "Reconciling" && status === "True");
  if (reconciling && reconciling.reason !== "Running") return [why(reconciling)];
  return run.status?.phase ? [] : ["the operator has not seen it yet"];
}

/** The tasks that failed, the latest last; those without a time of their own first. */
export function failuresOf({ status }: BatchRun): TaskStatus[] {
  const failed = (status?.tasks ?? []).filter(({ status }) => status === "Failed");
  const time = ({ completionTime = "" }: TaskStatus) => completionTime;
  return failed.sort((a, b) => time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0);
}
