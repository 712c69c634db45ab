/** Functions that rewrite words: their case, their white space, how long their lines are. */

import { allowText, type Budget } from "../budget.ts";
import { isSpace, lower, title, upper } from "../characters.ts";
import { printFlat } from "../printing/print.ts";
import { bytes, byteSlice, stringOf } from "../utf8.ts";
import { any, computes, type FunctionTable, type GoFunction, integer, passes, rest, string, text } from "./function.ts";
import { lowerCase, pascalCase } from "./word_case.ts";

export const words: FunctionTable = {
  hello: computes([], () => "Hello!"),
  camelcase: byLetter(pascalCase),
  snakecase: byLetter((value) => lowerCase(value, "_")),
  kebabcase: byLetter((value) => lowerCase(value, "-")),
  swapcase: byLetter(swapCase),
  untitle: byLetter((value) => {
    const characters = [...value];
    return characters.map((character, i) => startsWord(characters, i) ? lower(character) : character).join("");
  }),
  initials: byLetter((value) => {
    const units = byteCharacters(value);
    return units.filter((_, i) => startsWord(units, i)).join("");
  }),
  nospace: byLetter((value) => {
    const units = byteCharacters(value);
    const kept = units.filter((unit) => !isSpace(unit));
    return kept.length === units.length ? value : kept.join("");
  }),
  abbrev: computes([integer, string], (width, value) => width < 4 ? value : abbreviate(value, 0, width)),
  abbrevboth: computes([integer, integer, string], (left, right, value) => {
    return right < 4 || (left > 0 && right < 7) ? value : abbreviate(value, left, right);
  }),
  wrap: computes([integer, string], function (width, value) {
    return wrap(this.budget, value, width, "\n", false);
  }),
  wrapWith: computes([integer, string, string], function (width, lineBreak, value) {
    return wrap(this.budget, value, width, lineBreak === "" ? "\n" : lineBreak, true);
  }),
  plural: passes([text, text, integer], (one, many, count) => count === 1 ? one : many),
  cat: computes([rest(any)], (values) => values.filter((value) => value !== null).map(printFlat).join(" ")),
};

/** A function that looks at every letter: much slower than reading the text. */
function byLetter(change: (text: string) => string): GoFunction {
  return computes([string], function (value) {
    this.budget.spend(2 * value.length);
    return change(value);
  });
}

/** Sprig's libraries take each byte for a character here. */
function byteCharacters(text: string): string[] {
  return Array.from(bytes(text), (byte) => String.fromCharCode(byte));
}

function startsWord(characters: readonly string[], at: number): boolean {
  const before = characters[at - 1];
  return !isSpace(characters[at] ?? "") && (before === undefined || isSpace(before));
}

function swapCase(text: string): string {
  return text.replace(/[\p{Lu}\p{Lt}]|\p{Ll}/gu, (character, at: number) => {
    if (!/\p{Ll}/u.test(character)) return lower(character);
    return at === 0 || isSpace(text.charAt(at - 1)) ? title(character) : upper(character);
  });
}

/** Cuts to `width` bytes around `offset`, with dots where something is missing. */
function abbreviate(text: string, offset: number, width: number): string {
  const { length } = bytes(text);
  if (length <= width) return text;
  const room = width - 3;
  const behind = Number(BigInt.asIntN(64, BigInt(length) - BigInt(offset)));
  const start = behind < room ? length - room : offset;
  // Too narrow for dots on both sides: only where Go's subtraction overflows.
  if (start > 4 && width < 7) return "";
  if (start <= 4) return byteSlice(text, 0, room) + "...";
  if (start + room >= length) return "..." + byteSlice(text, length - room);
  return "..." + abbreviate(byteSlice(text, start), 0, room);
}

const space = 32;

/** Breaks lines at spaces so that they are at most `width` bytes, if need be inside of long words. */
function wrap(budget: Budget, text: string, width: number, lineBreak: string, breaksWords: boolean): string {
  const input = bytes(text);
  const room = Math.max(width, 1);
  allowText(input.length + Math.ceil(input.length / room) * lineBreak.length);
  const lines: string[] = [];
  let at = 0;
  while (input.length - at > room) {
    budget.spend(1);
    if (input[at] === space) {
      at++;
      continue;
    }
    const last = at + input.subarray(at, at + room + 1).lastIndexOf(space);
    const end = last >= at ? last : breaksWords ? at + room : nextSpace(input, at + room);
    lines.push(stringOf(input.subarray(at, end)));
    at = last < at && breaksWords ? end : end + 1;
  }
  // A last word too long for its line is a line of its own, without another after it.
  const remaining = at <= input.length ? [stringOf(input.subarray(at))] : [];
  return [...lines, ...remaining].join(lineBreak);
}

function nextSpace(input: Uint8Array, from: number): number {
  const next = input.indexOf(space, from);
  return next === -1 ? input.length : next;
}
