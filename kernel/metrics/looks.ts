/** Measures what a loop does, under controller-runtime's names. */

import type { Labels, Metrics, Sample } from "./metrics.ts";
import type { Kind } from "../object.ts";

const results = ["success", "error", "requeue", "requeue_after"] as const;
/** An object is as it should be; could not be dealt with; is looked at again at once, or later. */
export type Result = typeof results[number];

const total = { name: "controller_runtime_reconcile_total", help: "Looks at an object, by controller and result." };
const errors = { name: "controller_runtime_reconcile_errors_total", help: "Looks that failed, by controller." };
const time = {
  name: "controller_runtime_reconcile_time_seconds",
  help: "How long looks took, by controller.",
  // deno-fmt-ignore
  buckets: [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4,
    4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
  ],
};
const active = { name: "controller_runtime_active_workers", help: "Looks under way, by controller." };
const most = {
  name: "controller_runtime_max_concurrent_reconciles",
  help: "How many looks may be under way, by controller.",
};

export class LookMeter {
  readonly #labels: Labels;
  readonly #results;
  readonly #errors;
  readonly #time;

  constructor(metrics: Metrics, controller: string) {
    const labels = this.#labels = { controller };
    this.#results = new Map(results.map((result) => [result, metrics.counter(total, { controller, result })]));
    this.#errors = metrics.counter(errors, labels);
    this.#time = metrics.histogram(time, labels);
  }

  looked(result: Result, ms: number): void {
    this.#results.get(result)?.add();
    if (result === "error") this.#errors.add();
    this.#time.observe(ms / 1000);
  }

  *standing(underWay: number, workers: number): Iterable<Sample> {
    yield { metric: active, labels: this.#labels, value: underWay };
    yield { metric: most, labels: this.#labels, value: workers };
  }
}

/** Objects of a kind that were created, or found created by an earlier try whose answer was lost. */
export function createdMetric({ kind, plural }: Kind) {
  return { name: `kubetask_${plural}_created_total`, help: `${kind} objects created.` };
}
