/** Runs a program to its end and gives back what it printed. */

export interface CommandOptions {
  stdin?: string;
  env?: Record<string, string>;
  cwd?: string;
  signal?: AbortSignal;
}

/** The program's standard output. Throws with its standard error when it fails, and the signal's reason when that fires. */
export async function run(command: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { stdin, signal, ...rest } = options;
  signal?.throwIfAborted();
  const [program = "", ...args] = command;
  const child = new Deno.Command(program, {
    ...rest,
    args,
    signal,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [output] = await Promise.all([child.output(), stdin === undefined ? undefined : feed(child.stdin, stdin)]);
  signal?.throwIfAborted();
  const text = new TextDecoder();
  if (output.success) return text.decode(output.stdout);
  const shown = [program.split("/").at(-1), ...args.slice(0, 4)].join(" ");
  throw new Error(`Cannot run ${shown}: ${text.decode(output.stderr).trim() || `it ended with ${output.code}`}`);
}

/** Whether a program of this name is on the path. */
export async function isInstalled(program: string): Promise<boolean> {
  const shell = new Deno.Command("sh", { args: ["-c", 'command -v "$1"', "sh", program], stdout: "null" });
  return (await shell.output()).success;
}

async function feed(stdin: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch {
    // The program ended without reading everything; its exit code tells whether that was wrong.
  }
}
