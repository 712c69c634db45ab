/** Lets the lines of a flow collection stand as far left as kubectl allows, and YAML 1.2, which our parser follows, does not. */

/**
 * The same YAML, just as long: in flow collections, line breaks beside brackets and commas are spaces now, and so are
 * comments.
 */
export function flattened(source: string): string {
  const scanner = new Scanner(source);
  scanner.scan();
  let text = "";
  let at = 0;
  for (const { start, end } of scanner.blanks) {
    text += source.slice(at, start) + " ".repeat(end - start);
    at = end;
  }
  return text + source.slice(at);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

class Scanner {
  readonly blanks: Range[] = [];
  #at = 0;
  #lineStart = 0;

  constructor(readonly source: string) {}

  scan(): void {
    while (this.#at < this.source.length) this.#line();
  }

  /** Looks at each node that starts on the line: behind the indentation, `- ` and `key: `. */
  #line(): void {
    this.#lineStart = this.#at;
    let parent = -1;
    do {
      let column = this.#skip(/ */y) - this.#lineStart;
      while (this.#skips(/[-?](?=[ \n]) */y)) {
        parent = column;
        column = this.#at - this.#lineStart;
      }
      this.#skip(/(?:[&!]\S* +)*/y);
      const character = this.source[this.#at] ?? "";
      if ("|>".includes(character)) return this.#block(parent);
      if ("[{".includes(character)) this.#flow();
      else if ("\"'".includes(character)) this.#quoted();
      parent = column;
    } while (this.#skips(/(?:(?!:[ \n]| #)[^\n])*:(?= )/y));
    this.#skip(/[^\n]*\n?/y);
  }

  /** Skips a block scalar: its lines are indented further than the node it belongs to. */
  #block(parent: number): void {
    this.#skip(/[^\n]*\n?/y);
    const line = new RegExp(`(?: *\\n| {${parent + 1}}[^\\n]*\\n?)+`, "y");
    this.#skip(line);
  }

  #quoted(): void {
    this.#skip(/"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'/y);
  }

  /** Skips a flow collection. One that does not end is all that is left: nothing behind it would help. */
  #flow(): void {
    const blanks: Range[] = [];
    let depth = 0;
    /** The character before, other than white space and comments. */
    let previous = "";
    do {
      const from = this.#at;
      const character = this.source[from];
      if (character === undefined) {
        return;
      }
      if ("\"'".includes(character) && "[{,:".includes(previous)) this.#quoted();
      else if (this.#skips(/(?<=\s)#[^\n]*/y)) blanks.push({ start: from, end: this.#at });
      else if (this.#skips(/\s+(?=[\]},#])/y) || ("[{,:".includes(previous) && this.#skips(/\s+/y))) {
        blanks.push({ start: from, end: this.#at });
        // A line break inside a plain scalar stays: it is text.
      } else if (this.#skips(/\s+/y)) continue;
      else if ("[{".includes(character)) depth++;
      else if ("]}".includes(character)) depth--;
      if (this.#at === from) this.#at++;
      if (!/[\s#]/.test(character)) previous = character;
    } while (depth > 0);
    this.blanks.push(...blanks);
  }

  #skip(pattern: RegExp): number {
    this.#skips(pattern);
    return this.#at;
  }

  #skips(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const [match] = pattern.exec(this.source) ?? [];
    this.#at += match?.length ?? 0;
    return match !== undefined;
  }
}
