/** Reads Go's literals: quoted strings, characters and numbers. */

import type { NumberNode } from "./ast.ts";
import { goQuote } from "../printing/go_quote.ts";
import { Complex } from "../value.ts";

const escapes: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);

/** The string that a Go literal in `"`, `'` or backquotes stands for; undefined if its escapes are wrong. */
export function unquote(source: string): string | undefined {
  const quote = source[0] ?? "";
  const inside = source.slice(1, -1);
  if (quote === "`") return inside.replaceAll("\r", "");
  const bytes: (string | number)[] = [];
  const pattern = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))|([^\\]+)/gsu;
  let end = 0;
  for (const match of inside.matchAll(pattern)) {
    if (match.index !== end) return undefined;
    end += match[0].length;
    const [, byte, short, long, octal, letter, plain] = match;
    const number = byte !== undefined ? parseInt(byte, 16) : octal !== undefined ? parseInt(octal, 8) : undefined;
    const rune = short ?? long;
    if (plain !== undefined) bytes.push(plain);
    else if (number !== undefined) {
      if (number > 255) return undefined;
      bytes.push(number);
    } else if (rune !== undefined) {
      const code = parseInt(rune, 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
      bytes.push(String.fromCodePoint(code));
    } else {
      const escaped = letter === quote ? quote : escapes.get(letter ?? "");
      if (escaped === undefined) return undefined;
      bytes.push(escaped);
    }
  }
  return end === inside.length ? decode(bytes) : undefined;
}

/** `\x` and octal escapes stand for bytes, which may form characters together. */
function decode(parts: (string | number)[]): string {
  if (parts.every((part) => typeof part === "string" || part < 0x80)) {
    return parts.map((part) => typeof part === "string" ? part : String.fromCharCode(part)).join("");
  }
  const encoder = new TextEncoder();
  const bytes = parts.flatMap((part) => typeof part === "string" ? [...encoder.encode(part)] : [part]);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));
}

/** The untyped constant that a Go number or character literal stands for; a string says what is wrong with it. */
export function numberOf(source: string, isComplex: boolean): Constant | string {
  if (/^(?:0|[1-9]\d{0,14})$/.test(source)) return { int: BigInt(source), float: Number(source), complex: undefined };
  if (source.startsWith("'")) return characterOf(source);
  if (isComplex) return complexOf(source);
  const imaginary = source.endsWith("i") ? finite(floatOf(source.slice(0, -1))) : undefined;
  if (imaginary !== undefined) return simplified(new Complex(0, imaginary));
  const whole = integerOf(source);
  const int = whole === undefined ? undefined : signed(whole);
  if (int !== undefined) return { int, float: Number(int), complex: undefined };
  // Go knows unsigned integers too, but no template function takes one.
  if (whole !== undefined && /^\d/.test(source) && BigInt.asUintN(64, whole) === whole) {
    return { int: undefined, float: Number(whole), complex: undefined };
  }
  const float = finite(floatOf(source));
  if (float === undefined) return `illegal number syntax: ${goQuote(source)}`;
  if (!/[.eEpP]/.test(source)) return `integer overflow: ${goQuote(source)}`;
  return { int: wholeOf(float), float, complex: undefined };
}

type Constant = Pick<NumberNode, "int" | "float" | "complex">;

function characterOf(source: string): Constant | string {
  const [, byte, octal] = /^'\\(?:x([\da-fA-F]{2})|([0-3][0-7]{2}))'$/.exec(source) ?? [];
  const character = unquote(source);
  if (character === undefined) {
    // Go reads one character only, and then wants the quote.
    const [one = ""] = /^'(?:\\(?:x..|u.{4}|U.{8}|[0-7]{3}|.)|[^\\])/su.exec(source) ?? [];
    return unquote(`${one}'`) === undefined ? "invalid syntax" : `malformed character constant: ${source}`;
  }
  const [first, ...more] = character;
  if (first === undefined) return "invalid syntax";
  if (more.length > 0) return `malformed character constant: ${source}`;
  const escaped = byte !== undefined ? parseInt(byte, 16) : octal !== undefined ? parseInt(octal, 8) : undefined;
  const code = escaped ?? first.codePointAt(0) ?? 0;
  return { int: BigInt(code), float: code, complex: undefined };
}

/** `1+2i`. */
function complexOf(source: string): Constant | string {
  const [, real = "", imaginary = ""] = /^(.*[^eEpP])([+-].*)i$/.exec(source) ?? [];
  const parts = [real, imaginary].map((part) => finite(floatOf(part)));
  const [re, im] = parts;
  if (re !== undefined && im !== undefined) return simplified(new Complex(re, im));
  if (/^[+-]$/.test(imaginary) || real.includes("i")) return "syntax error scanning complex number";
  const bad = re === undefined ? real : imaginary;
  return `strconv.ParseFloat: parsing ${goQuote(bad)}: invalid syntax`;
}

/** Without an imaginary part it may serve as other numbers, too. */
function simplified(complex: Complex): Constant {
  if (complex.imaginary !== 0) return { int: undefined, float: undefined, complex };
  return { int: wholeOf(complex.real), float: complex.real, complex };
}

function wholeOf(float: number): bigint | undefined {
  return Number.isInteger(float) && float >= -(2 ** 63) && float < 2 ** 63 ? BigInt(float) : undefined;
}

function finite(float: number | undefined): number | undefined {
  return Number.isFinite(float) ? float : undefined;
}

/** Go's ParseInt with base 0: `0x`, `0o`, `0b`, a leading 0 for octal, `_` between digits. Undefined if it is none. */
export function intOf(source: string): bigint | undefined {
  const value = integerOf(source);
  return value === undefined ? undefined : signed(value);
}

function signed(value: bigint): bigint | undefined {
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function integerOf(source: string): bigint | undefined {
  const match =
    /^([+-]?)(0[xX]_?[\da-fA-F]+(?:_[\da-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*|0|[1-9]\d*(?:_\d+)*)$/
      .exec(source);
  if (match === null) return undefined;
  const digits = (match[2] ?? "").replaceAll("_", "").toLowerCase();
  const magnitude = bigintOf(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === "-" ? -magnitude : magnitude;
}

/** The number that `digits` write, perhaps behind `0x`, `0o` or `0b`; of one with more than 64 digits only that it is above 64 bits. */
export function bigintOf(digits: string): bigint {
  const [, base = "", significant = ""] = /^(0[xob])?0*([^]*)$/.exec(digits) ?? [];
  return significant.length > 64 ? 1n << 64n : BigInt(`${base}${significant || "0"}`);
}

/**
 * Go's ParseInt for decimal digits, its error not looked at: what does not fit is the nearest that does, and, since Go stops
 * right there, whatever comes behind; what is no number is 0.
 */
export function nearestInt(text: string): bigint {
  const [whole, sign, digits] = /^([+-]?)(\d+)/.exec(text) ?? [];
  if (whole === undefined || digits === undefined) return 0n;
  const magnitude = bigintOf(digits);
  if (whole.length < text.length && magnitude < 1n << 64n) return 0n;
  const value = sign === "-" ? -magnitude : magnitude;
  const most = (1n << 63n) - 1n;
  return value > most ? most : value < -most - 1n ? -most - 1n : value;
}

/** Go's ParseFloat for decimal and hexadecimal floats; undefined if it is none, infinite if it is too large. */
export function floatOf(source: string): number | undefined {
  const text = withoutUnderscores(source);
  if (text === undefined) return undefined;
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  const hex = /^([+-]?)0[xX]([\da-fA-F]*)(?:\.([\da-fA-F]*))?[pP]([+-]?\d+)$/.exec(text);
  if (hex === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent] = hex;
  if (whole + fraction === "") return undefined;
  const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === "-" ? -value : value;
}

/** Underscores stand between digits, or behind `0x`; undefined if one does not. */
function withoutUnderscores(source: string): string | undefined {
  const isHex = /^[+-]?0x/i.test(source);
  const misplaced = isHex ? /(?<![x\da-f])_|_(?![\da-f])/i : /(?<!\d)_|_(?!\d)/;
  return misplaced.test(source) ? undefined : source.replaceAll("_", "");
}
