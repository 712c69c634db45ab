import assert from "node:assert/strict";
import { type Labels, Metrics } from "../../../kernel/metrics/metrics.ts";

const forever = new AbortController().signal;
const jobs = { name: "jobs_total", help: "Jobs." };
const took = { name: "took_seconds", help: "Time.", buckets: [0.5, 1, 2] };
const here = { name: "here", help: "Who is here." };

Deno.test("counters, histograms and gauges are told in Prometheus' text format", () => {
  const metrics = new Metrics();
  metrics.counter(jobs, { kind: "a" }).add();
  metrics.counter(jobs, { kind: "b" }).add(2.5);
  for (const value of [0.5, 0.7, 2, 3]) metrics.histogram(took, { kind: "a" }).observe(value);
  metrics.gauges(() => [{ metric: here, labels: {}, value: -1 }], forever);
  assert.deepEqual(metrics.text().split("\n"), [
    "# HELP jobs_total Jobs.",
    "# TYPE jobs_total counter",
    'jobs_total{kind="a"} 1',
    'jobs_total{kind="b"} 2.5',
    "# HELP took_seconds Time.",
    "# TYPE took_seconds histogram",
    'took_seconds_bucket{kind="a",le="0.5"} 1',
    'took_seconds_bucket{kind="a",le="1"} 2',
    'took_seconds_bucket{kind="a",le="2"} 3',
    'took_seconds_bucket{kind="a",le="+Inf"} 4',
    'took_seconds_sum{kind="a"} 6.2',
    'took_seconds_count{kind="a"} 4',
    "# HELP here Who is here.",
    "# TYPE here gauge",
    "here -1",
    "",
  ]);
});

Deno.test("whoever asks for the same name and labels counts in the same series, from zero", () => {
  const metrics = new Metrics();
  const [one, other] = [metrics.counter(jobs, { kind: "a" }), metrics.counter({ ...jobs }, { kind: "a" })];
  assert.match(metrics.text(), /^jobs_total\{kind="a"\} 0$/m);
  one.add();
  other.add();
  assert.match(metrics.text(), /^jobs_total\{kind="a"\} 2$/m);
});

Deno.test("gauges of several sources are added up, each until its signal fires", () => {
  const metrics = new Metrics();
  const stop = new AbortController();
  const source = (value: number, labels: Labels) => () => [{ metric: here, labels, value }];
  metrics.gauges(source(1, { who: "x" }), forever);
  metrics.gauges(source(2, { who: "x" }), stop.signal);
  metrics.gauges(source(4, { who: "y" }), stop.signal);
  const told = () => metrics.text().split("\n").filter((line) => line && !line.startsWith("#"));
  assert.deepEqual(told(), ['here{who="x"} 3', 'here{who="y"} 4']);
  stop.abort();
  assert.deepEqual(told(), ['here{who="x"} 1']);
});

Deno.test("no label and no help can end its line", () => {
  const metrics = new Metrics();
  metrics.counter({ name: "odd_total", help: "a\\b\nc" }, { what: '"}\n\\' }).add();
  assert.deepEqual(metrics.text().split("\n"), [
    "# HELP odd_total a\\\\b\\nc",
    "# TYPE odd_total counter",
    'odd_total{what="\\"}\\n\\\\"} 1',
    "",
  ]);
});
