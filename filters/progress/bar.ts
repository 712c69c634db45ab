/** The units of a run as a bar: succeeded, failed, running, and the rest. */

import type { Progress } from "../../crds/kinds.ts";
import type { Line, Tone } from "./line.ts";

const signs: Record<Tone, { readonly unicode: string; readonly ascii: string }> = {
  good: { unicode: "█", ascii: "#" },
  bad: { unicode: "▓", ascii: "!" },
  busy: { unicode: "▒", ascii: ">" },
  quiet: { unicode: "░", ascii: "." },
  plain: { unicode: " ", ascii: " " },
};

/** So many cells wide, for a run that has units. It is full only when all have finished. */
export function bar({ total, running, completed, failed }: Progress, cells: number, isAscii: boolean): Line {
  const upTo = (count: number) => Math.max(0, Math.floor(Math.min(1, count / total) * cells));
  const ends: [Tone, number][] = [
    ["good", upTo(completed)],
    ["bad", upTo(completed + failed)],
    ["busy", upTo(completed + failed + running)],
    ["quiet", cells],
  ];
  return ends.map(([tone, end], i) => {
    const length = end - (ends[i - 1]?.[1] ?? 0);
    return { tone, text: signs[tone][isAscii ? "ascii" : "unicode"].repeat(Math.max(0, length)) };
  }).filter(({ text }) => text);
}
