/** What is worth telling of a run or a Task: what changed from one stored status to the next. */

import type { BatchRun, Condition, Task } from "../crds/kinds.ts";
import { nameOf } from "../kernel/object.ts";
import type { Notice } from "../kernel/plan.ts";
import { formatIntervals, parseIntervals } from "./intervals.ts";
import { unitJobName } from "./names.ts";
import type { KnownReason } from "./reasons.ts";
import { recordIn } from "./record.ts";

/** That it started, what it waits for, which of its units failed, how it ended. */
export function noticesOfRun(before: BatchRun, after: BatchRun): Notice[] {
  const started = `Started with ${tasks(after.status?.progress?.total ?? 0)}`;
  return [
    ...(before.status?.startTime === undefined && after.status?.startTime ? [normal("Started", started)] : []),
    ...obstacles(before, after),
    ...failures(before, after),
    ...ends(before, after, reconciling(after)?.message ?? ""),
  ];
}

/** The same of a Task, which is its own and only unit. */
export function noticesOfTask(before: Task, after: Task): Notice[] {
  const { jobName, reason, message } = after.status ?? {};
  const why = [reason, message].filter((text) => text).join(": ");
  return [
    ...(jobName && !before.status?.jobName ? [normal("Started", `Started as Job '${jobName}'`)] : []),
    ...obstacles(before, after),
    ...ends(before, after, why || "The Job completed"),
  ];
}

/**
 * Reasons of what goes well. A pod that needs ConfigMaps or Secrets is not ready for a while whenever it starts; what it really lacks
 * Kubernetes tells at the pod.
 */
const usual: ReadonlySet<string> = new Set(["Pending", "Running", "Suspended", "PodNotReady"] satisfies KnownReason[]);

function obstacles(before: BatchRun | Task, after: BatchRun | Task): Notice[] {
  const [known, now] = [obstacle(before), obstacle(after)];
  return now && now.reason !== known?.reason ? [warning(now.reason, now.message)] : [];
}

function obstacle(object: BatchRun | Task): Condition | undefined {
  const condition = reconciling(object);
  return condition?.status === "True" && !usual.has(condition.reason) ? condition : undefined;
}

function reconciling({ status }: BatchRun | Task): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === "Reconciling");
}

/** How much a message tells before it only counts. */
const shownIndexes = 10;
const shownReasons = 5;

/** One notice for all units that failed since the last status, by reason. */
function failures(before: BatchRun, after: BatchRun): Notice[] {
  if (before.status?.indexes?.failed === after.status?.indexes?.failed) return [];
  const known = parseIntervals(before.status?.indexes?.failed ?? "");
  const failed = [...parseIntervals(after.status?.indexes?.failed ?? "")].filter((index) => !known.has(index));
  if (failed.length === 0) return [];
  const record = recordIn(after.status);
  const reasonOf = (index: number) => record.outcome(index, unitJobName(nameOf(after), index))?.reason;
  const groups = [...Map.groupBy(failed, reasonOf)].map(([reason = "reason omitted", indexes]) => {
    return `${reason} (${some(indexes)})`;
  });
  const more = groups.length > shownReasons ? `, and ${groups.length - shownReasons} more reasons` : "";
  return [warning("TaskFailed", `${tasks(failed.length)} failed: ${groups.slice(0, shownReasons).join(", ")}${more}`)];
}

function some(indexes: readonly number[]): string {
  const more = indexes.length > shownIndexes ? ` and ${indexes.length - shownIndexes} more` : "";
  return formatIntervals(indexes.slice(0, shownIndexes)) + more;
}

function ends(before: BatchRun | Task, after: BatchRun | Task, message: string): Notice[] {
  if (before.status?.completionTime !== undefined || after.status?.completionTime === undefined) return [];
  return [after.status.phase === "Failed" ? warning("Failed", message) : normal("Succeeded", message)];
}

function tasks(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}

function normal(reason: string, message: string): Notice {
  return { type: "Normal", reason, message };
}

function warning(reason: string, message: string): Notice {
  return { type: "Warning", reason, message };
}
