/** Runs of any size for the tests of the report: the same ones every time. */

import type { BatchRun, Phase, TaskStatus } from "../../crds/kinds.ts";
import { formatIntervals } from "../../reconcilers/intervals.ts";
import { aBatchRun } from "../reconcilers/builders.ts";

const begin = Date.parse("2025-01-18T10:00:00Z");

export function at(seconds: number): string {
  return new Date(begin + seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** A unit on the repository `myorg/service-INDEX`. */
export function aTaskStatus(index: number, status: Phase, rest: Partial<TaskStatus> = {}): TaskStatus {
  return {
    contexts: [{ type: "Repository", repository: { org: "myorg", repo: `service-${index}`, branch: "main" } }],
    status,
    jobName: `run-task-${index}`,
    ...rest,
  };
}

/** A run whose status is what its tasks say. */
export function aRunOf(tasks: readonly TaskStatus[], now?: number): BatchRun {
  const indexesOf = (...phases: Phase[]) =>
    tasks.flatMap(({ status }, index) => phases.includes(status) ? [index] : []);
  const [pending, running] = [indexesOf("Pending"), indexesOf("Running")];
  const [succeeded, failed] = [indexesOf("Succeeded"), indexesOf("Failed")];
  const isEnded = pending.length + running.length === 0;
  const end = tasks.reduce((last, { completionTime = at(0) }) => completionTime > last ? completionTime : last, at(0));
  return {
    ...aBatchRun(),
    status: {
      phase: isEnded ? failed.length > 0 ? "Failed" : "Succeeded" : "Running",
      startTime: at(0),
      completionTime: isEnded ? end : now === undefined ? undefined : at(now),
      progress: {
        total: tasks.length,
        pending: pending.length,
        running: running.length,
        completed: succeeded.length,
        failed: failed.length,
      },
      tasks: [...tasks],
      indexes: {
        created: formatIntervals(indexesOf("Running", "Succeeded", "Failed")),
        succeeded: formatIntervals(succeeded),
        failed: formatIntervals(failed),
      },
    },
  };
}

/** So many units, 25 at a time, some of which failed: as a campaign looks afterwards. */
export function aCampaign(size: number): BatchRun {
  const slots = Array.from({ length: Math.max(25, Math.ceil(size / 40)) }, (_, slot) => slot);
  return aRunOf(Array.from({ length: size }, (_, index) => {
    const chance = (salt: number) => (Math.sin(index * 12.9898 + salt * 78.233) * 43758.5453) % 1 + 1;
    const slot = index % slots.length;
    const start = slots[slot]!;
    const took = Math.round(45 + 120 * (chance(1) % 1) ** 2 + 200 * (chance(2) % 1) ** 6);
    slots[slot] = start + took + 2;
    const times = { startTime: at(start), completionTime: at(start + took) };
    const kind = size === 1 ? 1 : chance(3) % 1;
    if (kind < 0.05) {
      const message = "Job has reached the specified backoff limit";
      return aTaskStatus(index, "Failed", { ...times, reason: "BackoffLimitExceeded", message });
    }
    if (kind < 0.08) {
      const message = "Job was active longer than specified deadline";
      return aTaskStatus(index, "Failed", { ...times, reason: "DeadlineExceeded", message });
    }
    return aTaskStatus(index, "Succeeded", times);
  }));
}
