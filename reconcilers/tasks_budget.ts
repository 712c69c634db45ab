/** Keeps the list of tasks in a status small enough to be read, watched and stored. */

import type { TaskStatus } from "../crds/kinds.ts";
import { isQueued } from "./outcome.ts";
import { storedSize } from "./room.ts";

/** Bytes that `tasks` may take, however much room there is. */
const budget = 256 * 1024;

/**
 * Leaves out what is missed least: first units that succeeded, then those that only wait, last those with a reason to tell.
 * `room`: bytes that there are for `tasks`.
 */
export function withinBudget(tasks: readonly TaskStatus[], room: number): TaskStatus[] {
  const sizes = tasks.map((task) => storedSize(task) + ",".length);
  let excess = sizes.reduce((sum, size) => sum + size, 0) - Math.min(budget, room);
  if (excess <= 0) return [...tasks];
  const omitted = new Set<number>();
  for (const expendable of ["Succeeded", "Pending", "Running", "Failed"] as const) {
    for (let index = 0; index < tasks.length && excess > 0; index++) {
      const task = tasks[index]!;
      if (task.status !== expendable || (task.reason && !isQueued(task) && expendable !== "Failed")) continue;
      omitted.add(index);
      excess -= sizes[index]!;
    }
  }
  for (let index = tasks.length - 1; index >= 0 && excess > 0; index--) {
    if (omitted.has(index)) continue;
    omitted.add(index);
    excess -= sizes[index]!;
  }
  return tasks.filter((_, index) => !omitted.has(index));
}
