/** How Go's fmt writes integers, and the characters they stand for. */

import { type Flags, pad, padWithSpaces } from "./format_flags.ts";
import { goQuoteInner, isPrintable } from "./go_quote.ts";
import type { Int } from "../value.ts";

/** Undefined if the verb is not one for integers. */
export function formatInteger(int: Int, verb: string, flags: Flags): string | undefined {
  const { value } = int;
  switch (verb) {
    case "v":
      return int.kind.startsWith("uint") && flags.sharpV
        ? digits(value, 16, { ...flags, sharp: true })
        : digits(value, 10, flags);
    case "d":
      return digits(value, 10, flags);
    case "b":
      return digits(value, 2, flags);
    case "o":
      return digits(value, 8, flags);
    case "O":
      return digits(value, 8, flags, "0o");
    case "x":
      return digits(value, 16, flags);
    case "X":
      return digits(value, 16, flags).toUpperCase();
    case "c":
      return pad(character(value), flags);
    case "q":
      return pad(quoted(character(value), flags.plus), flags);
    case "U":
      return unicode(value, flags);
  }
  return undefined;
}

function digits(value: bigint, base: 2 | 8 | 10 | 16, flags: Flags, mark = ""): string {
  const { sharp, plus, space, zero, minus, width, precision } = flags;
  if (precision === 0 && value === 0n) return padWithSpaces("", flags);
  const sign = value < 0n ? "-" : plus ? "+" : space ? " " : "";
  // Zeros count as digits: asked for by precision, or by the width less the sign.
  const least = precision ?? (zero && !minus && width !== undefined ? width - sign.length : 0);
  const written = pad((value < 0n ? -value : value).toString(base), {
    ...flags,
    width: least,
    zero: true,
    minus: false,
  });
  const prefix = !sharp ? "" : base === 8 ? (written.startsWith("0") ? "" : "0") : prefixes[base];
  return padWithSpaces(sign + mark + prefix + written, flags);
}

const prefixes = { 2: "0b", 10: "", 16: "0x" } as const;

function character(code: bigint): string {
  const valid = code >= 0n && code <= 0x10ffffn && !(code >= 0xd800n && code <= 0xdfffn);
  return valid ? String.fromCodePoint(Number(code)) : "\ufffd";
}

function quoted(character: string, ascii: boolean): string {
  const inner = character === '"' ? '"' : character === "'" ? "\\'" : goQuoteInner(character, ascii);
  return `'${inner}'`;
}

function unicode(value: bigint, flags: Flags): string {
  const hex = BigInt.asUintN(64, value).toString(16).toUpperCase();
  const width = Math.max(4, flags.precision ?? 4);
  const code = pad(hex, { ...flags, width, zero: true, minus: false });
  const shows = flags.sharp && value >= 0n && value <= 0x10ffffn && isPrintable(character(value));
  return padWithSpaces(`U+${code}${shows ? ` '${character(value)}'` : ""}`, flags);
}
