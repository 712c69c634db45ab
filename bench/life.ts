/** A run from its first Job to its end, with Jobs that end at a chosen rate. */

import { BatchRun } from "../crds/kinds.ts";
import { lines } from "../kernel/lines.ts";
import { nameOf } from "../kernel/object.ts";
import { isOperator, nextRequests } from "../tests/operator/requests.ts";
import { countedBy } from "./fan_out.ts";
import { finish } from "./finish.ts";
import { createsJob, type Running, type Site, storesStatus } from "./site.ts";
import { type Row, row } from "./table.ts";
import { forgetPeak, memoryOf, processorSecondsOf } from "./usage.ts";

export interface Life {
  readonly units: number;
  /** Jobs that ended in a second. */
  readonly rate: number;
  /** From the BatchRun to its end in the API. */
  readonly seconds: number;
  /** Milliseconds from the answer to the last Job's end until the end of the run is stored. */
  readonly end: number;
  readonly requests: Readonly<Record<string, number>>;
  /** Of the BatchRun as it was stored by each of the operator's writes, added up; and at most in any 30 seconds, per second. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
  /** Of the BatchRun in the end. */
  readonly bytesAtEnd: number;
  /** Seconds. */
  readonly processor: number;
  /** MiB. */
  readonly peak: number;
  readonly after: number;
}

const window = 30_000;

export async function lifeOf(
  site: Site,
  { pid }: Running,
  { name, units, rate }: { name: string; units: number; rate: number },
): Promise<Life> {
  const { client, cluster } = site;
  const run = await site.prepareCampaign(name, units);
  const stop = new AbortController();
  const stored = await sizesOf(site, stop.signal);
  forgetPeak(pid);
  const processor = processorSecondsOf(pid);
  const from = await site.now();
  await client.create(BatchRun, run);
  await finish(client, name, created(site, from, name, units), rate);
  await cluster.kubectl("wait", "--namespace", name, "--timeout=120s", "--for=condition=Complete", `batchrun/${name}`);
  stop.abort();

  const requests = await site.requests(from);
  const begun = requests.find(({ verb, resource }) => verb === "create" && resource === "batchruns");
  const lastEnd = requests.findLast(({ verb, resource }) => verb === "patch" && resource === "jobs/status");
  const lastStatus = requests.findLast(storesStatus(name, "batchruns"));
  if (!begun || !lastEnd || !lastStatus) throw new Error("Cannot measure: the log of requests has no whole life");
  // The first is our own create.
  const written = (await stored()).slice(1);
  const { rss: after, peak } = memoryOf(pid);
  return {
    units,
    rate,
    seconds: (lastStatus.answered - begun.received) / 1000,
    end: lastStatus.answered - lastEnd.answered,
    requests: countedBy(requests.filter(isOperator)),
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesPerSecond: mostIn(written) / (window / 1000),
    bytesAtEnd: JSON.stringify(await client.get(BatchRun, name, name)).length,
    processor: processorSecondsOf(pid) - processor,
    peak,
    after,
  };
}

/** Names of the Jobs as they are created, until there are so many. */
async function* created(site: Site, from: number, namespace: string, units: number): AsyncGenerator<string, void> {
  const isOurs = createsJob(namespace);
  for (let found = 0; found < units;) {
    const { requests, next } = await nextRequests(site.cluster.auditLog, from);
    from = next;
    for (const { name } of requests.filter(isOurs)) {
      found += 1;
      yield name;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Stored {
  readonly at: number;
  readonly bytes: number;
}

/** What a watch shows of BatchRuns from now on; all of it once the signal has fired. */
async function sizesOf({ client }: Site, signal: AbortSignal): Promise<() => Promise<Stored[]>> {
  const { resourceVersion } = await client.list(BatchRun, { limit: 1, signal });
  const { bytes } = await client.watch(BatchRun, { resourceVersion, timeoutSeconds: 36_000, signal });
  const found: Stored[] = [];
  const reading = async () => {
    try {
      for await (const line of lines(bytes)) found.push({ at: performance.now(), bytes: line.length });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return found;
  };
  const all = reading();
  return () => all;
}

/** The most bytes in any window of time. */
function mostIn(written: readonly Stored[]): number {
  const sums = written.map(({ at }, last) => {
    return written.slice(0, last + 1).filter((one) => one.at > at - window).reduce((sum, { bytes }) => sum + bytes, 0);
  });
  return Math.max(0, ...sums);
}

export function lifeRows(life: Life): Row[] {
  const { units, rate, seconds, requests } = life;
  const statuses = requests["patch batchruns/status"] ?? 0;
  const writes = Object.entries(requests).filter(([name]) => /^(create|patch)/.test(name));
  const others = writes.reduce((sum, [, count]) => sum + count, 0) - units - statuses;
  return [
    row(`whole life of ${units} units, ${rate} end in a second (s)`, seconds, 1),
    row("statuses per second, but for the first and the last", (statuses - 2) / seconds, 2, "<= 1"),
    row("other writes beside the creates of Jobs", others),
    row("last Job's end -> run ended in the API (ms)", life.end, 0, "<= 1500"),
    row("BatchRun as stored, all writes (bytes per unit)", life.bytes / units, 0, "<= 1024"),
    row("the same, most in 30 s (KiB/s)", life.bytesPerSecond / 1024, 1, "<= 32"),
    row("BatchRun in the end (KiB)", life.bytesAtEnd / 1024),
    row("operator, processor (ms per unit)", life.processor * 1000 / units, 2, "<= 1"),
    row("RSS at most (MiB)", life.peak, 0, units >= 10_000 ? "<= 130" : ""),
    row("RSS in the end (MiB)", life.after, 0, units >= 10_000 ? "<= 130" : ""),
  ];
}

/** A run over so many units is under way for the time of `work`: all its Jobs are there. */
export async function withJobs<T>(site: Site, name: string, units: number, work: () => Promise<T>): Promise<T> {
  return await site.inNamespace(name, async () => {
    const run = await site.prepareCampaign(name, units);
    const from = await site.now();
    await site.client.create(BatchRun, run);
    await site.answered(from, units, createsJob(nameOf(run)));
    return await work();
  });
}
