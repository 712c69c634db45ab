/** A line of a terminal, in pieces that may have colours. */

import { fitted, widthOf } from "./cells.ts";

export type Tone = "plain" | "good" | "bad" | "busy" | "quiet";

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Piece[];

/** What lines are written for. */
export interface Style {
  readonly isAscii: boolean;
  readonly hasColours: boolean;
}

export function plain(text: string): Piece {
  return { text, tone: "plain" };
}

/** As it is written: no more than so many cells wide, whatever its texts hold. */
export function written(line: Line, cells: number, { isAscii, hasColours }: Style): string {
  let left = cells;
  return line.map(({ text, tone }) => {
    const part = left > 0 ? fitted(text, left, isAscii) : "";
    left -= widthOf(part);
    return painted(part, tone, hasColours);
  }).join("");
}

export function painted(text: string, tone: Tone, hasColours: boolean): string {
  const code = codes[tone];
  return hasColours && code && text ? `\x1b[${code}m${text}\x1b[0m` : text;
}

const codes: Record<Tone, string> = { plain: "", good: "32", bad: "31", busy: "33", quiet: "2" };
