/** The operator as a process of its own, under its production permissions, and all that it said. */

import { namespace, serviceAccount } from "../../deploy/rbac.ts";
import { productionCommand } from "../../demo/operator.ts";
import { systemClock } from "../../kernel/clock.ts";
import type { Cluster } from "../cluster/cluster.ts";

export interface OperatorProcess {
  /** The folder with its `token` and `ca.crt`, which it reads again and again. */
  readonly credentials: string;
  readonly pid: number;
  /** The lines of its standard output so far: its log. */
  readonly lines: readonly string[];
  /** Its standard error so far, which should stay empty. */
  complaints(): string;
  /** Resolves once a line of its log holds `words`; rejects if it ends without. */
  said(words: string): Promise<void>;
  /** Stops it in its tracks (SIGSTOP), or lets it go on (SIGCONT). */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  /** Sends a signal and returns the exit code; of a process that does not heed it within seconds, that of a killed one. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number>;
}

/**
 * Starts the operator as its ServiceAccount, with these options beside those that it needs, and returns once it watches or a line
 * of its log holds `until`. It serves metrics and health only if told where to `listen`. Throws with what it said if it ends instead.
 */
export async function startOperator(
  { server, caFile, tokenFor }: Pick<Cluster, "server" | "caFile" | "tokenFor">,
  { options = [], until = '"Ready"', listen }: { options?: readonly string[]; until?: string; listen?: string } = {},
): Promise<OperatorProcess> {
  const credentials = await Deno.makeTempDir({ prefix: "kubetask-credentials-" });
  const token = await tokenFor(namespace, serviceAccount);
  const [program = "", ...args] = await productionCommand({ server, caFile, token, credentials, listen });
  const child = new Deno.Command(program, {
    args: [...args, ...options],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();

  const lines: string[] = [];
  let complaints = "";
  const listeners = new Set<() => void>();
  const output = eachLine(child.stdout, (line) => {
    lines.push(line);
    for (const listen of listeners) listen();
  });
  const errors = eachLine(child.stderr, (line) => void (complaints += `${line}\n`));
  const ended = Promise.all([child.status, output, errors]).then(async ([{ code }]) => {
    await Deno.remove(credentials, { recursive: true });
    return code;
  });
  const said = (words: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const listen = () => lines.some((line) => line.includes(words)) && resolve();
    listeners.add(listen);
    listen();
    ended.then((code) => reject(new Error(`The operator ended with ${code}\n${complaints}${lines.join("\n")}`)));
    return promise.finally(() => listeners.delete(listen));
  };
  await said(until);

  return {
    credentials,
    pid: child.pid,
    lines,
    complaints: () => complaints,
    said,
    signal: (signal) => child.kill(signal),
    async end(signal) {
      kill(child, signal);
      const callOff = systemClock.after(patience, () => kill(child, "SIGKILL"));
      const code = await ended;
      callOff();
      return code;
    },
  };
}

/** Where it serves metrics and health, by its log. Throws if it does not. */
export function portOf({ lines }: Pick<OperatorProcess, "lines">): number {
  const said = lines.map((line) => JSON.parse(line) as { message: string; port?: number });
  const port = said.find(({ message }) => message === "Listens")?.port;
  if (port === undefined) throw new Error("Cannot tell where the operator listens: it did not say");
  return port;
}

/** Milliseconds for ending in order. */
const patience = 15_000;

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    // It has ended already.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Calls `take` with every line, also the last one if it has no end. */
async function eachLine(stream: ReadableStream<Uint8Array>, take: (line: string) => void): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  }
  if (rest) take(rest);
}
