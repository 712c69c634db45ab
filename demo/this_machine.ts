/** The demo on a Kubernetes of its own, which goes on when the demo has returned. */

import { dirname } from "node:path";
import { namespace as operatorNamespace, serviceAccount } from "../deploy/rbac.ts";
import { build } from "../tests/cluster/binaries.ts";
import { provideAgentImage } from "../tests/cluster/agent_image.ts";
import { attachCluster, type Cluster, preparations, startCluster, stopCluster } from "../tests/cluster/cluster.ts";
import { isInstalled } from "../tests/cluster/command.ts";
import { removeTree } from "../tests/cluster/folders.ts";
import { claim } from "../tests/cluster/owner.ts";
import { runCampaign } from "./campaign.ts";
import { exampleImage, runExample } from "./example.ts";
import { installCrds, installPodResults, installRbac } from "./install.ts";
import { startOperator } from "./operator.ts";
import type { Terminal } from "./terminal.ts";

/** The name that `deno task cluster` uses too. */
const name = "demo";

/** Returns when the run has ended and was shown. Whatever it throws, nothing that it used is left running then. */
export async function start(terminal: Terminal, played: boolean, signal: AbortSignal): Promise<void> {
  if (Deno.build.os !== "linux") {
    throw new Error(`Cannot start Kubernetes on ${Deno.build.os}: use --context NAME with a cluster of your own`);
  }
  await oneAtATime(async () => {
    const node = played ? "kwok" : "real";
    // What does not start is cleaned up by whoever starts it.
    const cluster = await healthyCluster(node, terminal) ?? await newCluster(node, terminal, signal);
    try {
      await run(cluster, node, terminal, signal);
    } catch (error) {
      await stopCluster(name);
      signal.throwIfAborted();
      throw error;
    }
  });
}

/** Ends everything of the demo, in whatever state it is. */
export async function stop(terminal: Terminal): Promise<void> {
  await stopCluster(name);
  terminal.say("Nothing of the demo is running any more.");
}

/** A second demo would share the first one's cluster and end it with its own Ctrl-C. */
async function oneAtATime(work: () => Promise<void>): Promise<void> {
  const clusters = new URL("../.cluster", import.meta.url).pathname;
  const owner = `${clusters}/${name}.started-by`;
  await Deno.mkdir(clusters, { recursive: true });
  await claim(owner);
  try {
    await work();
  } finally {
    await removeTree(owner);
  }
}

async function newCluster(node: Node, terminal: Terminal, signal: AbortSignal): Promise<Cluster> {
  signal.throwIfAborted();
  terminal.say(await planOf(node));
  return await startCluster({ name, node, say: (line) => terminal.say(line), signal });
}

async function run(cluster: Cluster, node: Node, terminal: Terminal, signal: AbortSignal): Promise<void> {
  await installCrds(cluster);
  await installRbac(cluster);
  await installPodResults(cluster);
  signal.throwIfAborted();

  terminal.say("Starting the operator ...");
  const folder = dirname(cluster.kubeconfig);
  const { kubectl, kubectlWith, kubeconfig, server, caFile } = cluster;
  const { pid, log } = await startOperator({ server, caFile, token: await longLivedToken(cluster), folder }, signal);
  terminal.say(`It runs as process ${pid}, with no more permissions than in production. Its log: ${log}`);

  const namespace = await newNamespace(cluster);
  const hint = `The operator's log is ${log}. Ctrl-C ends everything.`;
  const played = node === "kwok";
  const place = { kubeconfig, namespace, image: exampleImage, played, hint, kubectl, kubectlWith };
  // The node takes the image in while it has little to do.
  const image = played ? undefined : provideAgentImage(cluster);
  await Promise.all([runExample(place, terminal, signal), image]);
  if (!played) await runCampaign(place, `${folder}/workspace/${namespace}`, terminal, signal);
  terminal.say(await howToGoOn(kubeconfig, namespace));
}

type Node = "real" | "kwok";

const plans: Record<Node, string> = {
  real: "This starts a real Kubernetes on this machine, in .cluster/demo and a network namespace of its own.",
  kwok:
    "This starts a Kubernetes on this machine, in .cluster/demo. Its pods are only played, by kwok: real ones need root.",
};

/** What will happen to this machine. */
async function planOf(node: Node): Promise<string> {
  const first = await preparations(node);
  if (first.length === 0) return `${plans[node]}\n`;
  return [plans[node], "Before that it", ...first.map((line) => `  ${line}`), ""].join("\n");
}

const programs: Record<Node, readonly string[]> = {
  real: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "containerd", "kubelet"],
  kwok: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"],
};

/** The cluster of an earlier demo, if all of it runs and answers. */
async function healthyCluster(node: Node, terminal: Terminal): Promise<Cluster | undefined> {
  const cluster = await attachCluster(name);
  if (!cluster) return undefined;
  const missing = programs[node].filter((program) => cluster.pids[program] === undefined);
  if (missing.length > 0) {
    terminal.say(`The demo's cluster runs without ${missing.join(", ")}: it is replaced.\n`);
    return undefined;
  }
  try {
    await cluster.kubectl("get", "--raw=/readyz", "--request-timeout=5s");
    await cluster.kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=5s");
    terminal.say("The demo's cluster is running already: using it.");
    return cluster;
  } catch {
    terminal.say("The demo's cluster does not answer as it should: it is replaced.\n");
    return undefined;
  }
}

/** The operator goes on after the demo, which could renew it: for 30 days. */
async function longLivedToken({ kubectl }: Cluster): Promise<string> {
  const token = await kubectl("create", "token", serviceAccount, "--namespace", operatorNamespace, "--duration=720h");
  return token.trim();
}

/** `demo`, or `demo-2` and so on: what an earlier demo showed stays there to be looked at. */
async function newNamespace({ kubectl }: Cluster): Promise<string> {
  const taken = (await kubectl("get", "namespaces", "--output=name")).split("\n");
  for (let count = 1;; count++) {
    const candidate = count === 1 ? "demo" : `demo-${count}`;
    if (taken.includes(`namespace/${candidate}`)) continue;
    await kubectl("create", "namespace", candidate);
    return candidate;
  }
}

async function howToGoOn(kubeconfig: string, namespace: string): Promise<string> {
  const bin = await build(["kubectl"], () => {});
  const path = await isInstalled("kubectl") ? "" : `\n  export PATH="$PATH:${bin}"`;
  const demo = `npx -y deno@${Deno.version.deno} task demo`;
  return `
The cluster and the operator go on running. To look around:
  export KUBECONFIG=${kubeconfig}${path}
  kubectl get batchrun,jobs,pods -n ${namespace}
  kubectl describe batchrun -n ${namespace}
  kubectl explain batchrun.spec
To run the example again: ${demo}
To end it all:            ${demo} -- --stop`;
}
