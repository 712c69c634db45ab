/** Numbers about the process for Prometheus: what is counted as it happens, and what is looked up when someone asks. */

/** Values are few and fixed: never what users wrote, nor names of namespaces and objects. */
export type Labels = Readonly<Record<string, string>>;

export interface Metric {
  readonly name: string;
  readonly help: string;
}

export interface HistogramMetric extends Metric {
  /** Upper bounds, ascending. */
  readonly buckets: readonly number[];
}

/** How a metric stands: one of its series, which its labels tell from the others. */
export interface Sample {
  readonly metric: Metric;
  readonly labels: Labels;
  readonly value: number;
}

/** One that happened, to be counted in a histogram. */
export interface Observation extends Sample {
  readonly metric: HistogramMetric;
}

/** A sum. */
export class Counter {
  readonly #head: string;
  #value = 0;

  constructor(metric: Metric, labels: Labels) {
    this.#head = metric.name + textOf(labels);
  }

  add(more = 1): void {
    this.#value += more;
  }

  /** As lines of the text. */
  *samples(): Iterable<string> {
    yield `${this.#head} ${this.#value}`;
  }
}

/** How many values were at most so large. */
export class Histogram {
  readonly #buckets: { readonly bound: number; readonly head: string; count: number }[];
  readonly #total: { readonly infinite: string; readonly sum: string; readonly count: string };
  #count = 0;
  #sum = 0;

  constructor({ name, buckets }: HistogramMetric, labels: Labels) {
    // Made once and not at every scrape, which would leave megabytes of garbage behind.
    const head = (le: string) => `${name}_bucket${textOf({ ...labels, le })}`;
    this.#buckets = buckets.map((bound) => ({ bound, head: head(String(bound)), count: 0 }));
    const text = textOf(labels);
    this.#total = { infinite: head("+Inf"), sum: `${name}_sum${text}`, count: `${name}_count${text}` };
  }

  observe(value: number): void {
    this.#count += 1;
    this.#sum += value;
    const bucket = this.#buckets.find(({ bound }) => value <= bound);
    if (bucket) bucket.count += 1;
  }

  /** As lines of the text. */
  *samples(): Iterable<string> {
    let below = 0;
    for (const { head, count } of this.#buckets) yield `${head} ${below += count}`;
    const { infinite, sum, count } = this.#total;
    yield `${infinite} ${this.#count}`;
    yield `${sum} ${this.#sum}`;
    yield `${count} ${this.#count}`;
  }
}

/** All series of one name, by their labels as text. */
interface Family<Series> {
  readonly metric: Metric;
  readonly series: Map<string, Series>;
}

/** All metrics of the process. Of the same name and labels there is one series, whoever asks for it. */
export class Metrics {
  readonly #counters = new Map<string, Family<Counter>>();
  readonly #histograms = new Map<string, Family<Histogram>>();
  readonly #sources = new Set<() => Iterable<Sample>>();

  /** Zero until something is added. */
  counter(metric: Metric, labels: Labels = {}): Counter {
    return series(this.#counters, metric, labels, () => new Counter(metric, labels));
  }

  histogram(metric: HistogramMetric, labels: Labels = {}): Histogram {
    return series(this.#histograms, metric, labels, () => new Histogram(metric, labels));
  }

  /** Asks `source` whenever the text is made, until the signal fires. Equal series of several sources are added up. */
  gauges(source: () => Iterable<Sample>, signal: AbortSignal): void {
    this.#sources.add(source);
    signal.addEventListener("abort", () => this.#sources.delete(source), { once: true });
  }

  /** In Prometheus' text format, version 0.0.4. */
  text(): string {
    const gauges = new Map<string, Family<Counter>>();
    for (const source of this.#sources) {
      for (const { metric, labels, value } of source()) {
        series(gauges, metric, labels, () => new Counter(metric, labels)).add(value);
      }
    }
    const lines = [
      ...linesOf("counter", this.#counters),
      ...linesOf("histogram", this.#histograms),
      ...linesOf("gauge", gauges),
    ];
    return `${lines.join("\n")}\n`;
  }
}

function series<Series>(
  families: Map<string, Family<Series>>,
  metric: Metric,
  labels: Labels,
  make: () => Series,
): Series {
  let family = families.get(metric.name);
  if (!family) families.set(metric.name, family = { metric, series: new Map() });
  const key = textOf(labels);
  let found = family.series.get(key);
  if (!found) family.series.set(key, found = make());
  return found;
}

function* linesOf(
  type: "counter" | "histogram" | "gauge",
  families: Map<string, Family<{ samples(): Iterable<string> }>>,
): Iterable<string> {
  for (const { metric: { name, help }, series } of families.values()) {
    yield `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`;
    yield `# TYPE ${name} ${type}`;
    for (const one of series.values()) yield* one.samples();
  }
}

/** `{a="1",b="2"}`; nothing without labels. */
function textOf(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
