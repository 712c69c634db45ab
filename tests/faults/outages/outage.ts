/** Plays one outage in the middle of a run or at rest, measures how long the operator needs afterwards, and judges what came of it. */

import { BatchRun, Task } from "../../../crds/kinds.ts";
import { api } from "../../../kernel/api.ts";
import { sleep, systemClock } from "../../../kernel/clock.ts";
import { pathOf } from "../../../kernel/object.ts";
import { waitUntil } from "../../cluster/processes.ts";
import { aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import type { OperatorProcess } from "../../operator/operator_process.ts";
import { isOperator, requestsIn, sizeOf } from "../../operator/requests.ts";
import { Namespace } from "../admin.ts";
import { violations } from "../oracles.ts";
import { ended, playedTemplate } from "../played_jobs.ts";
import { AnyJob } from "../record.ts";
import { Looks } from "./looks.ts";
import { Program } from "./program.ts";
import type { Site } from "../site.ts";
import { insist, isShown, untilReady } from "./ready.ts";

export interface Outage {
  readonly name: string;
  /** Begins and ends it; returns as soon as the API server can be used by others. */
  strike(site: Site): Promise<void>;
  /** Seconds from then on, or from when the API server's watches know what happened, within which the operator has to have done everything. */
  readonly limit: number;
}

export const moments = ["midway", "at rest"] as const;

export interface Case {
  readonly outage: Outage;
  readonly moment: typeof moments[number];
  /** Of several one leads. */
  readonly replicas: 1 | 2;
}

/** For the table, and to choose it by. */
export function lineOf({ outage, moment, replicas }: Case): string {
  return `${outage.name}, ${moment}${replicas === 1 ? "" : `, ${replicas} replicas`}`;
}

export function down(program: "etcd" | "kube-apiserver", seconds: number): Outage {
  return {
    name: `${program} down ${seconds} s`,
    limit: 5,
    async strike({ cluster, connection }) {
      const victim = await Program.of(cluster, program);
      await victim.kill();
      await sleep(systemClock, seconds * 1000, new AbortController().signal);
      await victim.start();
      await untilReady(cluster.server, connection);
    },
  };
}

/** All connections go silent, pooled ones too, and nobody says so. New ones work. */
export const halfOpen: Outage = {
  name: "connections half-open",
  limit: 90,
  strike({ proxy }) {
    proxy.freezeOpen();
    return Promise.resolve();
  },
};

export interface Toll {
  /** Milliseconds that the outage took, readiness included. */
  readonly away: number;
  /** Milliseconds from then on until everything was done. */
  readonly converged: number;
  /** Milliseconds until the API server's own watches had caught up; nobody can react before. */
  readonly shown: number;
  /** How often the operator listed each kind, from the outage on. */
  readonly lists: Readonly<Record<string, number>>;
  /** Sentences; none if all is well. */
  readonly violations: readonly string[];
  readonly log: readonly string[];
}

const units = 200;
/** So many creates were sent when the outage comes in the middle. */
const midway = 60;

export async function suffer(site: Site, { outage, moment, replicas }: Case): Promise<Toll> {
  const { cluster, proxy, connection, admin } = site;
  const from = await sizeOf(cluster.auditLog);
  const namespace = `outage-${crypto.randomUUID().slice(0, 8)}`;
  const looks = new Looks(connection, namespace);
  const real = api(connection, { deadline: 5_000 });
  const run = () => real.get(BatchRun, namespace, "run");
  const all = `0-${units - 1}`;

  await admin.apply(undefined, { apiVersion: "v1", kind: Namespace.kind, metadata: { name: namespace } });
  await admin.apply(namespace, aTemplate("kubetask-agent", playedTemplate()));
  const operators = replicas === 1 ? [await site.startOperator()] : await startReplicas(site);
  const reached = Promise.withResolvers<void>();
  let creates = 0;
  let isAway = false;
  const lists: Record<string, number> = {};
  proxy.hooks = {
    request({ verb, resource }) {
      if (verb === "create" && resource === "jobs" && ++creates === midway) reached.resolve();
      if (isAway && verb === "list") lists[resource] = (lists[resource] ?? 0) + 1;
      return "pass";
    },
  };
  const wrong: string[] = [];
  let [away, converged, shown] = [NaN, NaN, NaN];
  try {
    await admin.apply(namespace, aRun("run", { batchSpec: over(units) }));
    await reached.promise;
    if (moment === "at rest") {
      await waitUntil("every unit has its Job", 60, async () => (await run())?.status?.indexes?.created === all);
      await looks.look();
    }

    isAway = true;
    const began = performance.now();
    await outage.strike(site);
    const isBack = performance.now();
    away = isBack - began;
    const success = { ...ended.Complete(), startTime: now(), ready: 0 };
    await insist(() => admin.patchStatus(AnyJob, namespace, "run-task-0", success));
    await insist(() => admin.apply(namespace, aTask("task", { contexts: [repository("service")] })));
    const showing = waitUntil("watches show it", 120, async () => {
      const isEnded = await isShown(connection, pathOf(AnyJob, namespace, "run-task-0"), ({ status }) => {
        return status !== undefined && "completionTime" in status;
      });
      return isEnded && await isShown(connection, pathOf(Task, namespace, "task"), () => true);
    }).then(() => shown = performance.now() - isBack);
    await waitUntil("the operator has done everything", 120, async () => {
      const [{ status } = {}, task] = [await insist(run), await insist(() => real.get(Task, namespace, "task"))];
      const { completed, pending } = status?.progress ?? {};
      return status?.indexes?.created === all && completed === 1 && pending === units - 1 &&
        task?.status?.jobName !== undefined;
    });
    converged = performance.now() - isBack;
    await showing;
    const leaders = operators.filter(leads).length;
    if (replicas > 1 && leaders !== 1) wrong.push(`${leaders} of ${replicas} replicas lead`);
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  await insist(() => looks.look());
  const ends = [];
  for (const operator of operators) {
    const exit = await operator.end("SIGTERM");
    ends.push({ exit, lines: operator.lines, complaints: operator.complaints() });
  }
  proxy.hooks = {};
  proxy.resetAll();
  const requests = (await requestsIn(cluster.auditLog, from)).filter((request) => {
    return isOperator(request) && request.namespace === namespace;
  });
  const made = requests.filter(({ verb, resource, code }) => verb === "create" && resource === "jobs" && code === 201);
  for (const [name, times] of Map.groupBy(made, ({ name }) => name)) {
    if (times.length > 1) wrong.push(`Job ${name} was created ${times.length} times`);
  }

  wrong.push(...violations({ record: looks.record, requests, operators: ends }));
  for (const kind of [BatchRun, Task, AnyJob]) await admin.deleteAll(kind, namespace);
  return { away, converged, shown, lists, violations: wrong, log: ends.flatMap(({ lines }) => lines) };
}

/** The first one leads. */
async function startReplicas(site: Site): Promise<OperatorProcess[]> {
  const options = (identity: string) => ["--leader-elect", `--identity=${identity}`];
  const first = await site.startOperator({ options: options("first") });
  const until = "Waits for the lease, which first holds";
  return [first, await site.startOperator({ options: options("second"), until })];
}

/** By its own account. */
function leads({ lines }: OperatorProcess): boolean {
  return lines.findLast((line) => line.includes('"Leads'))?.includes('"Leads"') ?? false;
}

/** RFC 3339, as the API server writes it. */
function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
