/** Measures a queue, under client-go's names (util/workqueue) with controller-runtime's labels. */

import type { Labels, Metrics, Sample } from "./metrics.ts";
import type { Queue } from "../queue.ts";

const depth = { name: "workqueue_depth", help: "Objects that are due and wait for a worker." };
const unfinished = {
  name: "workqueue_unfinished_work_seconds",
  help: "How long all looks that are under way took so far, together; what grows and grows hangs.",
};
const longest = {
  name: "workqueue_longest_running_processor_seconds",
  help: "How long the longest look that is under way took so far.",
};
const adds = { name: "workqueue_adds_total", help: "How often an object became due." };
const retries = { name: "workqueue_retries_total", help: "How often an object was put off until later." };
const buckets = Array.from({ length: 12 }, (_, power) => Number(`1e${power - 8}`));
const waiting = { name: "workqueue_queue_duration_seconds", help: "How long objects that were due waited.", buckets };
const working = { name: "workqueue_work_duration_seconds", help: "How long looks took.", buckets };

/** Told what happens in a queue; times in milliseconds. */
export class QueueMeter {
  readonly #labels: Labels;
  readonly #adds;
  readonly #retries;
  readonly #waiting;
  readonly #working;

  constructor(metrics: Metrics, controller: string) {
    this.#labels = { name: controller, controller };
    this.#adds = metrics.counter(adds, this.#labels);
    this.#retries = metrics.counter(retries, this.#labels);
    this.#waiting = metrics.histogram(waiting, this.#labels);
    this.#working = metrics.histogram(working, this.#labels);
  }

  due(): void {
    this.#adds.add();
  }

  putOff(): void {
    this.#retries.add();
  }

  taken(waited: number): void {
    this.#waiting.observe(waited / 1000);
  }

  done(worked: number): void {
    this.#working.observe(worked / 1000);
  }

  *standing<Key>(queue: Queue<Key>): Iterable<Sample> {
    const labels = this.#labels;
    const seconds = queue.underWay().map((ms) => ms / 1000);
    yield { metric: depth, labels, value: queue.depth };
    yield { metric: unfinished, labels, value: seconds.reduce((sum, one) => sum + one, 0) };
    yield { metric: longest, labels, value: Math.max(0, ...seconds) };
  }
}
