/** Everything that is there for one plan after the other: a cluster, the proxy before it, and the recorder past it. */

import { api } from "../../kernel/api.ts";
import { systemClock as clock } from "../../kernel/clock.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { OperatorProcess } from "../operator/operator_process.ts";
import { Recorder } from "./recorder.ts";
import { openSite, type Site } from "./site.ts";

export interface Lane extends Site {
  readonly recorder: Recorder;
  /** Path of the API server's log of requests. */
  readonly auditLog: string;
}

/** Prepares the cluster, which stays its starter's to end. */
export async function openLane(cluster: Cluster): Promise<Lane> {
  const site = await openSite({ ...cluster, tokenFor: sparing(cluster.tokenFor) });
  const recorder = await Recorder.start(api(site.connection));
  const alive = new Set<OperatorProcess>();
  // An interrupted campaign leaves no operator behind.
  const killAll = () => alive.forEach((operator) => void operator.end("SIGKILL"));
  globalThis.addEventListener("unload", killAll);
  return {
    ...site,
    recorder,
    auditLog: cluster.auditLog,
    async startOperator(how, through) {
      const operator = await site.startOperator(how, through);
      alive.add(operator);
      return { ...operator, end: (signal) => operator.end(signal).finally(() => alive.delete(operator)) };
    },
    async [Symbol.asyncDispose]() {
      globalThis.removeEventListener("unload", killAll);
      await recorder[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
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
