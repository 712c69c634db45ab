/** A second API server on the same etcd, whose link to it can be held back: then it shows the past, and can write nothing. */

import { dirname } from "node:path";
import { Batch, BatchRun, Task, WorkspaceConfig } from "../../../crds/kinds.ts";
import { api } from "../../../kernel/api.ts";
import type { Connection } from "../../../kernel/connect.ts";
import type { Kind } from "../../../kernel/object.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Upstream } from "../proxy.ts";
import { AnyJob } from "../record.ts";
import { Shuttle } from "../shuttle.ts";
import { Program } from "./program.ts";
import { insist, untilReady } from "./ready.ts";

/** A server that has not shown a kind yet can show nothing of it without etcd. */
const watched: readonly Kind[] = [AnyJob, Batch, BatchRun, Task, WorkspaceConfig];

export interface SecondServer extends AsyncDisposable {
  readonly upstream: Upstream;
  /** No byte passes between it and etcd, until `thaw`. */
  freeze(): void;
  thaw(): void;
}

/** Returns when it can show every kind that we watch. `connection`: with all rights. */
export async function startSecondServer(cluster: Cluster, connection: Connection): Promise<SecondServer> {
  const etcd = await Program.of(cluster, "etcd");
  const link = await Shuttle.start(Number(new URL(etcd.flag("--listen-client-urls")).port));
  const port = freePort();
  const first = await Program.of(cluster, "kube-apiserver");
  const second = first.beside("kube-apiserver-2", {
    "--secure-port": `${port}`,
    "--etcd-servers": `http://127.0.0.1:${link.port}`,
    "--audit-log-path": `${dirname(cluster.auditLog)}/audit-2.log`,
  });
  const end = async () => {
    await second.kill();
    await link[Symbol.asyncDispose]();
  };
  try {
    await second.start();
    const server = `https://127.0.0.1:${port}`;
    await untilReady(server, connection);
    const { signal } = new AbortController();
    const direct = api({ ...connection, server });
    for (const kind of watched) await insist(() => direct.list(kind, { limit: 1, signal }));
    return {
      upstream: { hostname: "127.0.0.1", port, ca: await Deno.readTextFile(cluster.caFile) },
      freeze: () => link.freeze(),
      thaw: () => link.resetAll(),
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr; // of a TCP listener
  listener.close();
  return port;
}
