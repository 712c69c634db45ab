/** What the process can tell about itself without a permission. */

import type { Sample } from "./metrics.ts";

const started = { name: "process_start_time_seconds", help: "When the process started, in seconds since 1970." };
const resident = { name: "process_resident_memory_bytes", help: "Memory in use." };
const heapTotal = { name: "kubetask_heap_size_bytes", help: "Size of the JavaScript heap." };
const heapUsed = { name: "kubetask_heap_used_bytes", help: "Of the JavaScript heap, what is in use." };
const build = { name: "kubetask_build_info", help: "Always 1, with the version as a label." };

export function* processStanding(version: string): Iterable<Sample> {
  const { rss, heapTotal: total, heapUsed: used } = Deno.memoryUsage();
  yield { metric: build, labels: { version }, value: 1 };
  yield { metric: started, labels: {}, value: performance.timeOrigin / 1000 };
  yield { metric: resident, labels: {}, value: rss };
  yield { metric: heapTotal, labels: {}, value: total };
  yield { metric: heapUsed, labels: {}, value: used };
}
