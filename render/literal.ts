/** Reads Go's literals: quoted strings, characters and numbers. */

import type { NumberNode } from "./ast.ts";

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
export function numberOf(source: string): Pick<NumberNode, "int" | "float"> | string {
  if (source.startsWith("'")) {
    const character = unquote(source);
    const [first, ...more] = character === undefined ? [] : [...character];
    if (first === undefined || more.length > 0) return `malformed character constant: ${source}`;
    const code = first.codePointAt(0) ?? 0;
    return { int: BigInt(code), float: code };
  }
  if (source.endsWith("i")) return `complex constants are not supported: ${source}`;
  const int = intOf(source);
  if (int !== undefined) return { int, float: Number(int) };
  const float = floatOf(source);
  if (float === undefined || !Number.isFinite(float)) return `illegal number syntax: ${JSON.stringify(source)}`;
  if (/[.eEpP]/.test(source)) {
    return { int: Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined, float };
  }
  // Go knows unsigned integers too, but no template function takes one.
  const isUnsigned = /^[1-9]/.test(source) && BigInt(source.replaceAll("_", "")) < 1n << 64n;
  return isUnsigned ? { int: undefined, float } : `integer overflow: ${JSON.stringify(source)}`;
}

/** Go's ParseInt with base 0: `0x`, `0o`, `0b`, a leading 0 for octal, `_` between digits. Undefined if it is none. */
export function intOf(source: string): bigint | undefined {
  const match =
    /^([+-]?)(0[xX]_?[\da-fA-F]+(?:_[\da-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*|0|[1-9]\d*(?:_\d+)*)$/
      .exec(source);
  if (match === null) return undefined;
  const digits = (match[2] ?? "").replaceAll("_", "").toLowerCase();
  const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = match[1] === "-" ? -magnitude : magnitude;
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** Go's ParseFloat for decimal and hexadecimal floats; undefined if it is none. */
export function floatOf(source: string): number | undefined {
  if (/^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?$/.test(source)) {
    return Number(source.replaceAll("_", ""));
  }
  const hex = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)$/.exec(source);
  if (hex === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent] = hex;
  if (whole + fraction === "") return undefined;
  const value = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === "-" ? -value : value;
}
