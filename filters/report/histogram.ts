/** How long units took, as a picture: how many took so long, with the median and the 90th percentile. */

import { rounded, stepFor } from "./scale.ts";
import type { Rect } from "./timeline.ts";
import type { Unit } from "./units.ts";
import { countText, durationText } from "./words.ts";

const width = 960;
const plot = { left: 56, top: 44, width: 884, height: 150 };
const mostBins = 30;

export interface Durations {
  /** Milliseconds; the median of an even number is the lower of the two in the middle. */
  readonly shortest: number;
  readonly median: number;
  readonly p90: number;
  readonly longest: number;
  /** Ended units with both times, the longest first. */
  readonly units: readonly (Unit & { readonly took: number })[];
}

export interface Histogram {
  readonly width: number;
  readonly height: number;
  readonly plot: Rect;
  readonly bottom: number;
  readonly bars: readonly (Rect & { readonly phase: string; readonly title: string })[];
  readonly marks: readonly { readonly x: number; readonly text: string }[];
  /** The highest bar's count and where it reaches. */
  readonly most: { readonly y: number; readonly text: string };
  readonly lines: readonly {
    readonly x: number;
    readonly textY: number;
    readonly text: string;
    readonly dx: number;
    readonly anchor: "start" | "end";
  }[];
}

/** Undefined if no unit tells how long it took. */
export function durationsOf(units: readonly Unit[]): Durations | undefined {
  const ended = units.flatMap((unit) => {
    const { start, end } = unit;
    return start === undefined || end === undefined ? [] : [{ ...unit, took: Math.max(0, end - start) }];
  }).sort((a, b) => b.took - a.took || a.index - b.index);
  const at = (share: number) => ended.at(-Math.max(1, Math.ceil(ended.length * share)))?.took ?? 0;
  if (ended.length === 0) return undefined;
  return { shortest: at(0), median: at(0.5), p90: at(0.9), longest: at(1), units: ended };
}

export function histogramOf({ units, median, p90, longest }: Durations): Histogram {
  // A few that took far longer than all others would leave no room for the others: the last bin is theirs.
  const shown = Math.min(longest, 3 * Math.max(p90, 1000));
  const step = stepFor(shown, mostBins);
  const count = Math.max(1, Math.floor(shown / step) + 1);
  const bins = Array.from({ length: count }, () => ({ Succeeded: 0, Failed: 0 }));
  for (const { took, phase } of units) {
    const bin = bins[Math.min(count - 1, Math.floor(took / step))];
    if (bin) bin[phase === "Failed" ? "Failed" : "Succeeded"] += 1;
  }
  const most = Math.max(...bins.map((bin) => bin.Succeeded + bin.Failed));
  const binWidth = plot.width / count;
  const bottom = plot.top + plot.height;
  const bars = bins.flatMap((bin, at) => {
    const from = durationText(at * step);
    const isLast = at === count - 1 && longest >= count * step;
    const range = isLast ? `${from} or longer` : `${from} to ${durationText((at + 1) * step)}`;
    const title = `${range}: ${countText(bin.Succeeded)} succeeded, ${countText(bin.Failed)} failed`;
    let top = bottom;
    return (["Succeeded", "Failed"] as const).filter((phase) => bin[phase] > 0).map((phase) => {
      const height = rounded(bin[phase] / most * plot.height);
      top = rounded(top - height);
      return { x: rounded(plot.left + at * binWidth + 1), y: top, width: rounded(binWidth - 2), height, phase, title };
    });
  });
  const every = Math.ceil(count / 10);
  const marks = Array.from({ length: Math.floor(count / every) + 1 }, (_, at) => {
    const x = rounded(plot.left + at * every * binWidth);
    return { x, text: at === 0 ? "0" : durationText(at * every * step) };
  }).filter(({ x }) => x <= plot.left + plot.width);
  const line = (text: string, value: number, row: number) => {
    const place = Math.min(plot.width, value / step * binWidth);
    const side = place > plot.width - 200 ? { dx: -6, anchor: "end" } as const : { dx: 6, anchor: "start" } as const;
    return { x: rounded(plot.left + place), textY: 14 + row * 18, text: `${text} ${durationText(value)}`, ...side };
  };
  return {
    width,
    height: bottom + 26,
    plot: { x: plot.left, y: plot.top, width: plot.width, height: plot.height },
    bottom,
    bars,
    marks,
    most: { y: plot.top, text: countText(most) },
    lines: [line("Median", median, 0), line("90 % within", p90, 1)],
  };
}
