/** Functions on strings. Those that only add or take away white space and punctuation at the ends keep ropes. */

import { allowText, type Budget } from "../budget.ts";
import { isSpace, lower, title, upper } from "../characters.ts";
import { print } from "../printing/print.ts";
import { goQuoteInner } from "../printing/go_quote.ts";
import { concat, deferred, flat, isText, mapPieces, rope, slice, type Text } from "../rope.ts";
import { bytes, byteSlice } from "../utf8.ts";
import { Dict, List, type Value } from "../value.ts";
import { any, computes, encodes, FunctionError, type FunctionTable, integer, rest, string, text } from "./function.ts";

export const strings: FunctionTable = {
  quote: encodes([rest(any)], function (values) {
    for (const value of values) spendOnQuoting(this.budget, value);
    return joined(values, quote);
  }),
  squote: encodes([rest(any)], (values) => joined(values, (value) => concat("'", ...wholly(print(value)), "'"))),
  toString: encodes([any], (value) => print(value)),
  indent: encodes([integer, text], (spaces, value) => indent(spaces, value)),
  nindent: encodes([integer, text], (spaces, value) => concat("\n", indent(spaces, value))),

  trim: encodes([text], (value) => trimmed(value, isSpace)),
  trimAll: encodes([string, text], trimAll),
  trimall: encodes([string, text], trimAll),
  trimPrefix: encodes([string, text], (prefix, value) => {
    return flat(value).startsWith(prefix) ? slice(value, prefix.length, Infinity) : value;
  }),
  trimSuffix: encodes([string, text], (suffix, value) => {
    const length = flat(value).length;
    return flat(value).endsWith(suffix) ? slice(value, 0, length - suffix.length) : value;
  }),

  upper: computes([string], function (value) {
    spendBeyondAscii(this.budget, value);
    return upper(value);
  }),
  lower: computes([string], function (value) {
    spendBeyondAscii(this.budget, value);
    return lower(value);
  }),
  title: computes([string], function (value) {
    this.budget.spend(value.length / 8);
    return value.replace(wordStart, title);
  }),
  trunc: computes([integer, string], (count, value) => {
    const { length } = bytes(value);
    if (count < 0 && length + count > 0) return byteSlice(value, length + count);
    return count >= 0 && length > count ? byteSlice(value, 0, count) : value;
  }),
  substr: computes([integer, integer, string], substr),
  replace: computes([string, string, string], (from, to, value) => {
    const parts = from === "" ? ["", ...value, ""] : value.split(from);
    allowText(value.length + parts.length * to.length);
    return parts.join(to);
  }),
  contains: computes([string, string], (part, value) => value.includes(part)),
  hasPrefix: computes([string, string], (prefix, value) => value.startsWith(prefix)),
  hasSuffix: computes([string, string], (suffix, value) => value.endsWith(suffix)),
  repeat: computes([integer, string], (count, value) => {
    if (count < 0) throw new FunctionError("strings: negative Repeat count");
    allowText(count * value.length);
    return value.repeat(value === "" ? 0 : count);
  }),
  split: computes([string, string], function (separator, value) {
    return numbered(this.budget, split(separator, value));
  }),
  splitn: computes([string, integer, string], function (separator, count, value) {
    return numbered(this.budget, splitAtMost(separator, count, value));
  }),
  splitList: computes([string, string], (separator, value) => new List(split(separator, value), "string")),
  join: computes([string, any], (separator, value) => {
    const parts = stringsOf(value);
    allowText(parts.reduce((length, part) => length + part.length + separator.length, 0));
    return parts.join(separator);
  }),
};

/** Go's strval of every item that is not nil; of a single value, a list of it alone. */
export function stringsOf(value: Value): string[] {
  return presentItems(value).map((item) => flat(print(item)));
}

/** The items of a list that are not nil; of another value, itself alone. */
export function presentItems(value: Value): Value[] {
  const items = value instanceof List ? value.items : [value];
  return items.filter((item) => item !== null && item !== undefined);
}

function joined(values: readonly Value[], encode: (value: Value) => Text): Text {
  const encoded = values.filter((value) => value !== null && value !== undefined).map(encode);
  return concat(...encoded.flatMap((text, i) => i === 0 ? [text] : [" ", text]));
}

/** The value in Go's double quotes, whose escapes YAML's double quotes undo. */
export function quote(value: Value): Text {
  const printed = print(value);
  const inner = goQuoteInner(flat(printed));
  if (typeof printed === "string") return `"${inner}"`;
  return rope(['"', ...deferred(flat(printed), inner, "escaped").pieces, '"']);
}

/** What is to be escaped is so character by character. */
export function spendOnQuoting(budget: Budget, value: Value): void {
  if (!isText(value)) return;
  budget.spendOnText(3 * flat(value).length);
  spendBeyondAscii(budget, flat(value));
}

/** A text in which a value takes part is, as a whole, a value. */
function wholly(printed: Text): Text[] {
  return [typeof printed === "string" ? printed : deferred(flat(printed))];
}

function indent(spaces: number, value: Text): Text {
  if (spaces < 0) throw new FunctionError("strings: negative Repeat count");
  allowText(spaces);
  const breaks = flat(value).split("\n").length;
  allowText(flat(value).length + spaces * breaks);
  const pad = " ".repeat(spaces);
  const padded = mapPieces(
    value,
    (text) => text.replaceAll("\n", "\n" + pad),
    (piece) => ({ ...piece, pad: piece.pad + spaces }),
  );
  return concat(pad, padded);
}

function trimAll(characters: string, value: Text): Text {
  const cut = new Set(characters);
  return trimmed(value, (character) => cut.has(character));
}

function trimmed(value: Text, cuts: (character: string) => boolean): Text {
  const text = flat(value);
  let start = 0;
  let end = text.length;
  for (const character of text) {
    if (!cuts(character)) break;
    start += character.length;
  }
  while (end > start) {
    const code = text.codePointAt(end - 2) ?? 0;
    const character = end - 2 >= start && code > 0xffff ? String.fromCodePoint(code) : text.charAt(end - 1);
    if (!cuts(character)) break;
    end -= character.length;
  }
  return slice(value, start, end);
}

/** Characters that are not ASCII change their case one by one. */
function spendBeyondAscii(budget: Budget, value: string): void {
  budget.spend((bytes(value).length - value.length) / 4);
}

/** Letters that change at the start of Go's words, between which are white space and ASCII punctuation. */
const wordStart = /(?<![\p{L}\p{Nd}_]|[^\p{ASCII}\p{White_Space}])\p{Changes_When_Titlecased}/gu;

function substr(start: number, end: number, value: string): string {
  const { length } = bytes(value);
  const broken = (range: string) =>
    new FunctionError(concat("runtime error: slice bounds out of range ", deferred(range)));
  if (start < 0) {
    if (end < 0) throw broken(`[:${end}]`);
    if (end > length) throw broken(`[:${end}] with length ${length}`);
    return byteSlice(value, 0, end);
  }
  if (end < 0 || end > length) {
    if (start > length) throw broken(`[${start}:${length}]`);
    return byteSlice(value, start);
  }
  if (start > end) throw broken(`[${start}:${end}]`);
  return byteSlice(value, start, end);
}

function split(separator: string, value: string): string[] {
  return separator === "" ? [...value] : value.split(separator);
}

/** The last of at most `count` parts is all that remains; a negative count is no bound. */
function splitAtMost(separator: string, count: number, value: string): string[] {
  const parts = split(separator, value);
  if (count < 0 || parts.length <= count) return parts;
  return count === 0 ? [] : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

function numbered(budget: Budget, parts: readonly string[]): Dict {
  budget.spend(parts.length);
  const dict = new Dict("string");
  parts.forEach((part, i) => dict.set(`_${i}`, part));
  return dict;
}
