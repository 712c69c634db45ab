/** Everything that is there for one plan after the other: a cluster, the proxy before it, and the recorder past it. */

import { cacheOperator } from "../../demo/operator.ts";
import { installCrds, installRbac } from "../../demo/install.ts";
import { api } from "../../kernel/api.ts";
import { systemClock as clock } from "../../kernel/clock.ts";
import { outsideCluster } from "../../kernel/connect.ts";
import { issue } from "../cluster/certificates.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { type OperatorProcess, startOperator } from "../operator/operator_process.ts";
import { Admin } from "./admin.ts";
import { FaultProxy } from "./proxy.ts";
import { Recorder } from "./recorder.ts";

export interface Lane extends AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly recorder: Recorder;
  readonly admin: Admin;
  /** Path of the API server's log of requests. */
  readonly auditLog: string;
  /** One more proxy, for an operator of its own. Ends with the lane. */
  openProxy(): Promise<FaultProxy>;
  /** The operator in production's way, but for the proxy between it and the API server. See `startOperator` for what it can be given. */
  startOperator(through?: FaultProxy, how?: Parameters<typeof startOperator>[1]): Promise<OperatorProcess>;
}

/** Prepares the cluster, which stays its starter's to end. */
export async function openLane(cluster: Cluster): Promise<Lane> {
  await installCrds(cluster);
  await installRbac(cluster);
  await cacheOperator();

  const folder = await Deno.makeTempDir({ prefix: "kubetask-faults-" });
  await issue(cluster.bin, folder, [{ name: "proxy", commonName: "proxy", hosts: ["127.0.0.1"] }]);
  const { hostname, port } = new URL(cluster.server);
  const options = {
    upstream: { hostname, port: Number(port), ca: await Deno.readTextFile(cluster.caFile) },
    cert: await Deno.readTextFile(`${folder}/proxy.crt`),
    key: await Deno.readTextFile(`${folder}/proxy.key`),
  };
  const proxies: FaultProxy[] = [];
  const openProxy = async () => {
    const proxy = await FaultProxy.start(options);
    proxies.push(proxy);
    return proxy;
  };
  const proxy = await openProxy();
  const connection = await outsideCluster({ kubeconfig: cluster.kubeconfig, userAgent: "faults", clock });
  const recorder = await Recorder.start(api(connection));
  const tokenFor = sparing(cluster.tokenFor);
  const alive = new Set<OperatorProcess>();
  // An interrupted campaign leaves no operator behind.
  const killAll = () => alive.forEach((operator) => void operator.end("SIGKILL"));
  globalThis.addEventListener("unload", killAll);
  return {
    proxy,
    recorder,
    admin: new Admin(connection),
    auditLog: cluster.auditLog,
    openProxy,
    async startOperator(through = proxy, how) {
      const operator = await startOperator({ server: through.url, caFile: `${folder}/ca.crt`, tokenFor }, how);
      alive.add(operator);
      return { ...operator, end: (signal) => operator.end(signal).finally(() => alive.delete(operator)) };
    },
    async [Symbol.asyncDispose]() {
      globalThis.removeEventListener("unload", killAll);
      await recorder[Symbol.asyncDispose]();
      for (const proxy of proxies) await proxy[Symbol.asyncDispose]();
      connection.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Half the life of a token. */
const fresh = 30 * 60_000;

/** Asks for a token only when the last one ages. */
function sparing(tokenFor: Cluster["tokenFor"]): Cluster["tokenFor"] {
  let last: { token: Promise<string>; at: number } | undefined;
  return (namespace, serviceAccount) => {
    if (!last || clock.now() - last.at > fresh) last = { token: tokenFor(namespace, serviceAccount), at: clock.now() };
    return last.token;
  };
}
