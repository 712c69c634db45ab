/** What a stored status remembers of the units of a run. */

import type { BatchRunStatus, TaskStatus } from "../crds/kinds.ts";
import { Indexes } from "./intervals.ts";
import type { Outcome } from "./outcome.ts";

export interface Record {
  /** The units that had a Job. */
  readonly created: Indexes;
  /** The units whose agents' results were read, or that left none. */
  readonly reported: Indexes;
  /** Whether a unit ended. */
  ended(index: number): boolean;
  /** How a unit ended, if it has. */
  outcome(index: number, jobName: string): Outcome | undefined;
  /** The details of a unit, unless they were left out. */
  task(jobName: string): TaskStatus | undefined;
}

export function recordIn(status: BatchRunStatus | undefined): Record {
  const { created, succeeded, failed, reported = "" } = status?.indexes ?? { created: "", succeeded: "", failed: "" };
  const phases = { Succeeded: new Indexes(succeeded), Failed: new Indexes(failed) };
  const tasks = new Map(status?.tasks?.map((task) => [task.jobName, task]));
  const task = (jobName: string) => tasks.get(jobName);
  const phaseOf = (index: number) => {
    return phases.Succeeded.has(index) ? "Succeeded" : phases.Failed.has(index) ? "Failed" : undefined;
  };
  return {
    created: new Indexes(created),
    reported: new Indexes(reported),
    ended: (index) => phaseOf(index) !== undefined,
    task,
    outcome(index, jobName) {
      const phase = phaseOf(index);
      if (!phase) return undefined;
      const told = task(jobName);
      if (!told) return { phase };
      const { contexts: _, status: __, jobName: ___, ...details } = told;
      return { phase, ...details };
    },
  };
}
