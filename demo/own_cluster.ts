/** The demo on a cluster of the user's own kubeconfig, which is afterwards as it was before. */

import { createHash } from "node:crypto";
import type { BatchRun, Task } from "../crds/kinds.ts";
import { keyOf } from "../kernel/object.ts";
import { isInstalled, run } from "../tests/cluster/command.ts";
import { removeTree } from "../tests/cluster/folders.ts";
import { claim } from "../tests/cluster/owner.ts";
import { runExample } from "./example.ts";
import { crdFile, installCrds, type Kubectl } from "./install.ts";
import { startOperatorOutside, stopOperator } from "./operator.ts";
import type { Terminal } from "./terminal.ts";

/** Returns when the run has ended, was shown, and everything is removed again; removes it too before it throws. */
export async function visit(
  terminal: Terminal,
  { context, image }: { context: string; image: string },
  signal: AbortSignal,
): Promise<void> {
  await withOwnCluster(context, async (own) => {
    await tidy(own, terminal);
    try {
      await show(own, terminal, image, signal);
    } finally {
      await tidy(own, terminal);
      signal.throwIfAborted();
    }
  });
}

/** Removes what a demo that was killed left behind. */
export async function leave(terminal: Terminal, { context }: { context: string }): Promise<void> {
  await withOwnCluster(context, (own) => tidy(own, terminal));
  terminal.say(`Nothing of the demo is left in ${context}.`);
}

interface OwnCluster extends Kubectl {
  readonly context: string;
  /** Of this demo on this machine, with the operator's log in it. */
  readonly folder: string;
  /** The label of what the demo created. Its value tells the demos of different machines and checkouts apart. */
  readonly label: string;
}

const folders = new URL("../.cluster", import.meta.url).pathname;

/** One demo at a time per context. */
async function withOwnCluster(context: string, work: (own: OwnCluster) => Promise<void>): Promise<void> {
  if (!await isInstalled("kubectl")) {
    throw new Error("Cannot find kubectl, which --context needs (https://kubernetes.io/docs/tasks/tools)");
  }
  const folder = `${folders}/context-${hashOf(context)}`;
  const label = `kubetask.io/demo=${hashOf(`${Deno.hostname()} ${folder}`)}`;
  const kubectl = (...args: string[]) => run(["kubectl", `--context=${context}`, ...args]);
  const kubectlWith = (stdin: string, ...args: string[]) =>
    run(["kubectl", `--context=${context}`, ...args], { stdin });
  await kubectl("get", "--raw=/version", "--request-timeout=20s");

  await Deno.mkdir(folders, { recursive: true });
  await claim(`${folder}.owner`);
  try {
    await work({ context, folder, label, kubectl, kubectlWith });
  } finally {
    await removeTree(`${folder}.owner`);
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

async function show(own: OwnCluster, terminal: Terminal, image: string, signal: AbortSignal): Promise<void> {
  const { context, folder, label, kubectl, kubectlWith } = own;
  const installed = await namesOf(own, "--filename", crdFile);
  const foreign = installed.length - (await namesOf(own, "customresourcedefinitions", "--selector", label)).length;
  if (installed.length > 0) await refuseWorkOfOthers(own);
  if (foreign > 0) {
    terminal.say(`The CRDs of kubetask.io are in ${context} already: they stay as they are.`);
  } else {
    terminal.say(`Installing the CRDs of kubetask.io in ${context}; they are removed again at the end.`);
    await installCrds(own, label);
  }
  signal.throwIfAborted();

  const namespace = `kubetask-demo-${crypto.randomUUID().slice(0, 5)}`;
  terminal.say(`What the demo creates has the label ${label}. Namespace: ${namespace}.`);
  const [key = "", value] = label.split("=");
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { [key]: value } } };
  await kubectlWith(JSON.stringify(object), "create", "--filename=-");
  terminal.say("Starting the operator on this machine, with your kubeconfig ...");
  const operator = await startOperatorOutside({ context, folder }, signal);

  const hint = `See kubectl --context=${context} describe pods -n ${namespace}, and ${operator.log}. Ctrl-C ends it.`;
  await runExample({ context, namespace, image, played: false, hint, kubectl, kubectlWith }, terminal, signal);
}

/** The demo's operator works for the whole cluster: what others are waiting for is not for it to start. */
async function refuseWorkOfOthers({ context, kubectl }: OwnCluster): Promise<void> {
  const list = await kubectl("get", "batchruns.kubetask.io,tasks.kubetask.io", "--all-namespaces", "--output=json");
  const { items } = JSON.parse(list) as { items: (BatchRun | Task)[] }; // as kubectl prints lists
  const unfinished = items.filter(({ status }) => status?.completionTime === undefined).map(keyOf);
  if (unfinished.length === 0) return;
  throw new Error(
    `Cannot use ${context} for a demo, whose operator would take on what is not finished there: ${
      unfinished.join(", ")
    }`,
  );
}

/** Removes what the demo, this or an earlier one, created. CRDs only while nobody else has objects of our kinds. */
async function tidy(own: OwnCluster, terminal: Terminal): Promise<void> {
  const { folder, label, kubectl } = own;
  await stopOperator(folder);
  await removeTree(folder);
  for (const namespace of await namesOf(own, "namespaces", "--selector", label)) {
    terminal.say(`Removing ${namespace} ...`);
    await kubectl("delete", namespace, "--ignore-not-found", "--timeout=180s");
  }
  const crds = await namesOf(own, "customresourcedefinitions", "--selector", label);
  if (crds.length === 0) return;
  const kinds = crds.map((crd) => crd.slice(crd.indexOf("/") + 1)).join(",");
  if ((await namesOf(own, kinds, "--all-namespaces")).length > 0) {
    return terminal.say("The CRDs of kubetask.io stay: others have objects of these kinds by now.");
  }
  terminal.say("Removing the CRDs of kubetask.io ...");
  await kubectl("delete", ...crds, "--ignore-not-found", "--timeout=60s");
}

/** `kind/name` of what `kubectl get` finds. */
async function namesOf({ kubectl }: OwnCluster, ...what: string[]): Promise<string[]> {
  const names = await kubectl("get", ...what, "--ignore-not-found", "--output=name");
  return names.split("\n").filter((name) => name !== "");
}
