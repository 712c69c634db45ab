/** How long a process of the operator takes from its start to its first write, and what it takes then and at rest. */

import { isOperator, isWrite } from "../tests/operator/requests.ts";
import { withJobs } from "./life.ts";
import { createsJob, type Running, type Site } from "./site.ts";
import { figure, type Row, spreadOf } from "./table.ts";
import { memoryOf } from "./usage.ts";

export interface Start {
  /** That were there already. */
  readonly jobs: number;
  /** Milliseconds from the start of the process until the Job of a Task that waited for it was there. */
  readonly first: readonly number[];
  /** MiB, a while later. */
  readonly rss: readonly number[];
  readonly peak: readonly number[];
}

export interface Rest {
  readonly seconds: number;
  readonly writes: number;
  readonly reads: number;
  /** MiB. */
  readonly rss: number;
}

/** Milliseconds in which a process that has just started comes to rest. */
const settling = 3_000;

/** `running` is stopped before, and there is another one afterwards. */
export async function starts(
  site: Site,
  running: Running,
  { jobs, rounds }: { jobs: number; rounds: number },
): Promise<{ start: Start; operator: Running }> {
  if (jobs === 0) return await restarts(site, running, { jobs, rounds });
  return await withJobs(site, "standing", jobs, () => restarts(site, running, { jobs, rounds }));
}

async function restarts(
  site: Site,
  operator: Running,
  { jobs, rounds }: { jobs: number; rounds: number },
): Promise<{ start: Start; operator: Running }> {
  const first: number[] = [];
  const rss: number[] = [];
  const peak: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await operator.stop();
    const started = await site.inNamespace(`start-${jobs}-${round}`, (namespace) => firstJobIn(site, namespace));
    operator = started.operator;
    first.push(started.ms);
    await new Promise((resolve) => setTimeout(resolve, settling));
    const memory = memoryOf(operator.pid);
    rss.push(memory.rss);
    peak.push(memory.peak);
  }
  return { start: { jobs, first, rss, peak }, operator };
}

/** Starts a process in a namespace of its own where a Task waits; milliseconds until the answer to the create of its Job. */
export async function firstJob(site: Site, namespace: string): Promise<{ operator: Running; ms: number }> {
  await site.cluster.kubectl("create", "namespace", namespace);
  return await firstJobIn(site, namespace);
}

async function firstJobIn(site: Site, namespace: string): Promise<{ operator: Running; ms: number }> {
  await site.prepareTasks(namespace);
  await site.applyTask(namespace, "first");
  const from = await site.now();
  const operator = await site.startOperator();
  const [request] = await site.answered(from, 1, createsJob(namespace));
  return { operator, ms: request!.answered - operator.began };
}

/** What it asks for while nothing happens: absence shows only over time, so this waits. */
export async function atRest(site: Site, { pid }: Running, seconds: number): Promise<Rest> {
  const from = await site.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const requests = (await site.requests(from)).filter(isOperator);
  const writes = requests.filter(isWrite).length;
  return { seconds, writes, reads: requests.length - writes, rss: memoryOf(pid).rss };
}

export function startRows({ jobs, first, rss, peak }: Start): Row[] {
  const isLarge = jobs >= 10_000;
  return [
    {
      what: `process start -> first Job, ${jobs} Jobs there (ms)`,
      ...spreadOf(first),
      wanted: jobs === 0 ? "<= 400" : isLarge ? "<= 1500" : "",
    },
    {
      what: `RSS ${settling / 1000} s later (MiB)`,
      ...spreadOf(rss),
      wanted: jobs === 0 ? "<= 60" : isLarge ? "<= 130" : "",
    },
    { what: "RSS at most until then (MiB)", ...spreadOf(peak) },
  ];
}

export function restRows({ seconds, writes, reads, rss }: Rest): Row[] {
  return [
    { what: `writes at rest in ${seconds} s`, median: `${writes}`, spread: "", wanted: "0" },
    // Five kinds are watched.
    {
      what: `other requests at rest in ${seconds} s`,
      median: `${reads}`,
      spread: "",
      wanted: `<= ${5 * Math.ceil(seconds / 60)}`,
    },
    { what: "RSS at rest (MiB)", median: figure(rss), spread: "", wanted: "<= 60" },
  ];
}
