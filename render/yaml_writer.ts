/** Writes values as YAML the way sigs.k8s.io/yaml does, as Helm's `toYaml` gives it. */

import { printFloat } from "./print.ts";
import { deferred, flat, isText, type Piece, rope, type Text } from "./rope.ts";
import { Dict, Int, List, nilList, nilStrings, type Value } from "./value.ts";
import { resolve } from "./yaml_scalar.ts";

/** Without a line break at the end. Undefined for what JSON, which Go goes through, cannot say. */
export function toYaml(value: Value): Text | undefined {
  const writer = new Writer();
  return writer.write(value, -1) ? writer.text : undefined;
}

const width = 80;

class Writer {
  readonly #parts: Piece[] = [];
  #column = 0;

  get text(): Text {
    return rope(this.#parts);
  }

  /** Writes a value whose parent is indented by `indent` spaces; -1 for the root. The cursor is behind `key:` or `-`. */
  write(value: Value, indent: number): boolean {
    if (value === nilList || value === nilStrings) return this.#flow("null");
    if (value instanceof List) return this.#list(value, indent);
    if (value !== null && typeof value === "object" && !isText(value) && !(value instanceof Int)) {
      return this.#map(
        value instanceof Dict ? value.entries() : [...value.fields].map(([key, value]) => ({ key, value })),
        indent,
      );
    }
    if (typeof value === "number" && !Number.isFinite(value)) return false;
    this.#space();
    if (isText(value)) this.#string(value, indent, false);
    else this.#put(plain(value));
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
    for (const [i, { key, value }] of [...entries].sort((a, b) => compareKeys(flat(a.key), flat(b.key))).entries()) {
      if (i > 0 || this.#afterColon()) this.#newLine(own);
      else this.#space();
      const simple = !/[\n\x85\u2028\u2029]/.test(flat(key)) && new TextEncoder().encode(flat(key)).length <= 128;
      if (!simple) this.#put("? ");
      this.#string(key, own, simple);
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

  #string(text: Text, indent: number, isKey: boolean): void {
    const start = this.#column;
    const encoded = new ScalarWriter(start, Math.max(indent, 0) + 2, isKey).write(flat(text));
    if (typeof text === "string") this.#put(encoded);
    else {
      this.#parts.push(...deferred(flat(text), encoded, "yaml").pieces);
      this.#move(encoded);
    }
  }

  #newLine(indent: number): void {
    this.#put("\n" + " ".repeat(indent));
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

function plain(value: undefined | null | boolean | number | Int): string {
  if (value === undefined || value === null) return "null";
  if (value instanceof Int) return String(value.value);
  if (typeof value === "boolean") return String(value);
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64 ? String(BigInt(value)) : printFloat(value);
}

/** Writes one string, in the style that libyaml's emitter would choose. */
class ScalarWriter {
  #out = "";

  constructor(private column: number, private readonly indent: number, private readonly isKey: boolean) {}

  write(text: string): string {
    const may = analyze(text);
    const isPlain = ["string", "merge"].includes(resolve(text).type) && !base60.test(text);
    if (text.includes("\n") && may.block && !this.isKey) return this.#literal(text);
    if (text.includes("\n") || !isPlain) return this.#double(text);
    if (may.plain && !(text === "" && this.isKey)) return this.#folded(text);
    return may.single ? this.#single(text) : this.#double(text);
  }

  #folded(text: string): string {
    this.#words(text, (character) => character);
    return this.#out;
  }

  #single(text: string): string {
    this.#put("'");
    this.#words(text, (character) => character === "'" ? "''" : character, true);
    return this.#out + "'";
  }

  #words(text: string, encode: (character: string) => string, inQuotes = false): void {
    const characters = [...text];
    let spaces = false;
    characters.forEach((character, i) => {
      const inside = !inQuotes || (i > 0 && i < characters.length - 1);
      const breaks = character === " " && !spaces && this.#full() && inside && characters[i + 1] !== " ";
      if (breaks) this.#break();
      else this.#put(encode(character));
      spaces = character === " ";
    });
  }

  #double(text: string): string {
    this.#put('"');
    const characters = [...text];
    let spaces = false;
    characters.forEach((character, i) => {
      if (character === " " && !spaces && this.#full() && i > 0 && i < characters.length - 1) {
        this.#break();
        if (characters[i + 1] === " ") this.#put("\\");
      } else this.#put(escape(character));
      spaces = character === " ";
    });
    return this.#out + '"';
  }

  #literal(text: string): string {
    const indentHint = /^[ \n]/.test(text) ? "2" : "";
    const chomping = !text.endsWith("\n") ? "-" : text === "\n" || text.endsWith("\n\n") ? "+" : "";
    const lines = text.split("\n").map((line) => line === "" ? "" : " ".repeat(this.indent) + line);
    const body = lines.join("\n");
    return `|${indentHint}${chomping}\n${text.endsWith("\n") ? body.slice(0, -1) : body}`;
  }

  #full(): boolean {
    return !this.isKey && this.column > width;
  }

  #break(): void {
    this.#out += "\n" + " ".repeat(this.indent);
    this.column = this.indent;
  }

  #put(text: string): void {
    this.#out += text;
    this.column += [...text].length;
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

function escape(character: string): string {
  const mustBe = special.test(character) || /[\r\n\x85\u2028\u2029\ufeff"\\]/.test(character);
  if (!mustBe) return character;
  const name = named[character];
  if (name !== undefined) return `\\${name}`;
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** go-yaml's order of keys: letters by code point, numbers inside by their value, letters after anything else. */
function compareKeys(a: string, b: string): number {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p = "", q = ""] = [x[i], y[i]];
    if (p === q) continue;
    const letters = [isLetter(p), isLetter(q)];
    if (letters[0] && letters[1]) return codePoint(p) - codePoint(q);
    if (letters[0] || letters[1]) return letters[1] ? -1 : 1;
    // A digit that goes on a number counts with it, unless zeros only came before.
    const prefix = p === "0" || q === "0" ? /\p{Nd}*$/u.exec(x.slice(0, i).join(""))?.[0] ?? "" : "";
    const lead = /[^0]/.test(prefix) ? "1" : "";
    const numbers = [digits(x, i), digits(y, i)];
    const [m, n] = numbers.map((digits) => Number(lead + digits || "0"));
    if (m !== n) return (m ?? 0) - (n ?? 0);
    const lengths = numbers.map((digits) => digits.length);
    if (lengths[0] !== lengths[1]) return (lengths[0] ?? 0) - (lengths[1] ?? 0);
    return codePoint(p) - codePoint(q);
  }
  return x.length - y.length;
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}

function digits(characters: readonly string[], from: number): string {
  return /^\p{Nd}*/u.exec(characters.slice(from).join(""))?.[0] ?? "";
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
