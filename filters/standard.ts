/** A filter between the standard streams of this process: none of them needs a permission. */

import { InputError, type Terminal } from "./filter.ts";
import { isPlugin } from "./plugin.ts";
import { runWords } from "./words.ts";

/** Returns the exit code. `about` is what `help` says before it lists the filters. */
export async function standardFilter(words: readonly string[], about: string): Promise<number> {
  try {
    return await runWords(words, {
      input: input(),
      write,
      complain: (line) => console.error(line),
      terminal: Deno.stdout.isTerminal() ? terminal : undefined,
      program: isPlugin() ? "kubectl kubetask" : "kubetask",
      about,
    });
  } catch (error) {
    // Whoever read it has seen enough: `| head`.
    if (error instanceof Deno.errors.BrokenPipe) return 0;
    console.error(error);
    return 2;
  }
}

const terminal: Terminal = { size: () => Deno.consoleSize(), hasColours: !Deno.noColor };

/** Nobody means to type objects: without a pipe or a file it says so instead of waiting. */
function input(): ReadableStream<Uint8Array> {
  if (!Deno.stdin.isTerminal()) return Deno.stdin.readable;
  const problem = new InputError(
    "Cannot read standard input: it is a terminal; pipe something into it, as `--help` shows",
  );
  return new ReadableStream({ pull: (controller) => controller.error(problem) }, { highWaterMark: 0 });
}

async function write(text: string): Promise<void> {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await Deno.stdout.write(bytes));
}
