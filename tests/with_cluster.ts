/** Gives tests a cluster, and takes it away again however they end. */

import { type Cluster, type ClusterOptions, startCluster } from "./cluster/cluster.ts";

/** `work` gets the environment by which tests find the cluster, and the cluster itself. Ctrl-C and a polite kill end the cluster too. */
export async function withCluster<T>(
  options: Pick<ClusterOptions, "name" | "node" | "images">,
  work: (env: Record<string, string>, cluster: Cluster) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(new Error("Interrupted"));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, interrupt);
  const say = (line: string) => console.log(line);
  const cluster = await startCluster({ ...options, say, signal: interruption.signal });
  const stopped = new Promise<never>((_, reject) => {
    interruption.signal.addEventListener("abort", () => reject(interruption.signal.reason));
  });
  try {
    const env = {
      KUBETASK_TEST_CLUSTER: options.name,
      KUBETASK_TEST_KUBECONFIG: cluster.kubeconfig,
      KUBETASK_TEST_KUBECTL: `${cluster.bin}/kubectl`,
    };
    return await Promise.race([work(env, cluster), stopped]);
  } finally {
    await cluster.stop();
    for (const signal of signals) Deno.removeSignalListener(signal, interrupt);
  }
}
