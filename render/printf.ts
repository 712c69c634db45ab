/** Go's fmt.Sprintf. */

import { allowText } from "./budget.ts";
import { goQuoteInner } from "./go_quote.ts";
import { goExponent, printFlat, printFloat } from "./print.ts";
import { flat, isText } from "./rope.ts";
import { bytes } from "./utf8.ts";
import { Dict, Int, List, Struct, typeOf, type Value } from "./value.ts";

interface Flags {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

const directive = /%([ +\-#0]*)(\[\d+\])?(\*|\d+)?(?:\.(\[\d+\])?(\*|\d+)?)?(\[\d+\])?([^]?)/uy;

/** Never throws for a bad format: as in Go, what is wrong shows in the text. Throws OverBudget when it gets too long. */
export function sprintf(format: string, values: readonly Value[]): string {
  let out = "";
  let next = 0;
  let reordered = false;
  for (let at = 0; at < format.length;) {
    const percent = format.indexOf("%", at);
    if (percent < 0) {
      out += format.slice(at);
      break;
    }
    out += format.slice(at, percent);
    directive.lastIndex = percent;
    const match = directive.exec(format);
    if (match === null) break;
    const [whole, marks = "", widthIndex, width, precisionIndex, precision, valueIndex, verb = ""] = match;
    at = percent + whole.length;
    const jump = (index: string | undefined) => {
      if (index === undefined) return true;
      reordered = true;
      const to = Number(index.slice(1, -1));
      if (to < 1 || to > values.length) return false;
      next = to - 1;
      return true;
    };
    const star = () => {
      const value = values[next++];
      const count = value instanceof Int ? Number(value.value) : undefined;
      return count === undefined || Math.abs(count) > 1_000_000 ? undefined : count;
    };
    let good = jump(widthIndex);
    let problems = "";
    const wide = width === "*" ? star() : width === undefined ? undefined : Number(width);
    if (width === "*" && wide === undefined) problems += "%!(BADWIDTH)";
    good = jump(precisionIndex) && good;
    const hasPoint = whole.includes(".");
    const precise = precision === "*"
      ? star()
      : precision === undefined
      ? (hasPoint ? 0 : undefined)
      : Number(precision);
    if (precision === "*" && (precise === undefined || precise < 0)) problems += "%!(BADPREC)";
    good = jump(valueIndex) && good;
    out += problems;
    if (verb === "") {
      out += "%!(NOVERB)";
      break;
    }
    if (verb === "%") out += "%";
    else if (!good) out += `%!${verb}(BADINDEX)`;
    else if (next >= values.length) out += `%!${verb}(MISSING)`;
    else {
      const minus = marks.includes("-") || (wide !== undefined && wide < 0);
      allowText(out.length + Math.abs(wide ?? 0) + (precise ?? 0));
      out += format1(values[next++], verb, {
        plus: marks.includes("+"),
        minus,
        sharp: marks.includes("#"),
        space: marks.includes(" "),
        zero: marks.includes("0") && !minus,
        width: wide === undefined ? undefined : Math.abs(wide),
        precision: precise !== undefined && precise < 0 ? undefined : precise,
      });
    }
    allowText(out.length);
  }
  if (reordered || next >= values.length) return out;
  const extra = values.slice(next).map((value) => isNil(value) ? "<nil>" : `${typeOf(value)}=${printFlat(value)}`);
  return `${out}%!(EXTRA ${extra.join(", ")})`;
}

function isNil(value: Value): value is undefined | null {
  return value === undefined || value === null;
}

function format1(value: Value, verb: string, flags: Flags): string {
  if (verb === "T") return pad(truncated(typeOf(value), flags), flags);
  if (isNil(value)) return verb === "v" ? pad(flags.sharp ? "<nil>" : "<nil>", flags) : `%!${verb}(<nil>)`;
  if (verb === "v" && flags.sharp) return goSyntax(value);
  if (value instanceof List) {
    if (verb === "p") return bad(value, verb);
    return `[${value.items.map((item) => nested(item, verb, flags)).join(" ")}]`;
  }
  if (value instanceof Dict) {
    const entries = value.entries().map(({ key, value }) =>
      `${nested(key, verb, flags)}:${nested(value, verb, flags)}`
    );
    return `map[${entries.join(" ")}]`;
  }
  if (value instanceof Struct) {
    const fields = [...value.fields].map(([name, field]) =>
      (verb === "v" && flags.plus ? `${name}:` : "") + nested(field, verb, flags)
    );
    return `{${fields.join(" ")}}`;
  }
  if (typeof value === "boolean") return verb === "v" || verb === "t" ? pad(String(value), flags) : bad(value, verb);
  if (isText(value)) return formatString(flat(value), verb, flags) ?? bad(value, verb);
  const signed = verb === "v" ? { ...flags, plus: false } : flags;
  if (value instanceof Int) return formatInt(value, verb, signed) ?? bad(value, verb);
  return formatFloat(value, verb, signed) ?? bad(value, verb);
}

function nested(value: Value, verb: string, flags: Flags): string {
  return isNil(value) ? "<nil>" : format1(value, verb, flags);
}

function bad(value: Value, verb: string): string {
  return `%!${verb}(${typeOf(value)}=${printFlat(value)})`;
}

function formatString(text: string, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case "s":
    case "v":
      return pad(truncated(text, flags), flags);
    case "q": {
      const cut = truncated(text, flags);
      if (flags.sharp && !/`|\ufeff|(?!\t)\p{Cc}/u.test(cut)) return pad(`\`${cut}\``, flags);
      return pad(`"${goQuoteInner(cut, flags.plus)}"`, flags);
    }
    case "x":
    case "X": {
      const cut = bytes(text).subarray(0, flags.precision);
      const digits = [...cut].map((byte) => byte.toString(16).padStart(2, "0"));
      const prefix = flags.sharp && digits.length > 0 ? "0x" : "";
      const hex = flags.space ? digits.map((pair) => prefix + pair).join(" ") : prefix + digits.join("");
      return pad(verb === "X" ? hex.toUpperCase() : hex, flags);
    }
  }
  return undefined;
}

/** A string's precision counts characters. */
function truncated(text: string, { precision }: Flags): string {
  return precision === undefined ? text : [...text].slice(0, precision).join("");
}

function formatInt({ value }: Int, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case "v":
    case "d":
      return integer(value, 10, "", flags);
    case "b":
      return integer(value, 2, flags.sharp ? "0b" : "", flags);
    case "o":
      return integer(value, 8, flags.sharp ? "0" : "", flags);
    case "O":
      return integer(value, 8, "0o", flags);
    case "x":
      return integer(value, 16, flags.sharp ? "0x" : "", flags);
    case "X":
      return integer(value, 16, flags.sharp ? "0X" : "", flags).replace(/[a-f]/g, (digit) => digit.toUpperCase());
    case "c":
      return pad(character(value), flags);
    case "q":
      return pad(`'${goQuoteInner(character(value), flags.plus).replace("'", "\\'").replace('\\"', '"')}'`, flags);
    case "U": {
      const hex = value.toString(16).toUpperCase().padStart(Math.max(4, flags.precision ?? 4), "0");
      return pad(`U+${hex}${flags.sharp ? ` '${character(value)}'` : ""}`, { ...flags, zero: false });
    }
  }
  return undefined;
}

function character(code: bigint): string {
  const valid = code >= 0n && code <= 0x10ffffn && !(code >= 0xd800n && code <= 0xdfffn);
  return valid ? String.fromCodePoint(Number(code)) : "\ufffd";
}

function integer(value: bigint, base: number, prefix: string, flags: Flags): string {
  if (flags.precision === 0 && value === 0n) return pad("", { ...flags, zero: false });
  const sign = value < 0n ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  const digits = (value < 0n ? -value : value).toString(base);
  const width = flags.precision ??
    (flags.zero && flags.width !== undefined ? flags.width - sign.length : 0);
  const padded = digits.padStart(width, "0");
  const marked = prefix === "0" && padded.startsWith("0") ? padded : prefix + padded;
  return pad(sign + marked, { ...flags, zero: false });
}

function formatFloat(value: number, verb: string, flags: Flags): string | undefined {
  const text = float(Math.abs(value), verb, flags);
  if (text === undefined) return undefined;
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? "-" : flags.plus || (text === "+Inf") ? "+" : flags.space ? " " : "";
  const digits = text.replace(/^\+/, "");
  if (!Number.isFinite(value)) {
    return pad((Number.isNaN(value) && !flags.plus ? "" : sign) + digits, { ...flags, zero: false });
  }
  if (flags.zero && flags.width !== undefined) return sign + digits.padStart(flags.width - sign.length, "0");
  return pad(sign + digits, flags);
}

function float(value: number, verb: string, { precision }: Flags): string | undefined {
  if (!"vgGeEfFxXb".includes(verb)) return undefined;
  if (!Number.isFinite(value)) return printFloat(value);
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
  }
  return undefined;
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

/** The first `count` decimal digits of `value`, rounded, and the exponent of the first. */
function significant(value: number, count: number): [digits: string, exponent: number] {
  const exponent = value === 0 ? 0 : Number(value.toExponential().split("e")[1]);
  const digits = scaled(value, count - 1 - exponent).padEnd(count, "0");
  return digits.length > count ? [digits.slice(0, count), exponent + 1] : [digits, exponent];
}

/** Digits of `value` × 10^`places`, rounded half to even as Go does: JavaScript rounds half up. */
function scaled(value: number, places: number): string {
  // No float64 has more than 1,074 decimal places.
  if (places > 1100) return scaled(value, 1100) + "0".repeat(places - 1100);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const exponent = Math.max(1, (bits.getUint32(0) >>> 20) & 0x7ff);
  const isNormal = ((bits.getUint32(0) >>> 20) & 0x7ff) > 0;
  const mantissa = (bits.getBigUint64(0) & 0xfffffffffffffn) | (isNormal ? 1n << 52n : 0n);
  const power = exponent - 1075;
  const numerator = mantissa * 2n ** BigInt(Math.max(0, power)) * 10n ** BigInt(Math.max(0, places));
  const denominator = 2n ** BigInt(Math.max(0, -power)) * 10n ** BigInt(Math.max(0, -places));
  const whole = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return String(up ? whole + 1n : whole);
}

/** `%#v`. */
function goSyntax(value: Value): string {
  if (isNil(value)) return "interface {}(nil)";
  if (isText(value)) return `"${goQuoteInner(flat(value))}"`;
  if (value instanceof List) return `${typeOf(value)}{${value.items.map(goSyntax).join(", ")}}`;
  if (value instanceof Dict) {
    const entries = value.entries().map(({ key, value }) => `${goSyntax(key)}:${goSyntax(value)}`);
    return `${typeOf(value)}{${entries.join(", ")}}`;
  }
  if (value instanceof Struct) {
    return `${value.type}{${[...value.fields].map(([name, field]) => `${name}:${goSyntax(field)}`).join(", ")}}`;
  }
  if (value instanceof Int && value.kind === "uint8") return `0x${value.value.toString(16)}`;
  return printFlat(value);
}

/** Widths count characters. */
function pad(text: string, { width, minus, zero }: Flags): string {
  const missing = (width ?? 0) - [...text].length;
  if (missing <= 0) return text;
  if (minus) return text + " ".repeat(missing);
  return (zero ? "0" : " ").repeat(missing) + text;
}
