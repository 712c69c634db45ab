/** Writes values as YAML the way sigs.k8s.io/yaml does, as Helm's `toYaml` gives it. */

import type { Context } from "../functions/function.ts";
import { printFloat } from "../printing/print.ts";
import { deferred, flat, isText, type Piece, rope, type Text } from "../rope.ts";
import { bytes } from "../utf8.ts";
import { Complex, Dict, Int, isNil, List, Struct, type Value } from "../value.ts";
import { toJson } from "./json.ts";
import { resolve } from "./yaml_scalar.ts";

type Settings = Pick<Context, "budget" | "trustsValues">;

/**
 * Without a line break at the end. Undefined for what JSON, which Go goes through, cannot say; but where values are not
 * trusted, none of their texts makes the rest go away.
 */
export function toYaml(value: Value, settings: Settings): Text | undefined {
  const writer = new Writer(settings);
  return writer.write(value, -1) ? writer.text : undefined;
}

const width = 80;

/** How far go-yaml, which reads the value's JSON, looks ahead for the colon behind a key in quotes. */
const longestKey = 1024;

class Writer {
  readonly #parts: Piece[] = [];
  #column = 0;
  /** A block scalar ended in a line break that is not "\n": the next line has begun. */
  #hasBroken = false;

  constructor(readonly settings: Settings) {}

  get text(): Text {
    return rope(this.#parts);
  }

  /** Writes a value whose parent is indented by `indent` spaces; -1 for the root. The cursor is behind `key:` or `-`. */
  write(value: Value, indent: number): boolean {
    this.settings.budget.spend(1);
    if (value instanceof Complex) return false;
    if (isNil(value)) return this.#flow("null");
    if (value instanceof Struct && value.printed !== undefined) {
      return value.encoded !== null && this.write(value.encoded, indent);
    }
    if (value instanceof List) return this.#list(value, indent);
    if (value !== null && typeof value === "object" && !isText(value) && !(value instanceof Int)) {
      return this.#map(
        value instanceof Dict ? value.entries() : [...value.fields].map(([key, value]) => ({ key, value })),
        indent,
      );
    }
    if (typeof value === "number" && !Number.isFinite(value)) return false;
    this.#space();
    if (isText(value)) return this.#string(value, indent, false);
    this.#put(plain(value));
    return true;
  }

  /** Items of a list inside a map are not indented further. */
  #list({ items }: List, indent: number, own = Math.max(indent, 0)): boolean {
    if (items.length === 0) return this.#flow("[]");
    for (const [i, item] of items.entries()) {
      if (i > 0 || this.#afterColon()) this.#newLine(own);
      else this.#space();
      this.#put("-");
      if (!this.#item(item, own)) return false;
    }
    return true;
  }

  #item(item: Value, indent: number): boolean {
    if (item instanceof List) return this.#list(item, indent, indent + 2);
    return this.write(item, indent);
  }

  #map(entries: readonly { key: Text; value: Value }[], indent: number): boolean {
    if (entries.length === 0) return this.#flow("{}");
    const own = indent < 0 ? 0 : indent + 2;
    this.settings.budget.spend(1.5 * entries.length * Math.log2(entries.length));
    for (const [i, { key, value }] of [...entries].sort((a, b) => compareKeys(flat(a.key), flat(b.key))).entries()) {
      if (i > 0 || this.#afterColon()) this.#newLine(own);
      else this.#space();
      if (this.#mayFail(key) && !isReadKey(key)) return false;
      const simple = !/[\r\n\x85\u2028\u2029]/.test(flat(key)) && bytes(flat(key)).length <= 128;
      if (!simple) this.#put("? ");
      if (!this.#string(key, own, simple)) return false;
      if (!simple) this.#newLine(own);
      this.#put(simple ? ":" : ": ");
      if (simple ? !this.write(value, own) : !this.#item(value, own)) return false;
    }
    return true;
  }

  #flow(text: string): boolean {
    this.#space();
    this.#put(text);
    return true;
  }

  #afterColon(): boolean {
    return this.#parts.at(-1) === ":";
  }

  /** A space behind `-`, `:` and `?`. */
  #space(): void {
    const last = this.#parts.at(-1);
    if (last === ":" || last === "-") this.#put(" ");
  }

  #string(text: Text, indent: number, isKey: boolean): boolean {
    const read = throughJson(flat(text)) ?? (this.#mayFail(text) ? undefined : flat(text));
    if (read === undefined) return false;
    const start = this.#column;
    const version = this.settings.trustsValues ? "YAML 1.1" : "YAML 1.2";
    const encoded = new ScalarWriter(start, Math.max(indent, 0) + 2, isKey, version).write(read);
    this.#hasBroken = version === "YAML 1.1" && encoded.startsWith("|") && /[\u2028\u2029]$/.test(read);
    // To choose a style takes time with every string, and to escape with every character.
    this.settings.budget.spend(1.5 + read.length / 16 + Math.max(0, encoded.length - read.length) / 4);
    if (typeof text === "string") this.#put(encoded);
    else {
      this.#parts.push(...deferred(flat(text), encoded, "yaml").pieces);
      this.#move(encoded);
    }
    return true;
  }

  #mayFail(text: Text): boolean {
    return typeof text === "string" || this.settings.trustsValues;
  }

  #newLine(indent: number): void {
    if (this.#hasBroken) this.#column = 0;
    this.#put((this.#hasBroken ? "" : "\n") + " ".repeat(indent));
    this.#hasBroken = false;
  }

  #put(text: string): void {
    this.#parts.push(text);
    this.#move(text);
  }

  #move(text: string): void {
    const lineStart = text.lastIndexOf("\n") + 1;
    this.#column = (lineStart > 0 ? 0 : this.#column) + [...text.slice(lineStart)].length;
  }
}

/** What go-yaml reads of the text's JSON, where some characters stand as they are: undefined when it refuses one. */
function throughJson(text: string): string | undefined {
  if (/[\x7f-\x84\x86-\x9f\ufffe\uffff]/.test(text)) return undefined;
  return text.replace(/ *\x85[ \x85]*/g, (breaks) => "\n".repeat(breaks.replaceAll(" ", "").length - 1) || " ");
}

/** Whether go-yaml reads the key's JSON as a key: on one line, and not too long. */
function isReadKey(key: Text): boolean {
  const json = flat(toJson(key, { html: true }) ?? "");
  return !json.includes("\x85") && [...json].length <= longestKey;
}

function plain(value: undefined | null | boolean | number | Int): string {
  if (value === undefined || value === null) return "null";
  if (value instanceof Int) return String(value.value);
  if (typeof value === "boolean") return String(value);
  // Go reads the shortest digits back as a 64-bit integer, with or without a sign, or else as a float.
  const whole = Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(String(value)) : undefined;
  return whole !== undefined && whole >= -(2n ** 63n) && whole < 2n ** 64n ? String(whole) : printFloat(value);
}

const lineBreaks = { "YAML 1.1": "\n\u2028\u2029", "YAML 1.2": "\n" };

/**
 * Writes one string, in the style that libyaml's emitter would choose. To YAML 1.1, U+2028 and U+2029 break lines, and the
 * next one is indented; to YAML 1.2, as which Jobs are read, spaces behind them would be part of the text.
 */
class ScalarWriter {
  /** Joined now and then: a text that grows by single characters takes up many times its length. */
  #out = "";
  #ahead: string[] = [];

  constructor(
    private column: number,
    private readonly indent: number,
    private readonly isKey: boolean,
    private readonly version: keyof typeof lineBreaks,
  ) {}

  write(text: string): string {
    const may = analyze(text);
    const isPlain = ["string", "merge"].includes(resolve(text).type) && !base60.test(text);
    if (text.includes("\n") && may.block && !this.isKey) return this.#literal(text);
    if (text.includes("\n") || !isPlain) return this.#double(text);
    if (may.plain && !(text === "" && this.isKey)) return this.#folded(text);
    return may.single ? this.#single(text) : this.#double(text);
  }

  #folded(text: string): string {
    this.#words(text, false);
    return this.#written();
  }

  #single(text: string): string {
    this.#put("'");
    this.#words(this.#indented(text.replaceAll("'", "''")), true);
    return this.#written() + "'";
  }

  /** Lines break where a space is alone, but in quotes not at the ends. */
  #words(text: string, inQuotes: boolean): void {
    const words = text.split(/(?<! ) (?! )/);
    words.forEach((word, i) => {
      const isFirst = i === 1 && words[0] === "";
      const isLast = i === words.length - 1 && word === "";
      if (i > 0 && this.#full() && !(inQuotes && (isFirst || isLast))) this.#break();
      else if (i > 0) this.#put(" ");
      this.#put(word);
    });
  }

  #double(text: string): string {
    this.#put('"');
    const characters = [...text];
    // Behind a byte order mark, go-yaml escapes everything.
    const hasMark = text.startsWith("\ufeff");
    let spaces = false;
    characters.forEach((character, i) => {
      if (!hasMark && character === " " && !spaces && this.#full() && i > 0 && i < characters.length - 1) {
        this.#break();
        if (characters[i + 1] === " ") this.#put("\\");
      } else this.#put(escape(character, hasMark));
      spaces = character === " ";
    });
    return this.#written() + '"';
  }

  #literal(text: string): string {
    const isBreak = (character: string | undefined) =>
      character !== undefined && lineBreaks[this.version].includes(character);
    const indentHint = text.startsWith(" ") || isBreak(text[0]) ? "2" : "";
    const chomping = !isBreak(text.at(-1)) ? "-" : text.length === 1 || isBreak(text.at(-2)) ? "+" : "";
    const body = this.#indented(`\n${text}`);
    return `|${indentHint}${chomping}${text.endsWith("\n") ? body.slice(0, -1) : body}`;
  }

  /** With spaces before every line but the first, unless it is empty. */
  #indented(text: string): string {
    const breaks = lineBreaks[this.version];
    return text.replace(new RegExp(`(?<=[${breaks}])(?![${breaks}]|$)`, "g"), " ".repeat(this.indent));
  }

  #full(): boolean {
    return !this.isKey && this.column > width;
  }

  #break(): void {
    this.#ahead.push("\n" + " ".repeat(this.indent));
    this.column = this.indent;
  }

  #written(): string {
    this.#out += this.#ahead.join("");
    this.#ahead = [];
    return this.#out;
  }

  #put(text: string): void {
    this.#ahead.push(text);
    if (this.#ahead.length > 10_000) this.#written();
    const lineStart = Math.max(text.lastIndexOf("\u2028"), text.lastIndexOf("\u2029")) + 1;
    this.column = (lineStart > 0 ? 0 : this.column) + [...text.slice(lineStart)].length;
  }
}

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** What libyaml calls special: it must be escaped. Everything beyond the basic plane is. */
const special = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

/** Which styles can hold `text`. */
function analyze(text: string): { plain: boolean; single: boolean; block: boolean } {
  if (text === "") return { plain: false, single: true, block: false };
  const breaks = /[\r\n\x85\u2028\u2029]/;
  const isSpecial = special.test(text) || / [\r\n\x85\u2028\u2029]/.test(text);
  const indicators = /^(?:---|\.\.\.)/.test(text) || /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-](?:[ \t]|$)/.test(text) ||
    /:(?:[ \t]|$)/.test(text) || /[ \t\r\n\x85\u2028\u2029]#/.test(text);
  const edges = /^[ \r\n\x85\u2028\u2029]|[ \r\n\x85\u2028\u2029]$/.test(text);
  const breakSpace = /[\r\n\x85\u2028\u2029] /.test(text);
  return {
    plain: !isSpecial && !indicators && !edges && !breaks.test(text),
    single: !isSpecial && !breakSpace,
    block: !isSpecial && !text.endsWith(" "),
  };
}

const named: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

function escape(character: string, always: boolean): string {
  if (!always && /^[^\P{ASCII}\p{Cc}"\\]$/u.test(character)) return character;
  const mustBe = always || special.test(character) || /[\r\n\x85\u2028\u2029\ufeff"\\]/.test(character);
  if (!mustBe) return character;
  const name = named[character];
  if (name !== undefined) return `\\${name}`;
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** go-yaml's order of keys: letters by code point, numbers inside by their value, letters after anything else. */
function compareKeys(a: string, b: string): number {
  const at = firstDifference(a, b);
  const [p, q] = [characterAt(a, at), characterAt(b, at)];
  if (p === "" || q === "") return a.length - b.length;
  const letters = [isLetter(p), isLetter(q)];
  if (letters[0] && letters[1]) return codePoint(p) - codePoint(q);
  if (letters[0] || letters[1]) return letters[1] ? -1 : 1;
  // A digit that goes on a number counts with it, unless zeros only came before.
  const lead = (p === "0" || q === "0") && goesOnNumber(a, at) ? "1" : "";
  const numbers = [digits(a, at), digits(b, at)];
  const [m, n] = numbers.map((digits) => Number(lead + digits || "0"));
  if (m !== n) return (m ?? 0) - (n ?? 0);
  const lengths = numbers.map((digits) => digits.length);
  if (lengths[0] !== lengths[1]) return (lengths[0] ?? 0) - (lengths[1] ?? 0);
  return codePoint(p) - codePoint(q);
}

/** Where the first character begins that is not the same. */
function firstDifference(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const isInside = [a, b].some((text) => (text.codePointAt(at - 1) ?? 0) > 0xffff);
  return isInside ? at - 1 : at;
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** Whether digits end right before `at`, and not zeros only. */
function goesOnNumber(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && /\p{Nd}/u.test(text.charAt(start - 1))) start--;
  return /[^0]/.test(text.slice(start, at));
}

function isLetter(character: string): boolean {
  if (character < "\x80") return character >= "A" && character <= "Z" || character >= "a" && character <= "z";
  return /\p{L}/u.test(character);
}

const digitsAhead = /\p{Nd}*/uy;

function digits(text: string, from: number): string {
  digitsAhead.lastIndex = from;
  return digitsAhead.exec(text)?.[0] ?? "";
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
