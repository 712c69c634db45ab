/** The example on a cluster where the operator runs: applies it, shows how it goes and what came of it. */

import type { BatchRun } from "../crds/kinds.ts";
import { subjectOf } from "../filters/progress/standing.ts";
import { api } from "../kernel/api.ts";
import { systemClock } from "../kernel/clock.ts";
import { outsideCluster } from "../kernel/connect.ts";
import { follow } from "./follow.ts";
import type { Kubectl } from "./install.ts";
import type { Terminal } from "./terminal.ts";

/** A place for the example, in a cluster that knows our kinds. */
export interface Place extends Kubectl {
  /** Of kubectl's default where it is undefined. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** For the example alone. */
  readonly namespace: string;
  /** What the agent's container runs in. */
  readonly image: string;
  /** True if pods are played, so that there is no output of theirs. */
  readonly played: boolean;
  /** What to look at when nothing moves. */
  readonly hint: string;
}

const examples = new URL("../deploy/examples", import.meta.url).pathname;
/** The image that deploy/examples names: one with a shell, which the demo's own cluster has. */
export const exampleImage = "kubetask.io/busybox:1";
const runName = "update-dependencies-run-001";

/** Returns when the run has ended and was shown. */
export async function runExample(place: Place, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const { namespace } = place;
  for (const file of ["agent_template.yaml", "batch.yaml", "batchrun.yaml"]) {
    const text = (await Deno.readTextFile(`${examples}/${file}`)).replaceAll(exampleImage, place.image);
    await place.kubectlWith(text, "apply", "--namespace", namespace, "--filename=-");
  }
  terminal.say(
    `Applied the agent template, the Batch and the BatchRun of deploy/examples in namespace ${namespace}.\n`,
  );

  await showResults(place, await followed(place, runName, terminal, signal), terminal);
}

/** Shows a run while it goes, and returns it when it has ended. */
export async function followed(place: Place, run: string, terminal: Terminal, signal: AbortSignal): Promise<BatchRun> {
  const { namespace, kubeconfig, context, hint } = place;
  const connection = await outsideCluster({ kubeconfig, context, userAgent: "kubetask-demo", clock: systemClock });
  try {
    return await follow({ api: api(connection, { namespace }), runName: run, hint, terminal, signal });
  } finally {
    connection.close();
  }
}

/** Runs kubectl as a person would, in the place's namespace, and shows command and output. */
export function showing({ namespace, kubectl }: Place, terminal: Terminal): (...args: string[]) => Promise<void> {
  return async (...args) => {
    const command = [...args, "-n", namespace];
    terminal.say("");
    terminal.say(`$ kubectl ${command.join(" ")}`, "quiet");
    terminal.say((await kubectl(...command)).trimEnd());
  };
}

async function showResults(place: Place, run: BatchRun, terminal: Terminal): Promise<void> {
  const { namespace, played } = place;
  const show = showing(place, terminal);
  await show("get", "batchrun");
  await show("get", "jobs");

  const [first] = run.status?.tasks ?? [];
  const failed = run.status?.tasks?.filter(({ status }) => status === "Failed") ?? [];
  terminal.say(`\nWhat failed (service-broken does so on purpose), and why the BatchRun says it did:`);
  for (const task of failed) terminal.say(`  ${subjectOf(task)}  ${task.reason}: ${task.message}`, "bad");

  if (played) {
    terminal.say("\nPlayed pods write no log. This is what the first task's container would have received:");
    const path = `{.spec.template.spec.containers[0].env[?(@.name=="TASK_CONTEXTS")].value}`;
    const contexts = await place.kubectl("get", `job/${first?.jobName}`, "-n", namespace, "-o", `jsonpath=${path}`);
    return terminal.say(contexts);
  }
  for (const task of failed) await show("logs", `job/${task.jobName}`);
  await show("logs", `job/${first?.jobName}`);
}
