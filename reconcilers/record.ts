/** What a stored status remembers of the units of a run. */

import type { BatchRunStatus, TaskStatus } from "../crds/kinds.ts";
import { parseIntervals } from "./intervals.ts";
import type { Outcome } from "./outcome.ts";

export interface Record {
  /** The units that had a Job. */
  readonly created: ReadonlySet<number>;
  /** The units that ended. */
  readonly ended: ReadonlySet<number>;
  /** The units whose agents' results were read, or that left none. */
  readonly reported: ReadonlySet<number>;
  /** How a unit ended, if it has. */
  outcome(index: number, jobName: string): Outcome | undefined;
  /** The details of a unit, unless they were left out. */
  task(jobName: string): TaskStatus | undefined;
}

export function recordIn(status: BatchRunStatus | undefined): Record {
  const { created, succeeded, failed, reported = "" } = status?.indexes ?? { created: "", succeeded: "", failed: "" };
  const phases = { Succeeded: parseIntervals(succeeded), Failed: parseIntervals(failed) };
  const tasks = new Map(status?.tasks?.map((task) => [task.jobName, task]));
  const task = (jobName: string) => tasks.get(jobName);
  return {
    created: parseIntervals(created),
    ended: phases.Succeeded.union(phases.Failed),
    reported: parseIntervals(reported),
    task,
    outcome(index, jobName) {
      const phase = phases.Succeeded.has(index) ? "Succeeded" : phases.Failed.has(index) ? "Failed" : undefined;
      if (!phase) return undefined;
      const { contexts: _, status: __, jobName: ___, ...details } = task(jobName) ?? {};
      return { phase, ...details };
    },
  };
}
