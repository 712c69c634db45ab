/** A cluster whose etcd is set back to an earlier state, as from a backup. */

import { sleep, systemClock } from "../../../kernel/clock.ts";
import { removeTree } from "../../cluster/folders.ts";
import { run } from "../../cluster/command.ts";
import { Program } from "./program.ts";
import type { Site } from "../site.ts";
import { untilReady } from "./ready.ts";

/** Milliseconds for which the API server is away: a real restore takes longer. */
const atLeast = 3_000;

export interface Backup {
  /** Sets etcd back; everything of the control plane is started anew, as its manuals want it. Returns when the API server is ready. */
  restore(): Promise<void>;
}

/** What is stored now. etcd is away for a moment. */
export async function backUp({ cluster, connection }: Site): Promise<Backup> {
  const etcd = await Program.of(cluster, "etcd");
  const apiserver = await Program.of(cluster, "kube-apiserver");
  const controllers = await Program.of(cluster, "kube-controller-manager");
  const data = etcd.flag("--data-dir");
  const copy = `${data}-backup`;

  await etcd.kill();
  await run(["cp", "-r", data, copy]);
  await etcd.start();
  await untilReady(cluster.server, connection);
  return {
    async restore() {
      for (const program of [controllers, apiserver, etcd]) await program.kill();
      await removeTree(data);
      await run(["mv", copy, data]);
      await etcd.start();
      await sleep(systemClock, atLeast, new AbortController().signal);
      await apiserver.start();
      await untilReady(cluster.server, connection);
      await controllers.start();
    },
  };
}
