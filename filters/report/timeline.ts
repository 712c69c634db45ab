/** When each unit was at work, as a picture: a bar per unit or, where there are many, a row of shades for a group of units. */

import type { Unit } from "./units.ts";
import { rounded, stepFor } from "./scale.ts";
import { brief, countText, durationText, phases } from "./words.ts";

/** Of the picture; the rows' names stand left of the plot. */
const width = 960;
const plot = { left: 210, top: 26, width: 730 };
const mostRows = 48;
const unitRow = 20;
const groupRow = 14;
const columns = 146;
const shades = 5;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Timeline {
  readonly width: number;
  readonly height: number;
  readonly plot: Rect;
  readonly marks: readonly { readonly x: number; readonly text: string; readonly anchor: "start" | "middle" | "end" }[];
  readonly rows: readonly {
    readonly box: Rect;
    readonly textY: number;
    readonly name: string;
    readonly title: string;
  }[];
  /** One per unit that started or failed, if each has a row. */
  readonly bars: readonly (Rect & { readonly phase: string; readonly title: string })[];
  /** Where each row is a group of units: the more of them at work, the stronger the shade. */
  readonly shades: readonly { readonly shade: number; readonly cells: readonly Rect[] }[];
  /** When units of a group failed. */
  readonly failures: readonly Rect[];
  /** Units in a row. */
  readonly groupSize: number;
}

/** A unit and when it was at work: until now, if it still is. */
interface Span {
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
}

/** Undefined if no unit has a time. `now` in milliseconds is the end of those at work. */
export function timelineOf(units: readonly Unit[], now: number): Timeline | undefined {
  const spans = units.flatMap((unit) => spanOf(unit, now));
  if (spans.length === 0) return undefined;
  const begin = spans.reduce((first, { from }) => Math.min(first, from), Infinity);
  const length = Math.max(1000, spans.reduce((last, { to }) => Math.max(last, to), begin) - begin);
  const place = (time: number) => (time - begin) / length * plot.width;

  const groupSize = units.length > mostRows ? Math.ceil(units.length / mostRows) : 1;
  const rowHeight = groupSize > 1 ? groupRow : unitRow;
  const groups = Array.from(
    { length: Math.ceil(units.length / groupSize) },
    (_, row) => units.slice(row * groupSize, (row + 1) * groupSize),
  );
  const height = groups.length * rowHeight;
  const rows = groups.map((group, row) => {
    const y = plot.top + row * rowHeight;
    const box = { x: 0, y, width, height: rowHeight };
    return { box, textY: y + rowHeight / 2 + 4, name: nameOfRow(group), title: titleOf(group, now) };
  });
  const rowOf = new Map(units.map((unit, at) => [unit, Math.floor(at / groupSize)]));
  const topOf = (unit: Unit) => plot.top + (rowOf.get(unit) ?? 0) * rowHeight;

  return {
    width,
    height: plot.top + height + 6,
    plot: { x: plot.left, y: plot.top, width: plot.width, height },
    marks: marksOf(length),
    rows,
    bars: groupSize > 1 ? [] : spans.map(({ unit, from, to }) => {
      const bar = barOf(place(from), place(to));
      return { ...bar, y: topOf(unit) + 4, height: unitRow - 8, phase: unit.phase, title: titleOf([unit], now) };
    }),
    shades: groupSize > 1 ? shadesOf(spans, rowOf, groups.length, place) : [],
    failures: groupSize > 1 ? failuresOf(spans, topOf, place) : [],
    groupSize,
  };
}

function spanOf(unit: Unit, now: number): Span[] {
  const { start, end, phase } = unit;
  const to = end ?? (phase === "Running" ? now : start);
  const from = start ?? to;
  return from === undefined || to === undefined ? [] : [{ unit, from, to: Math.max(from, to) }];
}

/** Wide enough to be seen, and inside the plot. */
function barOf(from: number, to: number): { x: number; width: number } {
  const barWidth = Math.max(3, to - from);
  return { x: rounded(plot.left + Math.min(from, plot.width - barWidth)), width: rounded(barWidth) };
}

function marksOf(length: number): Timeline["marks"] {
  const step = stepFor(length, 8);
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, at) => {
    const x = rounded(plot.left + at * step / length * plot.width);
    return { x, text: at === 0 ? "0" : durationText(at * step), anchor: x > width - 40 ? "end" : "middle" };
  });
}

function shadesOf(
  spans: readonly Span[],
  rowOf: ReadonlyMap<Unit, number>,
  rows: number,
  place: (time: number) => number,
): Timeline["shades"] {
  const atWork = Array.from({ length: rows }, () => new Uint16Array(columns));
  for (const { unit, from, to } of spans) {
    const cells = atWork[rowOf.get(unit) ?? 0];
    const last = columnOf(place(to));
    for (let column = columnOf(place(from)); column <= last; column++) cells![column]! += 1;
  }
  const cellsOf = new Map<number, Rect[]>();
  const cellWidth = plot.width / columns;
  const most = atWork.reduce((most, counts) => Math.max(most, ...counts), 1);
  atWork.forEach((counts, row) => {
    const levels = [...counts].map((count) => Math.ceil(count / most * shades));
    for (let column = 0; column < columns;) {
      const level = levels[column]!;
      const first = column;
      while (column < columns && levels[column] === level) column++;
      if (level === 0) continue;
      const cell = {
        x: rounded(plot.left + first * cellWidth),
        y: plot.top + row * groupRow + 1,
        width: rounded((column - first) * cellWidth),
        height: groupRow - 2,
      };
      cellsOf.set(level, [...cellsOf.get(level) ?? [], cell]);
    }
  });
  return [...cellsOf].sort(([a], [b]) => a - b).map(([shade, cells]) => ({ shade, cells }));
}

function columnOf(place: number): number {
  return Math.min(columns - 1, Math.floor(place / plot.width * columns));
}

/** One mark for all that failed at about the same time. */
function failuresOf(
  spans: readonly Span[],
  topOf: (unit: Unit) => number,
  place: (time: number) => number,
): Rect[] {
  const marks = new Map<string, Rect>();
  for (const { unit, to } of spans) {
    if (unit.phase !== "Failed") continue;
    const y = topOf(unit) + groupRow - 5;
    const x = rounded(plot.left + columnOf(place(to)) * plot.width / columns);
    marks.set(`${x} ${y}`, { x, y, width: plot.width / columns, height: 4 });
  }
  return [...marks.values()];
}

function nameOfRow(group: readonly Unit[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return "";
  if (group.length === 1) return `${first.phase === "Failed" ? "✕ " : ""}${fitting(first.name)}`;
  return `${countText(first.index)} – ${countText(last.index)}`;
}

/** What the space left of the plot holds of a name. */
function fitting(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29).replace(/[\ud800-\udbff]$/, "")}…` : name;
}

function titleOf(group: readonly Unit[], now: number): string {
  const [first] = group;
  if (first && group.length === 1) {
    const span = spanOf(first, now)[0];
    const took = span && first.start !== undefined ? `, ${durationText(span.to - span.from)}` : "";
    const why = first.reason ? `, ${brief(first.reason, 100)}` : "";
    return `${brief(first.name, 300)}: ${first.phase}${took}${why}`;
  }
  const counts = phases.flatMap((phase) => {
    const count = group.filter((unit) => unit.phase === phase).length;
    return count > 0 ? [`${countText(count)} ${phase.toLowerCase()}`] : [];
  });
  return `Tasks ${nameOfRow(group)}: ${counts.join(", ")}`;
}
