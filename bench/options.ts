/** What `deno task bench` is asked to measure. */

import { parseArgs } from "node:util";

const parts = ["render", "start", "fan-out", "life", "tasks", "rest", "profile", "runs"] as const;
/** Those that nobody needs every time. */
const special: readonly string[] = ["profile", "runs"];

export const usage = `Usage: deno task bench [options] [PART]...

Measures speed and memory on a control plane of its own, and compares them with a bare client in the same run.
Parts: ${parts.join(", ")}; all but the last two if none is named.

  --units=N,...   sizes of the runs (default 100,1000)
  --full          the same as --units=100,1000,5000,10000: about an hour
  --rounds=N      of everything that is repeated (default 5)
  --rate=N        Jobs that end in a second of a whole life (default 100)
  --runs=N        that begin at once (default 10)
  --rest=SECONDS  of quiet in which the resting operator is watched (default 60)
  --out=FILE      where all figures go as JSON (default dist/bench.json)
`;

export type Part = typeof parts[number];

export interface Options {
  /** Sizes of the runs. */
  readonly units: readonly number[];
  readonly rounds: number;
  /** Jobs that end in a second. */
  readonly rate: number;
  readonly runs: number;
  readonly rest: number;
  readonly out: string;
  readonly parts: readonly Part[];
}

/** Throws a TypeError that says what is wrong. */
export function optionsIn(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      units: { type: "string", default: "100,1000" },
      full: { type: "boolean", default: false },
      rounds: { type: "string", default: "5" },
      rate: { type: "string", default: "100" },
      runs: { type: "string", default: "10" },
      rest: { type: "string", default: "60" },
      out: { type: "string", default: "dist/bench.json" },
    },
  });
  const number = (name: string, text: string) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new TypeError(`Option '--${name}' is no number above 0: ${text}`);
    return value;
  };
  const named = positionals.map((word) => {
    const part = parts.find((part) => part === word);
    if (!part) throw new TypeError(`There is no part '${word}'`);
    return part;
  });
  const units = values.full ? "100,1000,5000,10000" : values.units;
  return {
    units: units.split(",").map((text) => number("units", text)),
    rounds: number("rounds", values.rounds),
    rate: number("rate", values.rate),
    runs: number("runs", values.runs),
    rest: number("rest", values.rest),
    out: values.out,
    parts: named.length > 0 ? named : parts.filter((part) => !special.includes(part)),
  };
}
