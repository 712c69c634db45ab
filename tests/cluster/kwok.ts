/** Plays a node and its pods where no real node can run: kwok writes what a kubelet would, as `stages.yaml` says. */

import { start, waitReady } from "./processes.ts";

export interface KwokOptions {
  folder: string;
  bin: string;
  /** Of system:masters. */
  kubeconfig: string;
  kubectl: (...args: string[]) => Promise<string>;
  kubectlWith: (stdin: string, ...args: string[]) => Promise<string>;
  signal?: AbortSignal;
}

/** Returns when the node is ready. */
export async function startKwok({ folder, bin, kubeconfig, kubectl, kubectlWith, signal }: KwokOptions): Promise<void> {
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "kwok-1" } };
  await kubectlWith(JSON.stringify(node), "create", "--filename=-");
  await start(folder, "kwok", [
    `${bin}/kwok`,
    `--kubeconfig=${kubeconfig}`,
    `--config=${import.meta.dirname}/stages.yaml`,
    "--manage-all-nodes",
    "--node-lease-duration-seconds=40",
  ]);
  const isReady = async () => (await kubectl("get", "nodes", "--no-headers")).includes(" Ready ");
  await waitReady(folder, "kwok", isReady, signal);
}
