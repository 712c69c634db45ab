/** `deno task demo`: shows KubeTask at work, on a Kubernetes of its own or on yours. */

import { type Request, requestOf, usage } from "./options.ts";
import { standardOutput, Terminal } from "./terminal.ts";
import * as ownCluster from "./own_cluster.ts";
import * as thisMachine from "./this_machine.ts";

const terminal = new Terminal(standardOutput());

if (import.meta.main) Deno.exit(await main(Deno.args));

/** Returns the exit code: 0, 1 when something is wrong, 2 for options that make no sense, 130 after Ctrl-C. */
async function main(args: readonly string[]): Promise<number> {
  let request: Request;
  try {
    request = requestOf(args);
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${usage}`);
    return 2;
  }
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => {
      if (!interruption.signal.aborted) terminal.say("\nStopping ...");
      interruption.abort(new Error(`Interrupted by ${signal}`));
    });
  }
  try {
    await carryOut(request, interruption.signal);
    return 0;
  } catch (error) {
    if (interruption.signal.aborted && error === interruption.signal.reason) {
      terminal.say("Stopped. Nothing of the demo is left running.");
      return 130;
    }
    console.error(messageOf(error));
    return 1;
  }
}

async function carryOut(request: Request, signal: AbortSignal): Promise<void> {
  switch (request.do) {
    case "help":
      return terminal.say(usage);
    case "start":
      return await thisMachine.start(terminal, request.played || Deno.uid() !== 0, signal);
    case "stop":
      return await thisMachine.stop(terminal);
    case "visit":
      return await ownCluster.visit(terminal, request, signal);
    case "leave":
      return await ownCluster.leave(terminal, request);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
