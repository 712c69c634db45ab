/** Starts what the container is there for, `agent.js run -- COMMAND [ARGUMENT...]`, and says how it ended: with a result and an exit code that agree. */

import type { AgentResult } from "../../crds/agent_result.ts";
import { Failure } from "./failure.ts";
import { cut, messageOf, nothingSaid } from "./result.ts";
import { type Environment, resultPath, settingsFrom } from "./settings.ts";
import { work } from "./work.ts";

if (import.meta.main) Deno.exit(await main(Deno.args, Deno.env.toObject()));

/** Returns the exit code: 0 with Changed or NoChange, 1 with Failed. Whatever happens, a result is written. */
async function main(words: readonly string[], env: Environment): Promise<number> {
  const path = resultPath(env);
  // Stands if this process is killed: by a lack of memory, or with its node.
  write(path, failed("Interrupted", "The agent was killed before it could say what came of its work"));
  const stop = new AbortController();
  const end = (failure: Failure) => {
    if (stop.signal.aborted) return;
    // At once: who is asked to end may be killed soon.
    write(path, failed(failure.reason, failure.message));
    stop.abort(failure);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(signal, () => end(new Failure("Terminated", `The pod was asked to end (${signal})`)));
  }
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    tell(`A bug: ${detailsOf(event.reason)}`);
    end(new Failure("InternalError", messageIn(event.reason)));
  });
  let message: string;
  try {
    const { result, said } = await work(settingsFrom(words, env), stop.signal, tell);
    message = messageOf(result, said);
  } catch (error) {
    if (!(error instanceof Failure)) tell(`A bug: ${detailsOf(error)}`);
    message = failed(error instanceof Failure ? error.reason : "InternalError", messageIn(error));
  }
  tell(`Result: ${message}`);
  write(path, message);
  // Trusted: it is ours.
  return (JSON.parse(message) as AgentResult).outcome === "Failed" ? 1 : 0;
}

function failed(reason: string, summary: string): string {
  return messageOf({ outcome: "Failed", reason, summary: cut(summary, 512) }, nothingSaid);
}

/** Where there is no such file, as outside of Kubernetes, the log has to do. */
function write(path: string, message: string): void {
  try {
    Deno.writeTextFileSync(path, message);
  } catch (error) {
    tell(`Cannot write the result to ${path}: ${messageIn(error)}`);
  }
}

function tell(line: string): void {
  console.error(`kubetask: ${line}`);
}

function messageIn(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function detailsOf(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
