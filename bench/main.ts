/** `deno task bench`: the operator beside a bare client that posts the same Jobs, in one run on one control plane. */

import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { namespace as operatorNamespace, serviceAccount } from "../deploy/rbac.ts";
import { Batch, BatchRun, Task } from "../crds/kinds.ts";
import { installCrds, installRbac } from "../demo/install.ts";
import { startOperator } from "../demo/operator.ts";
import { api } from "../kernel/api.ts";
import { systemClock as clock } from "../kernel/clock.ts";
import { outsideCluster } from "../kernel/connect.ts";
import { ConfigMap, Job } from "../reconcilers/kinds.ts";
import { type Cluster, startCluster } from "../tests/cluster/cluster.ts";
import {
  isOperator,
  isWrite,
  type Request,
  requestsIn,
  sizeOf,
  type TimedRequest,
} from "../tests/operator/requests.ts";
import { campaign, jobs } from "./load.ts";
import { memoryOf } from "./memory.ts";
import { renderFigures, renderRows } from "./render.ts";
import { median, spread, table } from "./table.ts";

const concurrency = 16;

const { values } = parseArgs({
  args: Deno.args,
  options: {
    units: { type: "string", default: "1000" },
    rounds: { type: "string", default: "3" },
    /** Seconds of quiet in which the resting operator is watched. */
    rest: { type: "string", default: "60" },
  },
});
const units = Number(values.units);
const rounds = Number(values.rounds);

const rendering = renderFigures();

await using cluster = await started();
const connection = await outsideCluster({ kubeconfig: cluster.kubeconfig, userAgent: "bench", clock });
const client = api(connection);
await installCrds(cluster);
await installRbac(cluster);

const first = await firstReconcile();
const operator = first.operator;
const idle = memoryOf(operator.pid);

const raw: number[] = [];
const own: number[] = [];
const writes: number[] = [];
raw.push(await postRaw("raw-0"));
for (let round = 1; round <= rounds; round++) {
  const result = await runOperator(`run-${round}`);
  own.push(result.perSecond);
  writes.push(result.writes / units);
  raw.push(await postRaw(`raw-${round}`));
}
const ratios = own.map((rate, i) => rate / ((raw[i]! + raw[i + 1]!) / 2));
const resting = await atRest(Number(values.rest));
const after = memoryOf(operator.pid);
await operator.stop();
connection.close();

const figures = {
  units,
  rounds,
  rawPerSecond: raw,
  operatorPerSecond: own,
  ratio: ratios,
  writesPerTask: writes,
  idleMiB: idle.rss,
  peakMiB: after.peak,
  firstReconcileMs: first.ms,
  resting,
  rendering,
};
console.log(table([
  ["what", "median", "spread", "wanted"],
  [`raw POST, ${concurrency} at a time (Jobs/s)`, median(raw).toFixed(0), spread(raw, 0), ""],
  [`operator, BatchRun to last Job (Jobs/s)`, median(own).toFixed(0), spread(own, 0), ""],
  ["operator / raw before and after it", median(ratios).toFixed(2), spread(ratios, 2), ">= 0.8"],
  ["writes per task, events aside", median(writes).toFixed(3), spread(writes, 3), "<= 1.1"],
  ["RSS idle (MiB)", idle.rss.toFixed(0), "", "< 70"],
  [`RSS peak with ${units * rounds} Jobs (MiB)`, after.peak.toFixed(0), "", ""],
  ["process start to first Job of a waiting Task (ms)", first.ms.toFixed(0), "", "< 1000"],
  [`writes at rest in ${resting.seconds} s`, `${resting.writes}`, "", "0"],
  [`other requests at rest in ${resting.seconds} s`, `${resting.reads}`, "", "watches only"],
  ...renderRows(rendering, median(own)),
]));
console.log(JSON.stringify(figures));

async function started(): Promise<Cluster & AsyncDisposable> {
  const cluster = await startCluster({ name: "bench", node: "none", say: (line) => console.error(line) });
  return { ...cluster, [Symbol.asyncDispose]: () => cluster.stop() };
}

/** From the start of the process until the API server has answered the create of the Job of a Task that waited for it. */
async function firstReconcile() {
  const namespace = "first";
  await cluster.kubectl("create", "namespace", namespace);
  await client.create(ConfigMap, campaign(namespace, "first", 1).configMap);
  const context = { type: "File", file: { name: "task.md", source: { inline: "first" } } } as const;
  const { apiVersion, kind } = Task;
  await client.create(Task, {
    apiVersion,
    kind,
    metadata: { name: "first", namespace },
    spec: { contexts: [context] },
  });
  const offset = await sizeOf(cluster.auditLog);
  const token = await cluster.tokenFor(operatorNamespace, serviceAccount);
  // Where the cluster is, so that it ends with the cluster.
  const folder = dirname(cluster.kubeconfig);
  const began = performance.timeOrigin + performance.now();
  const operator = await startOperator({ server: cluster.server, caFile: cluster.caFile, token, folder });
  const request = await until(offset, (request) => createsJob(request, namespace));
  return { operator, ms: request.answered - began };
}

/** Jobs per second of a bare client. */
async function postRaw(name: string): Promise<number> {
  await cluster.kubectl("create", "namespace", name);
  const waiting = jobs(name, name, units);
  const began = performance.now();
  const post = async () => {
    for (let job = waiting.pop(); job; job = waiting.pop()) await client.create(Job, job);
  };
  await Promise.all(Array.from({ length: concurrency }, post));
  const perSecond = units / (performance.now() - began) * 1000;
  await remove(name);
  return perSecond;
}

/** From the request that creates the BatchRun to the answer to the last Job's create, by the API server's clock. */
async function runOperator(name: string) {
  await cluster.kubectl("create", "namespace", name);
  const { configMap, batch, run } = campaign(name, name, units);
  await client.create(ConfigMap, configMap);
  await client.create(Batch, batch);
  const offset = await sizeOf(cluster.auditLog);
  await client.create(BatchRun, run);
  await cluster.kubectl(
    "-n",
    name,
    "wait",
    "--timeout=600s",
    `--for=jsonpath={.status.indexes.created}=0-${units - 1}`,
    `batchrun/${name}`,
  );
  const requests = (await requestsIn(cluster.auditLog, offset)).filter(({ namespace }) => namespace === name);
  const created = requests.filter((request) => createsJob(request, name));
  const begun = requests.find(({ verb, resource }) => verb === "create" && resource === "batchruns");
  if (!begun || created.length !== units) {
    throw new Error(`Cannot measure: ${created.length} of ${units} Jobs in the audit log`);
  }
  const seconds = (Math.max(...created.map(({ answered }) => answered)) - begun.received) / 1000;
  const written = requests.filter((request) => isWrite(request) && isOperator(request)).length;
  await remove(name);
  return { perSecond: units / seconds, writes: written };
}

/** What the operator asks for while nothing happens: absence shows only over time, so this waits. */
async function atRest(seconds: number) {
  const offset = await sizeOf(cluster.auditLog);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const requests = (await requestsIn(cluster.auditLog, offset)).filter(isOperator);
  const written = requests.filter(isWrite).length;
  return { seconds, writes: written, reads: requests.length - written };
}

/** Deletes the namespace, and waits until what was in it does not burden what comes next. */
async function remove(namespace: string): Promise<void> {
  await cluster.kubectl("delete", "namespace", namespace, "--timeout=600s");
}

async function until(offset: number, wanted: (request: Request) => boolean): Promise<TimedRequest> {
  for (;;) {
    const found = (await requestsIn(cluster.auditLog, offset)).find(wanted);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function createsJob({ verb, resource, namespace, code }: Request, inNamespace: string): boolean {
  return verb === "create" && resource === "jobs" && namespace === inNamespace && code === 201;
}
