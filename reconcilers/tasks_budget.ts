/** Keeps the list of tasks in a status small enough to be read, watched and stored. */

import type { TaskStatus } from "../crds/kinds.ts";
import { isQueued, type Outcome } from "./outcome.ts";
import { storedSize } from "./room.ts";

/** Bytes that `tasks` may take, however much room there is. */
const budget = 256 * 1024;

/** Those with something to tell come first, those that simply succeeded last. */
const ranks = 5;

/**
 * The tasks that are missed most, in their order: those with a reason to tell, then what failed, what runs, what waits, and last what
 * succeeded. `taskOf` is called only for about as many as there is room for. `room`: bytes that there are for `tasks`.
 */
export function withinBudget<T extends { readonly outcome: Outcome }>(
  units: readonly T[],
  taskOf: (unit: T) => TaskStatus,
  room: number,
): TaskStatus[] {
  const ranked: number[][] = Array.from({ length: ranks }, () => []);
  for (const [index, unit] of units.entries()) ranked[rankOf(unit.outcome)]?.push(index);
  const kept = new Map<number, TaskStatus>();
  let left = Math.min(budget, room);
  for (const [rank, indexes] of ranked.entries()) {
    // Of those with a reason the first ones show what is wrong; of the others the last ones are news.
    if (rank > 0) indexes.reverse();
    for (const index of indexes) {
      const task = taskOf(units[index]!);
      left -= storedSize(task) + ",".length;
      if (left < 0) return inOrder(kept);
      kept.set(index, task);
    }
  }
  return inOrder(kept);
}

function inOrder(kept: ReadonlyMap<number, TaskStatus>): TaskStatus[] {
  return [...kept].sort(([a], [b]) => a - b).map(([, task]) => task);
}

/** 0 is missed most. */
function rankOf(outcome: Outcome): number {
  const hasReason = !!outcome.reason && !isQueued(outcome);
  switch (outcome.phase) {
    case "Failed":
      return 1;
    case "Running":
      return hasReason ? 0 : 2;
    case "Pending":
      return hasReason ? 0 : 3;
    case "Succeeded":
      return hasReason ? 0 : 4;
  }
}
