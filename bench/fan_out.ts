/** How fast the units of a run become Jobs: the operator beside a bare client that posts the same Jobs, and beside `kubectl create`. */

import { BatchRun } from "../crds/kinds.ts";
import { isOperator, type TimedRequest } from "../tests/operator/requests.ts";
import { type BareClient, concurrency } from "./bare_client.ts";
import { jobs } from "./load.ts";
import { createsJob, type Running, type Site } from "./site.ts";
import { figure, median, type Row, type Spread, spreadOf } from "./table.ts";
import { forgetPeak, memoryOf, processorSecondsOf } from "./usage.ts";

/** One client, once. */
export interface FanOut {
  /** Jobs. */
  readonly perSecond: number;
  /** Seconds of the processor that the client took. */
  readonly processor: number;
}

export interface OperatorFanOut extends FanOut {
  /** How many, by verb and resource. */
  readonly requests: Readonly<Record<string, number>>;
  /** MiB: at most meanwhile, and once all is quiet. */
  readonly peak: number;
  readonly after: number;
  /** Of the BatchRun as JSON, once all Jobs are there. */
  readonly bytes: number;
}

export interface FanOuts {
  readonly units: number;
  readonly raw: readonly FanOut[];
  readonly watched: readonly FanOut[];
  readonly operator: readonly OperatorFanOut[];
  readonly kubectl: readonly FanOut[];
}

/** So often in turn, so that what else the machine does meets all alike; `raw` and `watched` once more at the end. */
export async function fanOuts(
  site: Site,
  operator: Running,
  bare: BareClient,
  { units, rounds, withKubectl }: { units: number; rounds: number; withKubectl: boolean },
): Promise<FanOuts> {
  const all = {
    units,
    raw: [] as FanOut[],
    watched: [] as FanOut[],
    operator: [] as OperatorFanOut[],
    kubectl: [] as FanOut[],
  };
  const posting = async (watches: boolean, round: number) => {
    const name = `${watches ? "watched" : "raw"}-${units}-${round}`;
    return await site.inNamespace(name, () => postedBare(site, bare, name, units, watches));
  };
  for (let round = 0;; round++) {
    all.raw.push(await posting(false, round));
    all.watched.push(await posting(true, round));
    if (round === rounds) return all;
    all.operator.push(
      await site.inNamespace(`run-${units}-${round}`, (name) => createdByOperator(site, operator, name, units)),
    );
    if (withKubectl) {
      all.kubectl.push(
        await site.inNamespace(`kubectl-${units}-${round}`, (name) => createdByKubectl(site, name, units)),
      );
    }
    const last = all.operator.at(-1);
    console.error(
      `  ${units} units, round ${round + 1}: raw ${figure(all.raw.at(-1)?.perSecond)}, watched ${
        figure(all.watched.at(-1)?.perSecond)
      }, operator ${figure(last?.perSecond)} Jobs/s, ${figure(last?.peak)} MiB`,
    );
  }
}

async function postedBare(
  site: Site,
  bare: BareClient,
  namespace: string,
  units: number,
  watches: boolean,
): Promise<FanOut> {
  const from = await site.now();
  const processor = await bare.post({ namespace, units, watches });
  const created = await site.answered(from, units, createsJob(namespace));
  return { perSecond: units / secondsOf(created), processor };
}

async function createdByKubectl(site: Site, namespace: string, units: number): Promise<FanOut> {
  const { cluster, folder } = site;
  const file = `${folder}/jobs.json`;
  const items = jobs(namespace, namespace, units);
  await Deno.writeTextFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  const from = await site.now();
  // The shell says what it and its children took.
  const script = '"$@" > /dev/null; times';
  const command = ["-c", script, "sh", `${cluster.bin}/kubectl`, "create", "--filename", file];
  const env = { KUBECONFIG: cluster.kubeconfig };
  const { success, stdout } = await new Deno.Command("sh", { args: command, env, stderr: "null" }).output();
  const created = (await site.requests(from)).filter(createsJob(namespace));
  if (!success || created.length !== units) throw new Error(`Cannot measure kubectl: it made ${created.length} Jobs`);
  return { perSecond: units / secondsOf(created), processor: secondsIn(new TextDecoder().decode(stdout)) };
}

/** Of the last line, `0m1.250000s 0m0.330000s`: the children's user and system time. */
function secondsIn(times: string): number {
  const [user = NaN, system = NaN] = [...times.trim().split("\n").at(-1)?.matchAll(/(\d+)m([\d.]+)s/g) ?? []]
    .map(([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds));
  return user + system;
}

/** From the request that creates the BatchRun to the answer to the last Job's create, by the API server's clock. */
async function createdByOperator(
  site: Site,
  { pid }: Running,
  name: string,
  units: number,
): Promise<OperatorFanOut> {
  const { client } = site;
  const run = await site.prepareCampaign(name, units);
  forgetPeak(pid);
  const processor = processorSecondsOf(pid);
  const from = await site.now();
  await client.create(BatchRun, run);
  const created = await site.answered(from, units, createsJob(name));
  await settled(site, name, units);
  const requests = await site.requests(from);
  const begun = requests.find(({ verb, resource, namespace }) => {
    return verb === "create" && resource === "batchruns" && namespace === name;
  });
  if (!begun || created.length !== units) throw new Error(`Cannot measure: ${created.length} of ${units} Jobs`);
  const { rss: after, peak } = memoryOf(pid);
  return {
    perSecond: units / secondsOf([begun, ...created]),
    processor: processorSecondsOf(pid) - processor,
    requests: countedBy(requests.filter(isOperator)),
    peak,
    after,
    bytes: JSON.stringify(await client.get(BatchRun, name, name)).length,
  };
}

/** Returns once the status tells of all Jobs. A large status may be held back for some seconds. */
async function settled({ cluster }: Site, name: string, units: number): Promise<void> {
  const all = `--for=jsonpath={.status.indexes.created}=0-${units - 1}`;
  await cluster.kubectl("wait", "--namespace", name, "--timeout=120s", all, `batchrun/${name}`);
}

export function countedBy(requests: readonly TimedRequest[]): Record<string, number> {
  const names = requests.map(({ verb, resource }) => `${verb} ${resource}`).sort();
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

function secondsOf(requests: readonly TimedRequest[]): number {
  const begun = requests.reduce((least, { received }) => Math.min(least, received), Infinity);
  const ended = requests.reduce((most, { answered }) => Math.max(most, answered), -Infinity);
  return (ended - begun) / 1000;
}

/** What is wanted of the operator depends on how many units there are. */
function wanted(units: number): { raw: string; watched: string; writes: string; reads: string; peak: string } {
  const isLarge = units >= 10_000;
  const isMeasured = units >= 1_000;
  return {
    raw: isLarge ? ">= 0.8" : isMeasured ? ">= 0.85" : "",
    watched: isLarge ? ">= 0.9" : isMeasured ? ">= 0.95" : "",
    writes: isMeasured ? "<= 1.02" : "",
    reads: isMeasured ? "<= 0.05" : "",
    peak: isLarge ? "<= 130" : "",
  };
}

export function fanOutRows({ units, raw, watched, operator, kubectl }: FanOuts): Row[] {
  const want = wanted(units);
  const rate = (all: readonly FanOut[]) => spreadOf(all.map(({ perSecond }) => perSecond));
  const cost = (all: readonly FanOut[]) => spreadOf(all.map(({ processor }) => processor * 1000 / units), 2);
  const requests = (holds: (verb: string) => boolean): Spread =>
    spreadOf(
      operator.map(({ requests }) => {
        return Object.entries(requests).filter(([name]) => holds(name)).reduce((sum, [, count]) => sum + count, 0) /
          units;
      }),
      3,
    );
  const isRead = (name: string) => /^(get|list|watch) /.test(name);
  return [
    { what: `raw: bare client, ${concurrency} at a time (Jobs/s)`, ...rate(raw) },
    { what: "bare client that watches its Jobs (Jobs/s)", ...rate(watched) },
    { what: "operator, BatchRun to last Job (Jobs/s)", ...rate(operator) },
    ...kubectl.length > 0 ? [{ what: "kubectl create -f (Jobs/s)", ...rate(kubectl) }] : [],
    { what: "operator / raw before and after", ...beside(operator, raw), wanted: want.raw },
    { what: "operator / bare client that watches", ...beside(operator, watched), wanted: want.watched },
    ...kubectl.length > 0 ? [{ what: "kubectl / raw", ...beside(kubectl, raw) }] : [],
    { what: "operator, processor (ms per unit)", ...cost(operator) },
    { what: "raw, processor (ms per unit)", ...cost(raw) },
    { what: "bare client that watches, processor (ms per unit)", ...cost(watched) },
    ...kubectl.length > 0 ? [{ what: "kubectl, processor (ms per unit)", ...cost(kubectl) }] : [],
    { what: "writes per unit, with events", ...requests((name) => !isRead(name)), wanted: want.writes },
    { what: "reads per unit", ...requests(isRead), wanted: want.reads },
    { what: "RSS at most (MiB)", ...spreadOf(operator.map(({ peak }) => peak)), wanted: want.peak },
    { what: "RSS once all Jobs are there (MiB)", ...spreadOf(operator.map(({ after }) => after)), wanted: want.peak },
    { what: "BatchRun in the end (KiB)", ...spreadOf(operator.map(({ bytes }) => bytes / 1024)) },
  ];
}

/** Each beside the mean of what came before and after it. */
function beside(own: readonly FanOut[], others: readonly FanOut[]): Spread {
  return spreadOf(
    own.map(({ perSecond }, i) => perSecond / ((others[i]!.perSecond + others[i + 1]!.perSecond) / 2)),
    2,
  );
}

/** The requests of the round in the middle. */
export function requestsOf({ operator }: FanOuts): Readonly<Record<string, number>> {
  const middle = median(operator.map(({ perSecond }) => perSecond));
  return operator.toSorted((a, b) => Math.abs(a.perSecond - middle) - Math.abs(b.perSecond - middle))[0]?.requests ??
    {};
}
