/** The cluster that tests of several folders share: whoever runs them has started it. */

import { dirname } from "node:path";
import { Batch, BatchRun, Task } from "../crds/kinds.ts";
import { installCrds as install } from "../demo/install.ts";
import { pathOf } from "../kernel/object.ts";
import { run } from "./cluster/command.ts";

export interface ClusterUnderTest {
  /** Path of a kubeconfig that may do everything. */
  kubeconfig: string;
  /** Runs kubectl and returns what it printed; throws with its error output. */
  kubectl(...args: string[]): Promise<string>;
  /** The same with text for its standard input. */
  kubectlWith(stdin: string, ...args: string[]): Promise<string>;
}

export function cluster(): ClusterUnderTest {
  const kubeconfig = Deno.env.get("KUBETASK_TEST_KUBECONFIG");
  if (!kubeconfig) {
    throw new Error(
      "Cannot find the cluster to test against: KUBETASK_TEST_KUBECONFIG is not set. " +
        "Start the tests with `deno run -A tests/cluster/main.ts with -- deno test -A <files>`",
    );
  }
  const kubectl = Deno.env.get("KUBETASK_TEST_KUBECTL") ?? "kubectl";
  // What kubectl remembers of an API server is forgotten with the cluster: the next one may have the same address.
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: `${dirname(kubeconfig)}/kubectl-cache` };
  return {
    kubeconfig,
    kubectl: (...args) => run([kubectl, ...args], { env }),
    kubectlWith: (stdin, ...args) => run([kubectl, ...args], { env, stdin }),
  };
}

let installed: Promise<void> | undefined;

/** Teaches the cluster our kinds and returns when objects of them can be created. */
export function installCrds(): Promise<void> {
  return installed ??= install(cluster());
}

/** A new namespace, named after the test. It is left behind, for the cluster goes as a whole: what is large in it is to be cleared. */
export async function namespaceFor(test: Deno.TestContext): Promise<string> {
  const words = test.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, 40);
  const name = `t-${words}-${crypto.randomUUID().slice(0, 8)}`.replaceAll(/-+/g, "-");
  await cluster().kubectl("create", "namespace", name);
  return name;
}

/** Deletes what operators work on there: those of later tests would work on it, too. */
export async function clear(namespace: string): Promise<void> {
  const { kubectl } = cluster();
  const all = [BatchRun, Task, Batch].map((kind) => pathOf(kind, namespace));
  await Promise.all(all.map((path) => kubectl("delete", `--raw=${path}`)));
}
