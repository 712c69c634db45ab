/** A program of ours as a process of its own, which answers each line with a line. */

import { lines } from "../kernel/lines.ts";

export interface ChildProcess {
  readonly pid: number;
  /** Sends a line and returns the next line that it prints. Throws if it ends instead. */
  answer(line: string): Promise<string>;
  /** Closes its input, and returns when it has ended. */
  end(): Promise<void>;
}

/** `args`: the program's file and what follows it. */
export function eachLineOf(args: readonly string[]): ChildProcess {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = child.stdin.getWriter();
  const output = lines(child.stdout);
  return {
    pid: child.pid,
    async answer(line) {
      await input.write(new TextEncoder().encode(`${line}\n`));
      const { done, value } = await output.next();
      if (done) throw new Error(`Cannot get an answer from ${args[0]}: it ended`);
      return new TextDecoder().decode(value);
    },
    async end() {
      await input.close();
      await child.status;
      await output.return();
    },
  };
}
