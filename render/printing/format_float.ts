/** How Go's fmt and strconv write floats and complex numbers. */

import { type Flags, pad, padWithSpaces } from "./format_flags.ts";
import { goExponent, printFloat } from "./print.ts";
import type { Complex } from "../value.ts";

/** Undefined if the verb is not one for floats. */
export function formatFloat(value: number, verb: string, flags: Flags): string | undefined {
  const written = magnitude(Math.abs(value), verb, flags.precision);
  if (written === undefined) return undefined;
  const isNegative = value < 0 || Object.is(value, -0);
  const sign = isNegative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  if (Number.isNaN(value)) return padWithSpaces(`${sign}NaN`, flags);
  if (!Number.isFinite(value)) return padWithSpaces(`${sign === "" ? "+" : sign}Inf`, flags);
  const digits = flags.sharp && verb !== "b" ? sharpened(written, verb, flags.precision) : written;
  if (!flags.zero || flags.minus) return pad(sign + digits, flags);
  // The sign stands before the zeros.
  return sign + pad(digits, { ...flags, width: (flags.width ?? 0) - sign.length });
}

/** `(1+2i)`; undefined if the verb is not one for floats. */
export function formatComplex({ real, imaginary }: Complex, verb: string, flags: Flags): string | undefined {
  const parts = [formatFloat(real, verb, flags), formatFloat(imaginary, verb, { ...flags, plus: true })];
  return parts.includes(undefined) ? undefined : `(${parts.join("")}i)`;
}

function magnitude(value: number, verb: string, precision: number | undefined): string | undefined {
  if (!"vgGeEfFxXb".includes(verb)) return undefined;
  if (!Number.isFinite(value)) return "";
  switch (verb) {
    case "v":
    case "g":
      return precision === undefined ? printFloat(value) : general(value, precision);
    case "G":
      return (precision === undefined ? printFloat(value) : general(value, precision)).toUpperCase();
    case "e":
      return scientific(value, precision ?? 6);
    case "E":
      return scientific(value, precision ?? 6).toUpperCase();
    case "f":
    case "F":
      return fixed(value, precision ?? 6);
    case "x":
      return hexadecimal(value, precision);
    case "X":
      return hexadecimal(value, precision).toUpperCase();
    case "b": {
      const { mantissa, exponent } = parts(value);
      return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
    }
  }
  return undefined;
}

/** With `#` there is always a point, and `%g` and `%x` keep zeros up to the precision. */
function sharpened(written: string, verb: string, precision: number | undefined): string {
  const tailAt = written.search(/[xX]/.test(verb) ? /[pP]/ : /[eE]/);
  const head = tailAt < 0 ? written : written.slice(0, tailAt);
  const tail = tailAt < 0 ? "" : written.slice(tailAt);
  const wanted = /[vgGx]/.test(verb) ? precision ?? 6 : 0;
  const significant = head.replace(".", "").replace(/^0+/, "").length + (head === "0" ? 1 : 0);
  return head + (head.includes(".") ? "" : ".") + "0".repeat(Math.max(0, wanted - significant)) + tail;
}

function fixed(value: number, precision: number): string {
  const digits = scaled(value, precision).padStart(precision + 1, "0");
  return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

function scientific(value: number, precision: number): string {
  const [digits, exponent] = significant(value, precision + 1);
  const fraction = digits.slice(1);
  return `${digits[0]}${fraction === "" ? "" : `.${fraction}`}e${goExponent(exponent)}`;
}

function general(value: number, precision: number): string {
  const [digits, exponent] = significant(value, Math.max(precision, 1));
  const short = digits.replace(/(?<=.)0+$/, "");
  const threshold = Math.max(precision, 1);
  if (exponent < -4 || exponent >= (threshold > short.length && short.length > exponent ? short.length : threshold)) {
    const fraction = short.slice(1);
    return `${short[0]}${fraction === "" ? "" : `.${fraction}`}e${goExponent(exponent)}`;
  }
  return fixed(value, Math.max(0, short.length - 1 - exponent));
}

/** `0x1.8p+00`: the first digit is 1, unless all are 0. */
function hexadecimal(value: number, precision: number | undefined): string {
  let { mantissa, exponent } = parts(value);
  exponent = mantissa === 0n ? 0 : exponent + 52;
  for (; mantissa !== 0n && mantissa < 1n << 52n; mantissa <<= 1n) exponent--;
  if (precision !== undefined && precision < 13) {
    const cut = BigInt(52 - 4 * precision);
    const half = 1n << (cut - 1n);
    const rest = mantissa & ((1n << cut) - 1n);
    const kept = mantissa >> cut;
    const up = rest > half || (rest === half && kept % 2n === 1n);
    mantissa = (up ? kept + 1n : kept) << cut;
    if (mantissa >= 1n << 53n) exponent++;
    if (mantissa >= 1n << 53n) mantissa >>= 1n;
  }
  const digits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  const fraction = precision === undefined
    ? digits.replace(/0+$/, "")
    : digits.slice(0, precision).padEnd(precision, "0");
  return `0x${mantissa >> 52n}${fraction === "" ? "" : `.${fraction}`}p${goExponent(exponent)}`;
}

/** The first `count` decimal digits of `value`, rounded, and the exponent of the first. */
function significant(value: number, count: number): [digits: string, exponent: number] {
  const exponent = exponentOf(value);
  const digits = scaled(value, count - 1 - exponent).padEnd(count, "0");
  return digits.length > count ? [digits.slice(0, count), exponent + 1] : [digits, exponent];
}

/** JavaScript's shortest digits may be rounded up to the next power of ten: 25 digits tell. */
function exponentOf(value: number): number {
  const most = value === 0 ? 0 : Number(value.toExponential().split("e")[1]);
  return value !== 0 && scaled(value, 24 - most).length < 25 ? most - 1 : most;
}

/** Digits of `value` × 10^`places`, rounded half to even as Go does: JavaScript rounds half up. */
function scaled(value: number, places: number): string {
  // No float64 has more than 1,074 decimal places.
  if (places > 1100) return scaled(value, 1100) + "0".repeat(places - 1100);
  const { mantissa, exponent } = parts(value);
  const numerator = mantissa * 2n ** BigInt(Math.max(0, exponent)) * 10n ** BigInt(Math.max(0, places));
  const denominator = 2n ** BigInt(Math.max(0, -exponent)) * 10n ** BigInt(Math.max(0, -places));
  const whole = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return String(up ? whole + 1n : whole);
}

/** The float64 is `mantissa` × 2^`exponent`. */
function parts(value: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const biased = (bits.getUint32(0) >>> 20) & 0x7ff;
  const fraction = bits.getBigUint64(0) & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa, exponent: Math.max(1, biased) - 1075 };
}
