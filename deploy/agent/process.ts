/** Runs a program in a process group of its own, so that it can be ended with all that it started. */

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of it: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array<ArrayBuffer>;
  /** Shown: in the log of the pod, as it comes. */
  readonly output: "kept" | "shown";
  /** Milliseconds. */
  readonly limit?: number;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly grace?: number;
  /** Ends the program; its reason is thrown. */
  readonly signal: AbortSignal;
}

export interface Ended {
  /** 128 and the signal's number for one that was killed, as shells have it. */
  readonly code: number;
  readonly isOverLimit: boolean;
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
}

/** Resolves when the program has ended and no process of its group is left. Rejects if it cannot be started. */
export async function run(
  { program, args, cwd, env, input, output, limit, grace = 5_000, signal }: Command,
): Promise<Ended> {
  signal.throwIfAborted();
  const streams = output === "kept" ? "piped" : "inherit";
  const child = new Deno.Command(program, {
    args: [...args],
    cwd,
    env,
    clearEnv: true,
    detached: true,
    stdin: input === undefined ? "null" : "piped",
    stdout: streams,
    stderr: streams,
  }).spawn();
  const timers: ReturnType<typeof setTimeout>[] = [];
  const end = () => {
    send(-child.pid, "SIGTERM");
    timers.push(setTimeout(() => send(-child.pid, "SIGKILL"), grace));
  };
  let isOverLimit = false;
  if (limit !== undefined) {
    timers.push(setTimeout(() => {
      isOverLimit = true;
      end();
    }, limit));
  }
  signal.addEventListener("abort", end, { once: true });
  try {
    const fed = input === undefined ? undefined : feed(child.stdin, input);
    const [out, err] = output === "kept" ? [bytesOf(child.stdout), bytesOf(child.stderr)] : [];
    const { code } = await child.status;
    send(-child.pid, "SIGKILL");
    await fed;
    const [stdout = new Uint8Array(), stderr] = [await out, await err];
    signal.throwIfAborted();
    return { code, isOverLimit, stdout, stderr: new TextDecoder().decode(stderr) };
  } finally {
    signal.removeEventListener("abort", end);
    timers.forEach((timer) => clearTimeout(timer));
  }
}

/** To a process, or with a negative number to a group; one that is gone is none. */
export function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Nobody has to read it. */
async function feed(stdin: WritableStream<Uint8Array>, input: string | Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await new Blob([input]).stream().pipeTo(stdin);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  return await new Response(stream).bytes();
}
