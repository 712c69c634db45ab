/** Several large runs at once, and what they leave in the API server: what is beyond one run. */

import { BatchRun } from "../crds/kinds.ts";
import { Job } from "../reconcilers/kinds.ts";
import { firstJob } from "./start.ts";
import { createsJob, type Running, type Site } from "./site.ts";
import { type Row, row } from "./table.ts";
import { forgetPeak, memoryOf, processorSecondsOf } from "./usage.ts";

export interface Runs {
  readonly runs: number;
  /** Of each. */
  readonly units: number;
  /** Jobs, of all runs together. */
  readonly perSecond: number;
  /** Seconds between the end of the first run's creates and that of the last one's. */
  readonly apart: number;
  /** Seconds. */
  readonly processor: number;
  /** MiB. */
  readonly peak: number;
  /** Bytes that etcd holds more for each Job, and those of a Job as JSON. */
  readonly stored: number;
  readonly job: number;
  /** Of a new process, with all these Jobs there: milliseconds, and MiB. */
  readonly first: number;
  readonly rss: number;
}

/** Nothing is cleared afterwards: the control plane is of no use for other figures. `running` is stopped, and there is another one. */
export async function manyRuns(
  site: Site,
  running: Running,
  { runs, units }: { runs: number; units: number },
): Promise<{ result: Runs; operator: Running }> {
  const { client, cluster } = site;
  const names = Array.from({ length: runs }, (_, index) => `runs-${index}`);
  const prepared: BatchRun[] = [];
  for (const name of names) {
    await cluster.kubectl("create", "namespace", name);
    prepared.push(await site.prepareCampaign(name, units));
  }
  const storedBefore = await storedBytes(site);
  forgetPeak(running.pid);
  const processor = processorSecondsOf(running.pid);
  const from = await site.now();
  for (const run of prepared) await client.create(BatchRun, run);
  const isOurs = names.map(createsJob);
  const created = await site.answered(from, runs * units, (request) => isOurs.some((is) => is(request)), 3_600);
  const begun = created.reduce((least, { received }) => Math.min(least, received), Infinity);
  const ends = [...Map.groupBy(created, ({ namespace }) => namespace).values()]
    .map((all) => all.reduce((most, { answered }) => Math.max(most, answered), 0));
  const [firstEnd, lastEnd] = [Math.min(...ends), Math.max(...ends)];
  const figures = {
    runs,
    units,
    perSecond: created.length / (lastEnd - begun) * 1000,
    apart: (lastEnd - firstEnd) / 1000,
    processor: processorSecondsOf(running.pid) - processor,
    peak: memoryOf(running.pid).peak,
    stored: (await storedBytes(site) - storedBefore) / created.length,
    job: JSON.stringify(await client.get(Job, created[0]!.namespace, created[0]!.name)).length,
  };
  await running.stop();
  const { operator, ms } = await firstJob(site, "runs-start");
  return { result: { ...figures, first: ms, rss: memoryOf(operator.pid).rss }, operator };
}

/** Of the API server's own metrics: what the database holds. */
async function storedBytes({ cluster }: Site): Promise<number> {
  const metrics = await cluster.kubectl("get", "--raw=/metrics");
  return Number(/^apiserver_storage_size_bytes\{[^}]*\} (\S+)$/m.exec(metrics)?.[1]);
}

export function runsRows({ runs, units, ...all }: Runs): Row[] {
  return [
    row(`${runs} runs of ${units} units at once (Jobs/s)`, all.perSecond),
    row("first run's last Job -> last run's last Job (s)", all.apart, 1),
    row("operator, processor (ms per unit)", all.processor * 1000 / (runs * units), 2),
    row("RSS at most (MiB)", all.peak),
    row("etcd holds more for each Job (bytes)", all.stored),
    row("a Job as JSON (bytes)", all.job),
    row("process start -> first Job, with all these Jobs there (ms)", all.first),
    row("RSS then (MiB)", all.rss),
  ];
}
