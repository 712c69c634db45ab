/** Lengths of time in nanoseconds, read and written as Go does. */

import { bigintOf } from "../../language/literal.ts";
import { concat, flat, type Text } from "../../rope.ts";
import { quoted } from "./time_quote.ts";

export const second = 1_000_000_000n;
export const hour = 3600n * second;

const most = 2n ** 63n;

const units: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["\u00b5s", 1_000n],
  ["\u03bcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", second],
  ["m", 60n * second],
  ["h", hour],
]);

const amount = /(\d*)(\.?)(\d*)([^.\d]*)/y;

/** The length that `1h30m` or `-1.5s` says; else, what Go says is wrong with the text. */
export function parseDuration(text: Text): bigint | Text {
  const written = flat(text);
  const unsigned = written.replace(/^[+-]/, "");
  if (unsigned === "0") return 0n;
  let sum = 0n;
  let at = 0;
  do {
    amount.lastIndex = at;
    const [match = "", whole = "", , fraction = "", unit = ""] = amount.exec(unsigned) ?? [];
    if (whole + fraction === "" || bigintOf(whole) > most) return invalid(text);
    if (unit === "") return concat("time: missing unit in duration ", quoted(written, text));
    const size = units.get(unit);
    if (size === undefined) {
      return concat("time: unknown unit ", quoted(unit, text), " in duration ", quoted(written, text));
    }
    sum += bigintOf(whole) * size + partOf(size, fraction);
    if (sum > most) return invalid(text);
    at += match.length;
  } while (at < unsigned.length);
  if (written.startsWith("-")) return -sum;
  return sum === most ? invalid(text) : sum;
}

function invalid(text: Text): Text {
  return concat("time: invalid duration ", quoted(flat(text), text));
}

/** Go reads as many digits as fit in 63 bits, and then calculates with floats. */
function partOf(size: bigint, fraction: string): bigint {
  let digits = 0n;
  let scale = 1;
  for (const digit of fraction) {
    const next = digits * 10n + BigInt(digit);
    if (digits > (most - 1n) / 10n || next > most) break;
    digits = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(digits) * (Number(size) / scale)));
}

/** As Go prints a duration: `1h0m5s`, and small ones in smaller units. */
export function printDuration(nanoseconds: bigint): string {
  if (nanoseconds < 0n) return `-${printDuration(-nanoseconds)}`;
  if (nanoseconds === 0n) return "0s";
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${decimal(nanoseconds, 3)}\u00b5s`;
  if (nanoseconds < second) return `${decimal(nanoseconds, 6)}ms`;
  const minutes = nanoseconds / (60n * second);
  const seconds = `${decimal(nanoseconds % (60n * second), 9)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** `value` with its last `places` digits behind a point, and no zeros at the end there. */
function decimal(value: bigint, places: number): string {
  const digits = String(value).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}
