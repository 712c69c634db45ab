/** Splits a template's text into tokens, by the rules of Go's text/template. */

import { isPrintable } from "../printing/go_quote.ts";
import { goQuote } from "../printing/go_quote.ts";

import { limits } from "../budget.ts";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
  readonly line: number;
}

export type TokenKind =
  | "text"
  | "left delimiter"
  | "right delimiter"
  | "space"
  | "assign"
  | "declare"
  | "pipe"
  | "left paren"
  | "right paren"
  | "string"
  | "raw string"
  | "character"
  | "number"
  | "complex"
  | "variable"
  | "field"
  | "dot"
  | "bool"
  | "identifier"
  | "keyword"
  | "other"
  | "end"
  | "error";

const keywords = new Set([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
]);

/** What ends a word without being part of it. */
const terminator = /[ \t\r\n.,|:()]|\}\}|$/y;
const word = /[\p{L}\p{Nd}_]*/yu;
const number =
  /[+-]?(?:0[xX](?<hex>)[\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)i?/y;

/** All tokens of `text`; the last one is `end` or `error`, whose text says what is wrong. */
export function lex(text: string): Token[] {
  const lexer = new Lexer(text);
  return lexer.run();
}

class Lexer {
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;

  constructor(readonly text: string) {}

  run(): Token[] {
    while (this.#text() && this.#action());
    return this.#tokens;
  }

  /** Reads text up to the next action; false at the end. */
  #text(): boolean {
    const open = this.text.indexOf("{{", this.#at);
    if (open < 0) {
      if (this.#at < this.text.length) this.#emit("text", this.text.length);
      this.#tokens.push({ kind: "end", text: "EOF", offset: this.#at, line: this.#line });
      return false;
    }
    const trims = /^-[ \t\r\n]/.test(this.text.slice(open + 2, open + 4));
    let end = open;
    while (trims && end > this.#at && isSpace(this.text[end - 1])) end--;
    if (end > this.#at) this.#emit("text", end);
    this.#skip(open);
    return true;
  }

  /** Reads one action or comment; false when it is broken. */
  #action(): boolean {
    const trims = /^\{\{-[ \t\r\n]/.test(this.text.slice(this.#at, this.#at + 4));
    const inside = this.#at + (trims ? 4 : 2);
    if (this.text.startsWith("/*", inside)) return this.#comment(inside);
    this.#emit("left delimiter", this.#at + 2);
    this.#skip(inside);
    let depth = 0;
    while (!this.#atRightDelimiter()) {
      const token = this.#token();
      if (token === undefined) return false;
      if (token === "left paren") depth++;
      if (token === "right paren" && --depth < 0) return this.#retract("unexpected right paren");
    }
    if (depth > 0) return this.#fail("unclosed left paren");
    this.#rightDelimiter();
    return true;
  }

  #comment(inside: number): boolean {
    this.#skip(inside);
    const close = this.text.indexOf("*/", inside + 2);
    if (close < 0) return this.#fail("unclosed comment");
    if (!this.#atRightDelimiter(close + 2)) return this.#fail("comment ends before closing delimiter");
    this.#skip(close + 2);
    this.#rightDelimiter();
    this.#tokens.pop();
    return true;
  }

  #atRightDelimiter(at = this.#at): boolean {
    if (this.text.startsWith("}}", at)) return true;
    return isSpace(this.text[at]) && this.text.startsWith("-}}", at + 1);
  }

  #rightDelimiter(): void {
    const trims = !this.text.startsWith("}}", this.#at);
    if (trims) this.#skip(this.#at + 2);
    this.#emit("right delimiter", this.#at + 2);
    let end = this.#at;
    while (trims && isSpace(this.text[end])) end++;
    this.#skip(end);
  }

  /** Reads one token inside an action; undefined when it is broken. */
  #token(): TokenKind | undefined {
    if (this.#tokens.length > limits.tokens) return this.#broken(`exceeded the limit of ${limits.tokens} tokens`);
    const character = this.text[this.#at];
    switch (character) {
      case undefined:
        return this.#broken("unclosed action");
      case " ":
      case "\t":
      case "\r":
      case "\n":
        return this.#space();
      case "=":
        return this.#emit("assign", this.#at + 1);
      case ":":
        return this.text[this.#at + 1] === "=" ? this.#emit("declare", this.#at + 2) : this.#broken("expected :=");
      case "|":
        return this.#emit("pipe", this.#at + 1);
      case "(":
        return this.#emit("left paren", this.#at + 1);
      case ")":
        return this.#emit("right paren", this.#at + 1);
      case '"':
        return this.#quoted("string", /"(?:[^"\\\n]|\\[^\n])*"/y, "unterminated quoted string");
      case "'":
        return this.#quoted("character", /'(?:[^'\\\n]|\\[^\n])*'/y, "unterminated character constant");
      case "`":
        return this.#quoted("raw string", /`[^`]*`/y, "unterminated raw quoted string");
      case "$":
        return this.#name("variable");
      case ".":
        return /\d/.test(this.text[this.#at + 1] ?? "0") ? this.#number() : this.#name("field");
      default:
        if (/[+\-\d]/.test(character)) return this.#number();
        if (this.#match(word, this.#at) !== "") return this.#identifier();
        if (/[\x21-\x7e]/.test(character)) return this.#emit("other", this.#at + 1);
        return this.#broken(`unrecognized character in action: ${describe(this.text, this.#at)}`);
    }
  }

  #space(): TokenKind {
    let end = this.#at;
    while (isSpace(this.text[end])) end++;
    if (this.text.startsWith("-}}", end) && end - this.#at > 1) end--;
    return this.#emit("space", end);
  }

  #quoted(kind: TokenKind, pattern: RegExp, problem: string): TokenKind | undefined {
    const match = this.#match(pattern, this.#at);
    return match === undefined ? this.#broken(problem) : this.#emit(kind, this.#at + match.length);
  }

  #name(kind: "variable" | "field"): TokenKind | undefined {
    const end = this.#at + 1 + (this.#match(word, this.#at + 1) ?? "").length;
    if (this.#match(terminator, end) === undefined) return this.#broken(`bad character ${describe(this.text, end)}`);
    return this.#emit(kind === "field" && end === this.#at + 1 ? "dot" : kind, end);
  }

  #identifier(): TokenKind | undefined {
    const name = this.#match(word, this.#at) ?? "";
    const end = this.#at + name.length;
    if (this.#match(terminator, end) === undefined) return this.#broken(`bad character ${describe(this.text, end)}`);
    if (keywords.has(name)) return this.#emit("keyword", end);
    return this.#emit(name === "true" || name === "false" ? "bool" : "identifier", end);
  }

  #number(): TokenKind | undefined {
    const end = this.#endOfNumber(this.#at);
    if (end.isBad) return this.#badNumber(end.offset);
    if (!/[+-]/.test(this.text[end.offset] ?? "")) return this.#emit("number", end.offset);
    const imaginary = this.#endOfNumber(end.offset);
    const isComplex = !imaginary.isBad && this.text[imaginary.offset - 1] === "i";
    return isComplex ? this.#emit("complex", imaginary.offset) : this.#badNumber(imaginary.offset);
  }

  /** Bad is a number that goes on as a word: its first character is taken too. */
  #endOfNumber(from: number): { offset: number; isBad: boolean } {
    const offset = from + (this.#match(number, from) ?? "").length;
    const [next] = this.#match(word, offset) ?? "";
    return { offset: offset + (next ?? "").length, isBad: next !== undefined };
  }

  #badNumber(end: number): undefined {
    return this.#broken(`bad number syntax: ${goQuote(this.text.slice(this.#at, end))}`);
  }

  #match(pattern: RegExp, from: number): string | undefined {
    pattern.lastIndex = from;
    return pattern.exec(this.text)?.[0];
  }

  #emit(kind: TokenKind, end: number): TokenKind {
    this.#tokens.push({ kind, text: this.text.slice(this.#at, end), offset: this.#at, line: this.#line });
    this.#skip(end);
    return kind;
  }

  #skip(to: number): void {
    for (let i = this.#at; i < to; i++) if (this.text[i] === "\n") this.#line++;
    this.#at = to;
  }

  #broken(problem: string): undefined {
    this.#fail(problem);
    return undefined;
  }

  #retract(problem: string): false {
    this.#tokens.pop();
    return this.#fail(problem);
  }

  #fail(problem: string): false {
    this.#tokens.push({ kind: "error", text: problem, offset: this.#at, line: this.#line });
    return false;
  }
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\r" || character === "\n";
}

/** A character as Go's `%#U` writes it. */
function describe(text: string, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) return "U+FFFFFFFFFFFFFFFF";
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  const character = String.fromCodePoint(code);
  return isPrintable(character) ? `U+${hex} '${character}'` : `U+${hex}`;
}
