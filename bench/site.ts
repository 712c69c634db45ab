/** Where everything is measured: one control plane, with the programs that are compared as processes of their own. */

import { dirname } from "node:path";
import { Batch, type BatchRun, Task } from "../crds/kinds.ts";
import { installCrds, installRbac } from "../demo/install.ts";
import { productionCommand } from "../demo/operator.ts";
import { bundle } from "../deploy/image/bundle.ts";
import { plainFlags } from "../deploy/image/start.ts";
import { namespace as operatorNamespace, serviceAccount } from "../deploy/rbac.ts";
import { type Api, api } from "../kernel/api.ts";
import { systemClock as clock } from "../kernel/clock.ts";
import { outsideCluster } from "../kernel/connect.ts";
import { ConfigMap } from "../reconcilers/kinds.ts";
import { type Cluster, startCluster } from "../tests/cluster/cluster.ts";
import { running, start, waitUntil } from "../tests/cluster/processes.ts";
import { nextRequests, type Request, requestsIn, sizeOf, type TimedRequest } from "../tests/operator/requests.ts";
import { campaign } from "./load.ts";

export interface Running {
  readonly pid: number;
  /** When its start began, in milliseconds since 1970. */
  readonly began: number;
  /** Asks it to end, and returns when it has. */
  stop(): Promise<void>;
}

export class Site implements AsyncDisposable {
  private constructor(
    readonly cluster: Cluster,
    /** Its requests are not counted. */
    readonly client: Api,
    /** Where the cluster is, so that all ends with it. */
    readonly folder: string,
    private readonly close: () => void,
  ) {}

  static async open(): Promise<Site> {
    const cluster = await startCluster({ name: "bench", node: "none", say: (line) => console.error(line) });
    const connection = await outsideCluster({ kubeconfig: cluster.kubeconfig, userAgent: "bench", clock });
    const folder = dirname(cluster.kubeconfig);
    await installCrds(cluster);
    await installRbac(cluster);
    await bundle(`${folder}/kubetask.js`);
    return new Site(cluster, api(connection), folder, () => connection.close());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.cluster.stop();
  }

  /** The bundle, under the flags and the account that it has in a pod, and more `flags`. Returns as soon as there is a process. */
  async startOperator(flags: readonly string[] = []): Promise<Running> {
    const { server, caFile } = this.cluster;
    const token = await this.cluster.tokenFor(operatorNamespace, serviceAccount);
    const credentials = `${this.folder}/credentials`;
    const program = `${this.folder}/kubetask.js`;
    const [deno = "", run = "", ...rest] = await productionCommand({ server, caFile, token, credentials, program });
    const began = performance.timeOrigin + performance.now();
    await start(this.folder, "operator", [deno, run, ...plainFlags, ...flags, ...rest]);
    const pid = (await running(this.folder)).operator;
    if (pid === undefined) throw new Error(`Cannot start the operator: see ${this.folder}/logs/operator.log`);
    return { pid, began, stop: () => this.#end("operator", pid) };
  }

  async #end(name: string, pid: number): Promise<void> {
    Deno.kill(pid, "SIGTERM");
    await waitUntil(`${name} has ended`, 30, async () => (await running(this.folder))[name] !== pid);
  }

  /** A namespace for the time of `work`. What was in it is gone afterwards, so that it does not burden what comes next. */
  async inNamespace<T>(name: string, work: (name: string) => Promise<T>): Promise<T> {
    await this.cluster.kubectl("create", "namespace", name);
    try {
      return await work(name);
    } finally {
      await this.cluster.kubectl("delete", "namespace", name, "--timeout=1200s");
    }
  }

  /** Template and Batch of a campaign over so many units; the BatchRun that starts it is for the caller to create. */
  async prepareCampaign(name: string, units: number): Promise<BatchRun> {
    const { configMap, batch, run } = campaign(name, name, units);
    await this.client.create(ConfigMap, configMap);
    await this.client.create(Batch, batch);
    return run;
  }

  /** The template that Tasks of this namespace need. */
  async prepareTasks(namespace: string): Promise<void> {
    await this.client.create(ConfigMap, campaign(namespace, namespace, 1).configMap);
  }

  async applyTask(namespace: string, name: string): Promise<void> {
    const { apiVersion, kind } = Task;
    const context = { type: "File", file: { name: "task.md", source: { inline: "Say hello." } } } as const;
    await this.client.create(Task, { apiVersion, kind, metadata: { name, namespace }, spec: { contexts: [context] } });
  }

  /** Where the log of requests ends now. */
  now(): Promise<number> {
    return sizeOf(this.cluster.auditLog);
  }

  requests(from: number): Promise<TimedRequest[]> {
    return requestsIn(this.cluster.auditLog, from);
  }

  /** Reads on until so many requests of that kind were answered, and returns them. Throws after so many `seconds`. */
  async answered(
    from: number,
    count: number,
    wanted: (request: Request) => boolean,
    seconds = 600,
  ): Promise<TimedRequest[]> {
    const found: TimedRequest[] = [];
    await waitUntil(`${count} requests are answered`, seconds, async () => {
      const { requests, next } = await nextRequests(this.cluster.auditLog, from);
      from = next;
      found.push(...requests.filter(wanted));
      return found.length >= count;
    });
    return found;
  }
}

/** The creates of Jobs in a namespace that brought a Job. */
export function createsJob(namespace: string): (request: Request) => boolean {
  return (request) => {
    return request.verb === "create" && request.resource === "jobs" && request.namespace === namespace &&
      request.code === 201;
  };
}

/** Statuses of that kind that were stored. */
export function storesStatus(namespace: string, plural: string): (request: Request) => boolean {
  return (request) => {
    return request.verb === "patch" && request.resource === `${plural}/status` && request.namespace === namespace &&
      request.code === 200;
  };
}
