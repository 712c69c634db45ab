/** A cluster that is ready for operators, and proxies between it and them. */

import { cacheOperator } from "../../demo/operator.ts";
import { installCrds, installRbac } from "../../demo/install.ts";
import { systemClock as clock } from "../../kernel/clock.ts";
import { type Connection, outsideCluster } from "../../kernel/connect.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { type OperatorProcess, startOperator } from "../operator/operator_process.ts";
import { Admin } from "./admin.ts";
import { aCertificate, openGate } from "./gate.ts";
import type { FaultProxy } from "./proxy.ts";

export interface Site extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly proxy: FaultProxy;
  /** Past the proxy, with all rights. */
  readonly connection: Connection;
  readonly admin: Admin;
  /** One more proxy, for an operator of its own. Ends with the site. */
  openProxy(): Promise<FaultProxy>;
  /** The operator in production's way, but for the proxy before it. See `startOperator` for what it can be given. */
  startOperator(how?: Parameters<typeof startOperator>[1], through?: FaultProxy): Promise<OperatorProcess>;
}

/** Prepares the cluster, which stays its starter's to end. */
export async function openSite(cluster: Cluster): Promise<Site> {
  await installCrds(cluster);
  await installRbac(cluster);
  await cacheOperator();

  const certificate = await aCertificate(cluster);
  const caFile = await Deno.makeTempFile({ prefix: "kubetask-proxy-" });
  await Deno.writeTextFile(caFile, certificate.ca);
  const proxies: FaultProxy[] = [];
  const openProxy = async () => {
    const proxy = await openGate(cluster, certificate);
    proxies.push(proxy);
    return proxy;
  };
  const proxy = await openProxy();
  const connection = await outsideCluster({ kubeconfig: cluster.kubeconfig, userAgent: "faults", clock });
  return {
    cluster,
    proxy,
    connection,
    admin: new Admin(connection),
    openProxy,
    startOperator: (how, { url } = proxy) => startOperator({ server: url, caFile, tokenFor: cluster.tokenFor }, how),
    async [Symbol.asyncDispose]() {
      for (const proxy of proxies) await proxy[Symbol.asyncDispose]();
      connection.close();
      await Deno.remove(caFile);
    },
  };
}
