/** `kubetask progress`: how runs go, while they go. */

import { parseArgs } from "node:util";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import { type Filter, InputError, type Use } from "../filter.ts";

export const progress: Filter = {
  summary: "show how runs go until they end",
  usage: `Usage: kubectl get batchrun X -o json -w | kubetask progress [options]

Shows BatchRuns while they go: a bar, the counts, the rate and the time left, why tasks wait and which failed last. Where
standard output is no terminal: a line for every change worth telling, with its time. Ends when all runs that came have
ended. With --output-watch-events kubectl also tells when a run is deleted.

  --plain              lines also on a terminal, for one that cannot draw over what it shows
  --ascii              nothing but ASCII
  --color=WHEN         auto (default: on a terminal, unless NO_COLOR is set), always or never
  --width=N            characters per line (default as wide as the terminal; lines 1000)

Exit code 0: all runs succeeded. 1: one failed, was deleted, or the input ended before it did.

kubectl goes on watching when this has ended; Ctrl-C ends it too. In scripts (bash):

  exec 3< <(exec kubectl get batchrun X -o json -w)
  kubetask progress <&3; code=$?; kill $!
`,
  options: ["plain", "ascii", "color", "width"],
  run: (use) => progressOf(use, systemClock),
};

/** With the clock that says what time it is. */
export async function progressOf(use: Use, clock: Clock): Promise<0 | 1> {
  const { isPlain, isAscii, colour, width } = optionsIn(use.args);
  const [{ changesAsTheyCome }, { follow }, { Screen }, { News }] = await Promise.all([
    import("../objects.ts"),
    import("./follow.ts"),
    import("./screen.ts"),
    import("./news.ts"),
  ]);
  const { terminal, write, complain } = use;
  const hasColours = colour === "always" || colour === "auto" && terminal?.hasColours === true;
  const style = { isAscii, hasColours };
  const view = terminal && !isPlain ? new Screen(terminal, style, width) : new News(style, width ?? 1000);
  const enough = new AbortController();
  const input = use.input.pipeThrough(new TransformStream(), { signal: enough.signal });
  try {
    return await follow({ changes: changesAsTheyCome(input), view, clock, write, complain });
  } finally {
    // Or else the process would wait for kubectl to say something.
    enough.abort();
  }
}

function optionsIn(args: readonly string[]) {
  const { values: { plain: isPlain = false, ascii: isAscii = false, color: colour = "auto", width } } = parseArgs({
    args: [...args],
    options: {
      plain: { type: "boolean" },
      ascii: { type: "boolean" },
      color: { type: "string" },
      width: { type: "string" },
    },
  });
  if (!["auto", "always", "never"].includes(colour)) {
    throw new InputError(`--color must be auto, always or never, not ${JSON.stringify(colour)}`);
  }
  if (width !== undefined && !/^[1-9]\d{0,3}$/.test(width)) {
    throw new InputError(`--width must be a number from 1 to 9999, not ${JSON.stringify(width)}`);
  }
  return { isPlain, isAscii, colour, width: width === undefined ? undefined : Number(width) };
}
