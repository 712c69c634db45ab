/** Keeps the list of tasks in a status small enough to be read, watched and stored. */

import { Buffer } from "node:buffer";
import type { TaskStatus } from "../crds/kinds.ts";

/** Bytes of JSON that `tasks` may take. */
const budget = 256 * 1024;

/** Leaves out what is missed least: first units that succeeded, then those that only wait, last those with a reason to tell. */
export function withinBudget(tasks: readonly TaskStatus[]): TaskStatus[] {
  const sizes = tasks.map((task) => Buffer.byteLength(JSON.stringify(task)) + ",".length);
  let excess = sizes.reduce((sum, size) => sum + size, 0) - budget;
  if (excess <= 0) return [...tasks];
  const omitted = new Set<number>();
  for (const expendable of ["Succeeded", "Pending", "Running", "Failed"] as const) {
    for (let index = 0; index < tasks.length && excess > 0; index++) {
      const task = tasks[index]!;
      if (task.status !== expendable || (task.reason && expendable !== "Failed")) continue;
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
