/** Functions on lengths of time, which need no clock. */

import { flat, isText } from "../rope.ts";
import { Int, type Value } from "../value.ts";
import { any, computes, type FunctionTable } from "./function.ts";

export const durations: FunctionTable = {
  duration: computes([any], (seconds) => {
    return print(BigInt.asIntN(64, 1_000_000_000n * (isText(seconds) ? wholeNumber(flat(seconds)) : int64Of(seconds))));
  }),
  durationRound: computes([any], (value) => {
    const length = isText(value) ? parse(flat(value)) : int64Of(value);
    const magnitude = length < 0n ? -length : length;
    const unit = roundUnits.find(([, size]) => magnitude > size);
    return unit === undefined ? "0s" : `${magnitude / unit[1]}${unit[0]}`;
  }),
};

const units: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["\u00b5s", 1_000n],
  ["\u03bcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);

const hour = 3_600_000_000_000n;
const roundUnits: readonly (readonly [string, bigint])[] = [
  ["y", 365n * 24n * hour],
  ["mo", 30n * 24n * hour],
  ["d", 24n * hour],
  ["h", hour],
  ["m", hour / 60n],
  ["s", hour / 3600n],
];

/** Of the kinds of integers, Sprig looks at one only. */
function int64Of(value: Value): bigint {
  return value instanceof Int && value.kind === "int64" ? value.value : 0n;
}

/** What is no number is 0; what does not fit is the nearest that does. */
function wholeNumber(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) return 0n;
  const value = BigInt(text.replace("+", ""));
  const most = 2n ** 63n - 1n;
  return value > most ? most : value < -most - 1n ? -most - 1n : value;
}

/** Nanoseconds of a duration such as `1h30m`; 0 for what is none. */
function parse(text: string): bigint {
  const [, sign, amounts = ""] = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/.exec(text) ??
    [];
  let sum = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of amounts.matchAll(/(\d*)\.?(\d*)([a-z\u00b5\u03bc]+)/g)) {
    const size = units.get(unit) ?? 0n;
    sum += BigInt(whole || 0) * size + BigInt(fraction || 0) * size / 10n ** BigInt(fraction.length);
  }
  if (sum > 2n ** 63n) return 0n;
  return BigInt.asIntN(64, sign === "-" ? -sum : sum);
}

/** As Go prints a duration: `1h0m5s`, and small ones in smaller units. */
function print(nanoseconds: bigint): string {
  if (nanoseconds < 0n) return `-${print(-nanoseconds)}`;
  if (nanoseconds === 0n) return "0s";
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${decimal(nanoseconds, 3)}\u00b5s`;
  if (nanoseconds < 1_000_000_000n) return `${decimal(nanoseconds, 6)}ms`;
  const minutes = nanoseconds / 60_000_000_000n;
  const seconds = `${decimal(nanoseconds % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** `value` with its last `places` digits behind a point, and no zeros at the end there. */
function decimal(value: bigint, places: number): string {
  const digits = String(value).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}
