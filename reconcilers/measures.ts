/** Runs and Tasks in numbers. Labels are phases and reasons of ours, never names or words that users chose. */

import type { BatchRun, Phase, Task } from "../crds/kinds.ts";
import type { Measures } from "../kernel/plan.ts";
import { reasons } from "./reasons.ts";

const runs = { name: "kubetask_batchruns", help: "BatchRuns that there are, by phase." };
const tasks = { name: "kubetask_tasks", help: "Tasks that there are, by phase." };
const units = {
  name: "kubetask_units",
  help: "Units of all BatchRuns that have begun, and Tasks, by phase.",
};
const blocked = {
  name: "kubetask_blocked",
  help: "Objects that wait until someone mends something, by kind and reason.",
};
const duration = {
  name: "kubetask_batchrun_duration_seconds",
  help: "How long BatchRuns took from start to completion, by phase.",
  buckets: [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800],
};

/** From what the statuses say, so that a scrape costs no more for many units than for few. */
export const measuresOfRuns: Measures<BatchRun> = {
  *standing(all) {
    const [inPhase, unitsIn, waiting] = [perPhase(), perPhase(), new Waiting("BatchRun")];
    for (const { status } of all) {
      inPhase[status?.phase ?? "Pending"] += 1;
      const { pending = 0, running = 0, completed = 0, failed = 0 } = status?.progress ?? {};
      unitsIn.Pending += pending;
      unitsIn.Running += running;
      unitsIn.Succeeded += completed;
      unitsIn.Failed += failed;
      waiting.add(status);
    }
    for (const [phase, value] of Object.entries(inPhase)) yield { metric: runs, labels: { phase }, value };
    for (const [phase, value] of Object.entries(unitsIn)) yield { metric: units, labels: { phase }, value };
    yield* waiting.samples();
  },
  *happened({ status: before }, { status: after }) {
    if (before?.completionTime !== undefined || !after?.completionTime || !after.startTime) return;
    const value = (Date.parse(after.completionTime) - Date.parse(after.startTime)) / 1000;
    yield { metric: duration, labels: { phase: after.phase ?? "" }, value };
  },
};

export const measuresOfTasks: Measures<Task> = {
  *standing(all) {
    const [inPhase, waiting] = [perPhase(), new Waiting("Task")];
    for (const { status } of all) {
      inPhase[status?.phase ?? "Pending"] += 1;
      waiting.add(status);
    }
    for (const metric of [tasks, units]) {
      for (const [phase, value] of Object.entries(inPhase)) yield { metric, labels: { phase }, value };
    }
    yield* waiting.samples();
  },
  *happened() {},
};

function perPhase(): Record<Phase, number> {
  return { Pending: 0, Running: 0, Succeeded: 0, Failed: 0 };
}

const known = new Map(Object.entries(reasons));

class Waiting {
  readonly #counts = new Map<string, number>();

  constructor(private readonly kind: "BatchRun" | "Task") {}

  add(status: (BatchRun | Task)["status"]): void {
    const condition = status?.conditions?.find(({ type, status }) => type === "Reconciling" && status === "True");
    if (!condition || known.get(condition.reason)?.class === "normal") return;
    // Others may write a status, too.
    const reason = known.has(condition.reason) ? condition.reason : "Other";
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  *samples() {
    for (const [reason, value] of this.#counts) yield { metric: blocked, labels: { kind: this.kind, reason }, value };
  }
}
