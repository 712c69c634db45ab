import assert from "node:assert/strict";
import { Metrics } from "../../../kernel/metrics/metrics.ts";
import { Queue } from "../../../kernel/queue.ts";
import { QueueMeter } from "../../../kernel/metrics/queue.ts";
import { FakeClock } from "../fake_clock.ts";

const forever = new AbortController().signal;

function setUp() {
  const [clock, metrics] = [new FakeClock(), new Metrics()];
  const meter = new QueueMeter(metrics, "parent");
  const queue = new Queue<string>(clock, meter);
  metrics.gauges(() => meter.standing(queue), forever);
  /** Without the labels and buckets, which are always the same. */
  const told = () => {
    const lines = metrics.text().split("\n").filter((line) => line && !/^#|_bucket/.test(line));
    return Object.fromEntries(lines.map((line) => {
      const [, name = "", value] = /^workqueue_(\w+)\{name="parent",controller="parent"\} (.*)$/.exec(line) ?? [];
      return [name, Number(value)];
    }));
  };
  return { clock, queue, told };
}

Deno.test("a queue tells how much waits, how long it waited and how long work takes, as client-go's does", async () => {
  const { clock, queue, told } = setUp();
  queue.add("a");
  queue.add("b");
  queue.add("b");
  queue.add("later", 60_000);
  clock.advance(2_000);
  await queue.take(forever);
  clock.advance(3_000);
  await queue.take(forever);
  clock.advance(1_000);
  assert.deepEqual(told(), {
    adds_total: 2,
    retries_total: 1,
    queue_duration_seconds_sum: 7,
    queue_duration_seconds_count: 2,
    work_duration_seconds_sum: 0,
    work_duration_seconds_count: 0,
    depth: 0,
    unfinished_work_seconds: 5,
    longest_running_processor_seconds: 4,
  });
  queue.add("a", 10_000);
  queue.done("a");
  queue.done("b");
  clock.advance(60_000);
  assert.deepEqual(told(), {
    adds_total: 4,
    retries_total: 2,
    queue_duration_seconds_sum: 7,
    queue_duration_seconds_count: 2,
    work_duration_seconds_sum: 5,
    work_duration_seconds_count: 2,
    depth: 2,
    unfinished_work_seconds: 0,
    longest_running_processor_seconds: 0,
  });
});
