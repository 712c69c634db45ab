/** The flags, width and precision between `%` and a verb. */

import { allowText } from "../budget.ts";

export interface Flags {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** `%+v` and `%#v`, which mean something else than `+` and `#` with other verbs. */
  readonly plusV: boolean;
  readonly sharpV: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** Fills `text` up to the width, which counts characters. Throws OverBudget when that is too long. */
export function pad(text: string, { width = 0, minus, zero }: Flags): string {
  // A character is at most two units long.
  if (2 * width <= text.length) return text;
  allowText(width);
  const padding = (zero && !minus ? "0" : " ").repeat(Math.max(0, width - [...text].length));
  return minus ? text + padding : padding + text;
}

/** As `pad`, but never with zeros. */
export function padWithSpaces(text: string, flags: Flags): string {
  return pad(text, { ...flags, zero: false });
}
