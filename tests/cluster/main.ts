/** `cluster up | down | with`: a real Kubernetes on this machine, from the command line. */

import { parseArgs } from "node:util";
import { type Cluster, type ClusterOptions, startCluster, stopCluster } from "./cluster.ts";
import { kill } from "./processes.ts";

const usage = `Usage:
  cluster up   [--name demo] [--node real|kwok|none] [--image NAME]...   start a cluster and leave it running
  cluster down [--name demo]                                            end it
  cluster with [--name test] [--node none|kwok|real] [--image NAME]... -- COMMAND [ARGUMENT]...
               start a cluster, run the command against it, end it, exit with the command's code

A real node runs pods with kubelet and containerd and needs root; kwok plays them.`;

class Interruption extends Error {
  constructor(readonly signal: Deno.Signal) {
    super(`Interrupted by ${signal}`);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args;
  const separator = rest.indexOf("--");
  const command = separator < 0 ? [] : rest.slice(separator + 1);
  const { values } = parseArgs({
    args: separator < 0 ? rest : rest.slice(0, separator),
    options: { name: { type: "string" }, node: { type: "string" }, image: { type: "string", multiple: true } },
  });
  const options = (name: string, node: ClusterOptions["node"]): ClusterOptions => ({
    name: values.name ?? name,
    node: values.node === undefined ? node : nodeNamed(values.node),
    images: values.image,
    say: (line) => console.error(line),
  });

  switch (verb) {
    case "up":
      return await up(options("demo", Deno.uid() === 0 ? "real" : "kwok"));
    case "down":
      await stopCluster(values.name ?? "demo");
      return 0;
    case "with":
      if (command.length > 0) return await runWith(options("test", "none"), command);
  }
  console.error(usage);
  return 2;
}

function nodeNamed(text: string): ClusterOptions["node"] {
  if (text === "none" || text === "real" || text === "kwok") return text;
  throw new Error(`Cannot start node "${text}": it is one of real, kwok, none`);
}

async function up(options: ClusterOptions): Promise<number> {
  const cluster = await startCluster({ ...options, signal: interruption() });
  console.log(`export KUBECONFIG=${cluster.kubeconfig}\nexport PATH=${cluster.bin}:$PATH`);
  return 0;
}

async function runWith(options: ClusterOptions, command: readonly string[]): Promise<number> {
  const signal = interruption();
  const cluster = await startCluster({ ...options, signal });
  try {
    return await runAgainst(cluster, options.name, command, signal);
  } finally {
    await cluster.stop();
  }
}

/** The terminal sends its Ctrl-C to the command as well, so here it is only waited for; another signal is passed on. */
async function runAgainst(
  cluster: Cluster,
  name: string,
  [program = "", ...args]: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const child = new Deno.Command(program, {
    args,
    env: {
      PATH: `${cluster.bin}:${Deno.env.get("PATH")}`,
      KUBECONFIG: cluster.kubeconfig,
      KUBETASK_TEST_KUBECONFIG: cluster.kubeconfig,
      KUBETASK_TEST_CLUSTER: name,
    },
  }).spawn();
  const passOn = () => {
    if (signal.reason instanceof Interruption && signal.reason.signal !== "SIGINT") kill(child.pid, "SIGTERM");
  };
  signal.addEventListener("abort", passOn);
  try {
    return (await child.status).code;
  } finally {
    signal.removeEventListener("abort", passOn);
  }
}

/** Fires at Ctrl-C or a polite kill, which from then on end nothing by themselves: what runs is to clean up and return. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(name, () => controller.abort(new Interruption(name)));
  }
  return controller.signal;
}

try {
  Deno.exit(await main(Deno.args));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(error instanceof Interruption ? 130 : 1);
}
