/** Go's fmt.Sprintf: reads the format, and has values written. */

import { allowText } from "../budget.ts";
import type { Flags } from "./format_flags.ts";
import { formatValue } from "./format_value.ts";
import { printFlat } from "./print.ts";
import { Int, typeOf, type Value, visit } from "../value.ts";

/**
 * Never throws for a bad format: as in Go, what is wrong shows in the text. Throws OverBudget when it gets too long, and a
 * FunctionError for the address of a value.
 */
export function sprintf(format: string, values: readonly Value[]): string {
  return new Printer(format, values).print();
}

/** Widths and precisions beyond this count as bad. */
const largest = 1_000_000;

class Printer {
  #out = "";
  #at = 0;
  /** The argument that is next. */
  #next = 0;
  #isReordered = false;
  /** Whether all indexes of this directive make sense. */
  #isGood = true;

  constructor(readonly format: string, readonly values: readonly Value[]) {}

  print(): string {
    while (this.#at < this.format.length) {
      const percent = this.format.indexOf("%", this.#at);
      const end = percent < 0 ? this.format.length : percent;
      this.#out += this.format.slice(this.#at, end);
      this.#at = end + 1;
      if (percent >= 0) this.#directive();
      allowText(this.#out.length);
    }
    return this.#out + this.#extra();
  }

  #directive(): void {
    this.#isGood = true;
    const marks = this.#marks();
    let isIndexed = this.#index();
    let minus = marks.includes("-");
    let zero = marks.includes("0");

    let width: number | undefined;
    if (this.#accept("*")) {
      width = this.#argument();
      if (width === undefined) this.#out += "%!(BADWIDTH)";
      else if (width < 0) [width, minus, zero] = [-width, true, false];
      isIndexed = false;
    } else {
      width = this.#number();
      if (isIndexed && width !== undefined) this.#isGood = false;
    }

    let precision: number | undefined;
    if (this.#at + 1 < this.format.length && this.#accept(".")) {
      if (isIndexed) this.#isGood = false;
      isIndexed = this.#index();
      if (this.#accept("*")) {
        precision = this.#argument();
        if (precision !== undefined && precision < 0) precision = undefined;
        if (precision === undefined) this.#out += "%!(BADPREC)";
        isIndexed = false;
      } else precision = this.#number() ?? 0;
    }

    if (!isIndexed) this.#index();
    const code = this.format.codePointAt(this.#at);
    if (code === undefined) {
      this.#out += "%!(NOVERB)";
      return;
    }
    const verb = String.fromCodePoint(code);
    this.#at += verb.length;
    const [plus, sharp] = [marks.includes("+"), marks.includes("#")];
    const flags = { minus, zero, space: marks.includes(" "), width, precision };
    const isV = verb === "v" || verb === "w";
    this.#verb(
      verb,
      isV
        ? { ...flags, plus: false, sharp: false, plusV: plus, sharpV: sharp }
        : { ...flags, plus, sharp, plusV: false, sharpV: false },
    );
  }

  #verb(verb: string, flags: Flags): void {
    if (verb === "%") this.#out += "%";
    else if (!this.#isGood) this.#out += `%!${verb}(BADINDEX)`;
    else if (this.#next >= this.values.length) this.#out += `%!${verb}(MISSING)`;
    else {
      const value = this.values[this.#next++];
      const wanted = (flags.width ?? 0) + (flags.precision ?? 0);
      // What is inside lists and maps is padded piece by piece.
      let count = 0;
      if (wanted > 0) visit(value, () => count++);
      allowText(this.#out.length + wanted * count);
      this.#out += formatValue(value, verb, flags);
    }
  }

  #marks(): string {
    const start = this.#at;
    while ("+-# 0".includes(this.format[this.#at] ?? "x")) this.#at++;
    return this.format.slice(start, this.#at);
  }

  /** `[3]`: whether there is one that can be read. */
  #index(): boolean {
    if (this.format[this.#at] !== "[") return false;
    this.#isReordered = true;
    const close = this.format.indexOf("]", this.#at);
    // Go sees no index in what is too short for one.
    if (close < 0 || this.format.length - this.#at < 3) {
      this.#isGood = false;
      this.#at++;
      return false;
    }
    const inside = this.format.slice(this.#at + 1, close);
    this.#at = close + 1;
    const index = /^\d+$/.test(inside) ? Number(inside) : undefined;
    if (index !== undefined && index >= 1 && index <= this.values.length) this.#next = index - 1;
    else this.#isGood = false;
    return index !== undefined;
  }

  /** A width or precision that an argument gives. */
  #argument(): number | undefined {
    if (this.#next >= this.values.length) return undefined;
    const value = this.values[this.#next++];
    const number = value instanceof Int ? Number(value.value) : undefined;
    return number === undefined || Math.abs(number) > largest ? undefined : number;
  }

  /**
   * A number in the format; to Go one that is crazily long is none, and takes the rest of the format with it. Where it
   * may have been meant, it is over the budget instead.
   */
  #number(): number | undefined {
    const start = this.#at;
    while (/\d/.test(this.format[this.#at] ?? "")) this.#at++;
    if (this.#at === start) return undefined;
    const number = Number(this.format.slice(start, this.#at));
    if (number < 2 ** 31) {
      allowText(number);
      return number;
    }
    this.#at = this.format.length;
    return undefined;
  }

  #accept(character: string): boolean {
    if (this.format[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** What is left over is shown, unless indexes make it hard to tell. */
  #extra(): string {
    const extra = this.values.slice(this.#next);
    if (this.#isReordered || extra.length === 0) return "";
    const shown = extra.map((value) =>
      value === undefined || value === null ? "<nil>" : `${typeOf(value)}=${printFlat(value)}`
    );
    return `%!(EXTRA ${shown.join(", ")})`;
  }
}
