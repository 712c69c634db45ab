/** Cuts concatenated JSON, as `kubectl get -o json -w` writes it, into its objects. */

import { InputError } from "./filter.ts";

/** The text of one JSON value, and the line of the input where it begins. */
interface Piece {
  readonly text: string;
  readonly line: number;
}

/** What is wrong with standard input, and in which line of it: every filter says it alike. */
export function unreadable(problem: string, line?: number, item?: number): InputError {
  const place = line === undefined ? "" : item === undefined ? `line ${line}: ` : `line ${line}, item ${item}: `;
  return new InputError(`Cannot read standard input: ${place}${problem}`);
}

/** Takes the input in parts that may end anywhere, and gives each object as soon as its last brace is there. */
export class JsonObjects {
  #line: number;
  #begun: Piece;
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** `line` is where the input begins. */
  constructor(line = 1) {
    this.#line = line;
    this.#begun = { text: "", line };
  }

  *take(part: string): Generator<{ value: unknown; line: number }, void> {
    let start = 0;
    for (let i = 0; i < part.length; i++) {
      const character = part.charCodeAt(i);
      if (character === newline) this.#line++;
      if (this.#escaped) this.#escaped = false;
      else if (this.#inString) {
        if (character === quote) this.#inString = false;
        else if (character === backslash) this.#escaped = true;
      } else if (this.#depth === 0) {
        if (character === space || character === newline || character === tab || character === carriageReturn) continue;
        if (character !== openBrace) throw unreadable("not a JSON object", this.#line);
        this.#begun = { text: "", line: this.#line };
        this.#depth = 1;
        start = i;
      } else if (character === quote) this.#inString = true;
      else if (character === openBrace) this.#depth++;
      else if (character === closeBrace && --this.#depth === 0) {
        const { text, line } = this.#begun;
        yield { value: parsed({ text: text + part.slice(start, i + 1), line }), line };
      }
    }
    if (this.#depth > 0) this.#begun = { text: this.#begun.text + part.slice(start), line: this.#begun.line };
  }

  /** Characters of the object that has begun. */
  get waiting(): number {
    return this.#depth > 0 ? this.#begun.text.length : 0;
  }

  /** Throws when the input ended in the middle of an object. */
  end(): void {
    if (this.#depth > 0) parsed(this.#begun);
  }
}

const newline = 0x0A;
const tab = 0x09;
const carriageReturn = 0x0D;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5C;
const openBrace = 0x7B;
const closeBrace = 0x7D;

function parsed({ text, line }: Piece): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = /^(.+?)(?: in JSON| after JSON)? at position (\d+) \(line (\d+) column \d+\)$/.exec(String(error));
    const [, problem = "", position, lineInText] = said ?? [];
    if (said === null || Number(position) >= text.trimEnd().length) {
      throw unreadable("the input ends in the middle of the JSON object that begins here", line);
    }
    const reason = problem.replace(/^SyntaxError: /, "");
    throw unreadable(`not JSON: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`, line + Number(lineInText) - 1);
  }
}
