/** Changes of a text, made all at once: what nobody changes stays as it is, to the byte. */

interface Mark {
  readonly at: number;
  /** The text up to there goes. */
  readonly to: number;
  readonly text: string;
  /** Columns that the lines which begin from here on move to the right. */
  readonly shift: number;
  /** Closes sort before what opens at the same place, the innermost first. */
  readonly order: number;
}

/**
 * Changes may be nested but not overlap; of two at the same place the one that was made first is the outer one. What is
 * changed within a part that goes, goes with it.
 */
export class Edits {
  readonly #marks: Mark[] = [];
  readonly #lineEnd: string;

  constructor(readonly text: string) {
    this.#lineEnd = /\r?\n/.exec(text)?.[0] ?? "\n";
  }

  replace(start: number, end: number, text: string): void {
    this.#marks.push({ at: start, to: end, text, shift: 0, order: this.#marks.length });
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  remove(start: number, end: number): void {
    this.replace(start, end, "");
  }

  /** Puts texts around a part, and moves the lines that begin in it. Inserted lines say their columns as in the old text. */
  wrap(start: number, end: number, { before = "", after = "", shift = 0 }): void {
    const order = this.#marks.length;
    this.#marks.push({ at: start, to: start, text: before, shift, order });
    this.#marks.push({ at: end, to: end, text: after, shift: -shift, order: -order - 1 });
  }

  /** The new text. */
  made(): string {
    const out: string[] = [];
    let at = 0;
    let shift = 0;
    let isLineStart = true;
    const put = (text: string) => {
      if (text === "") return;
      out.push(shifted(text, shift, isLineStart));
      isLineStart = text.endsWith("\n");
    };
    for (const mark of this.#marks.sort((a, b) => a.at - b.at || a.order - b.order)) {
      if (mark.at >= at) {
        put(this.text.slice(at, mark.at));
        put(mark.text.replaceAll("\n", this.#lineEnd));
        at = mark.to;
      }
      shift += mark.shift;
    }
    put(this.text.slice(at));
    return out.join("");
  }
}

/** Empty lines stay empty, and a line that is not indented as far as it shall move to the left moves as far as it can. */
function shifted(text: string, shift: number, isLineStart: boolean): string {
  if (shift === 0) return text;
  if (shift < 0) {
    const indent = new RegExp(`(${isLineStart ? "^|" : ""}\n) {1,${-shift}}`, "g");
    return text.replace(indent, "$1");
  }
  const moved = text.replace(/\n(?=[^\r\n])/g, `\n${" ".repeat(shift)}`);
  return isLineStart && !/^[\r\n]/.test(text) ? " ".repeat(shift) + moved : moved;
}
