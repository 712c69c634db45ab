/** Says what is wrong with a text that is not JSON, in the words of Go's encoding/json. */

import { goQuoteInner } from "../printing/go_quote.ts";

/** Undefined if nothing is. Recurses: bound the nesting first. */
export function jsonProblem(text: string): string | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

class Problem extends Error {}

class Scanner {
  #at = 0;

  constructor(readonly text: string) {}

  document(): void {
    this.#value();
    this.#space();
    if (this.#at < this.text.length) this.#fail("after top-level value");
  }

  #value(): void {
    this.#space();
    const character = this.text[this.#at];
    switch (character) {
      case "{":
        return this.#members("}", "after object key:value pair", () => this.#member());
      case "[":
        return this.#members("]", "after array element", () => this.#value());
      case '"':
        return this.#string();
      case "t":
        return this.#word("true");
      case "f":
        return this.#word("false");
      case "n":
        return this.#word("null");
    }
    if (character === undefined || !/[-\d]/.test(character)) this.#fail("looking for beginning of value");
    this.#number();
  }

  #members(close: string, context: string, member: () => void): void {
    this.#at++;
    this.#space();
    if (this.#accept(close)) return;
    do {
      member();
      this.#space();
      if (this.#accept(close)) return;
    } while (this.#accept(","));
    this.#fail(context);
  }

  #member(): void {
    this.#space();
    if (this.text[this.#at] !== '"') this.#fail("looking for beginning of object key string");
    this.#string();
    this.#space();
    if (!this.#accept(":")) this.#fail("after object key");
    this.#value();
  }

  #string(): void {
    this.#at++;
    while (!this.#accept('"')) {
      if (this.#accept("\\")) this.#escape();
      else if ((this.text[this.#at] ?? "\0") < " ") this.#fail("in string literal");
      else this.#at++;
    }
  }

  #escape(): void {
    if (!this.#accept("u")) this.#one(/["\\/bfnrt]/, "in string escape code");
    else for (let i = 0; i < 4; i++) this.#one(/[\da-fA-F]/, "in \\u hexadecimal character escape");
  }

  #number(): void {
    this.#accept("-");
    if (!this.#accept("0")) this.#digits("in numeric literal");
    if (this.#accept(".")) this.#digits("after decimal point in numeric literal");
    if (!this.#accept("e") && !this.#accept("E")) return;
    if (!this.#accept("+")) this.#accept("-");
    this.#digits("in exponent of numeric literal");
  }

  #digits(context: string): void {
    this.#one(/\d/, context);
    while (/\d/.test(this.text[this.#at] ?? "")) this.#at++;
  }

  #word(word: string): void {
    for (const letter of word) {
      if (!this.#accept(letter)) this.#fail(`in literal ${word} (expecting '${letter}')`, " ");
    }
  }

  #one(pattern: RegExp, context: string): void {
    if (!pattern.test(this.text[this.#at] ?? "")) this.#fail(context, " ");
    this.#at++;
  }

  #accept(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.text[this.#at] ?? "")) this.#at++;
  }

  /** At the end of the text Go sees a space, which matters where none may be. */
  #fail(context: string, end = ""): never {
    const code = this.text.codePointAt(this.#at) ?? end.codePointAt(0);
    if (code === undefined) throw new Problem("unexpected end of JSON input");
    throw new Problem(`invalid character ${quoted(code)} ${context}`);
  }
}

/** Go looks at bytes: of a character outside ASCII, at its first one as if that were a character. */
function quoted(code: number): string {
  const [byte = 0] = new TextEncoder().encode(String.fromCodePoint(code));
  const character = String.fromCharCode(byte);
  return character === "'" ? "'\\''" : character === '"' ? "'\"'" : `'${goQuoteInner(character)}'`;
}
