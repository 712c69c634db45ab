/** Makes a case that differs smaller, as long as it differs. */

import type { Case } from "./case.ts";
import { tokensOf } from "./mutations.ts";

/** The index of the first case that still differs; undefined if none does. */
type FirstDiffering = (cases: readonly Case[]) => Promise<number | undefined>;

/** The smallest case found until the time, in milliseconds, is up. */
export async function shrink(start: Case, firstDiffering: FirstDiffering, time = 20_000): Promise<Case> {
  let best = start;
  for (const end = performance.now() + time; performance.now() < end;) {
    const smaller = smallerThan(best);
    const found = await firstDiffering(smaller);
    const next = found === undefined ? undefined : smaller[found];
    if (next === undefined) return best;
    best = next;
  }
  return best;
}

/** The boldest steps first. */
function smallerThan({ template, data, missingKey }: Case): Case[] {
  const templates = new Set([...without(tokensOf(template)), ...without([...template])].map((parts) => parts.join("")));
  templates.delete(template);
  return [
    ...[...templates].map((template) => ({ template, data, missingKey })),
    ...smallerData(data).map((data) => ({ template, data, missingKey })),
    ...(missingKey === "default" ? [] : [{ template, data, missingKey: "default" as const }]),
  ];
}

/** The list without one run of elements: halves, quarters and so on, down to single elements of short lists. */
function without<T>(list: readonly T[]): T[][] {
  const shorter: T[][] = [];
  for (let length = Math.ceil(list.length / 2); length >= 1; length = Math.floor(length / 2)) {
    if (list.length / length > 400) break;
    for (let at = 0; at < list.length; at += length) shorter.push([...list.slice(0, at), ...list.slice(at + length)]);
  }
  return shorter;
}

function smallerData(data: unknown): unknown[] {
  if (typeof data === "string") return without([...data]).slice(0, 60).map((characters) => characters.join(""));
  if (typeof data === "number") {
    return data === 0 || data === 1 ? [] : [0, 1, Math.trunc(data)].filter((n) => n !== data);
  }
  if (Array.isArray(data)) {
    return [
      ...without(data),
      ...data.flatMap((item, i) => smallerData(item).map((smaller) => data.with(i, smaller))),
    ];
  }
  if (typeof data !== "object" || data === null) return [];
  const entries = Object.entries(data);
  return [
    ...without(entries).map((fewer) => Object.fromEntries(fewer)),
    ...entries.flatMap(([key, value], i) => {
      return smallerData(value).map((smaller) => Object.fromEntries(entries.with(i, [key, smaller])));
    }),
  ];
}
