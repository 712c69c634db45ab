/** A cluster that may break down, and operators behind a proxy before it. */

import { cacheOperator } from "../../../demo/operator.ts";
import { installCrds, installRbac } from "../../../demo/install.ts";
import { sleep, systemClock as clock } from "../../../kernel/clock.ts";
import { type Connection, outsideCluster } from "../../../kernel/connect.ts";
import type { KubeObject } from "../../../kernel/object.ts";
import { issue } from "../../cluster/certificates.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { waitUntil } from "../../cluster/processes.ts";
import { type OperatorProcess, startOperator } from "../../operator/operator_process.ts";
import { Admin } from "../admin.ts";
import { FaultProxy } from "../proxy.ts";

export interface Site extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly proxy: FaultProxy;
  /** Past the proxy, with all rights. */
  readonly connection: Connection;
  readonly admin: Admin;
  /** Behind the proxy. See `startOperator` for what it can be given. */
  startOperator(how?: Parameters<typeof startOperator>[1]): Promise<OperatorProcess>;
}

/** Prepares the cluster, which stays its starter's to end. */
export async function openSite(cluster: Cluster): Promise<Site> {
  await installCrds(cluster);
  await installRbac(cluster);
  await cacheOperator();

  const folder = await Deno.makeTempDir({ prefix: "kubetask-site-" });
  await issue(cluster.bin, folder, [{ name: "proxy", commonName: "proxy", hosts: ["127.0.0.1"] }]);
  const { hostname, port } = new URL(cluster.server);
  const proxy = await FaultProxy.start({
    upstream: { hostname, port: Number(port), ca: await Deno.readTextFile(cluster.caFile) },
    cert: await Deno.readTextFile(`${folder}/proxy.crt`),
    key: await Deno.readTextFile(`${folder}/proxy.key`),
  });
  const connection = await outsideCluster({ kubeconfig: cluster.kubeconfig, userAgent: "faults", clock });
  return {
    cluster,
    proxy,
    connection,
    admin: new Admin(connection),
    startOperator: (how) =>
      startOperator({ server: proxy.url, caFile: `${folder}/ca.crt`, tokenFor: cluster.tokenFor }, how),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      connection.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Returns once an API server at this URL says that it is ready; one that does not answer within a second is not. */
export async function untilReady(server: URL | string, connection: Connection): Promise<void> {
  await waitUntil(`${server} is ready`, 120, async () => {
    try {
      const signal = AbortSignal.timeout(1_000);
      const response = await fetch(new URL("/readyz", server), { client: connection.client(), signal });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false; // refused, broken or silent
    }
  });
}

/** Whether the API server's watches can show the object yet: they may know less than what is stored. */
export async function isShown(
  { server, client }: Connection,
  path: string,
  isSo: (object: KubeObject & { readonly status?: object }) => boolean,
): Promise<boolean> {
  // By this version a read is answered from what feeds the watches.
  const response = await fetch(new URL(`${path}?resourceVersion=0`, server), { client: client() });
  const text = await response.text();
  return response.ok && isSo(JSON.parse(text)); // an object
}

/** Milliseconds. */
const patience = 30_000;

/** Does it again and again until it works: some time after an API server says that it is ready not all of it is. */
export async function insist<T>(action: () => Promise<T>): Promise<T> {
  for (const latest = clock.now() + patience;;) {
    try {
      return await action();
    } catch (error) {
      if (clock.now() > latest) throw error;
      await sleep(clock, 100, new AbortController().signal);
    }
  }
}
