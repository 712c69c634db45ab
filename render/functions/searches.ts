/** Searches texts with regular expressions and accounts for every character that the engine reads. */

import { type Matcher, MatcherInput, type RE2JS } from "re2js";
import { allowText, type Budget } from "../budget.ts";

/** Where a match is. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/**
 * A text that charges for being read. One search takes time linear in the text, but it may read far beyond the match that
 * it finds, so many searches may read the same text many times: only the engine knows, and it takes any String.
 */
class ReadText extends String {
  #reads = 0;

  constructor(readonly text: string, readonly budget: Budget, readonly steps: number) {
    super(text);
  }

  override charCodeAt(index: number): number {
    if (++this.#reads % 64 === 0) this.budget.spend(64 * this.steps);
    return this.text.charCodeAt(index);
  }

  /** How the engine looks for a literal text, which takes little. */
  override indexOf(searched: string, from = 0): number {
    const found = this.text.indexOf(searched, from);
    this.budget.spendOnText((found < 0 ? this.text.length : found) - from);
    return found;
  }
}

export class Search {
  readonly #matcher: Matcher;
  readonly #stepsPerFind: number;

  constructor(readonly budget: Budget, readonly pattern: RE2JS, readonly value: string) {
    const size = pattern.programSize();
    // Measured: 25 ns for a character that is read, and up to 4 ns for each instruction that may wait for it.
    this.#matcher = pattern.matcher(MatcherInput.utf16(new ReadText(value, budget, 0.05 + size / 100)));
    // The engine starts every search by forgetting what it visited before: up to 256 Kibit.
    this.#stepsPerFind = 1 + Math.min(size * value.length, 2 ** 18) / 2 ** 17;
    budget.spend(5);
  }

  /** The first match at or behind `from`. */
  find(from: number): Match | undefined {
    this.budget.spend(this.#stepsPerFind);
    return this.#matcher.find(from) ? { start: this.#matcher.start(), end: this.#matcher.end() } : undefined;
  }

  /** The text of a group in the match found last, empty for one that took no part or that there is not. */
  group(name: string): string {
    const names = this.pattern.namedGroups();
    const index = /^(?:0|[1-9]\d{0,7})$/.test(name)
      ? Number(name)
      : Object.hasOwn(names, name)
      ? names[name]
      : undefined;
    if (index === undefined || index > this.pattern.groupCount()) return "";
    return this.#matcher.group(index) ?? "";
  }

  /** At most `count` matches, or all if it is negative. Go leaves out an empty match right behind another. */
  all(count: number): Match[] {
    const matches: Match[] = [];
    let previousEnd = -1;
    for (let at = 0; matches.length !== count && at <= this.value.length;) {
      const match = this.find(at);
      if (match === undefined) break;
      const isRepeated = match.end === at && match.start === previousEnd;
      if (!isRepeated) matches.push(match);
      at = match.end === at ? at + this.#width(at) : match.end;
      previousEnd = match.end;
    }
    return matches;
  }

  replace(replacement: () => string): string {
    let result = "";
    let copied = 0;
    for (let at = 0; at <= this.value.length;) {
      const match = this.find(at);
      if (match === undefined) break;
      result += this.value.slice(copied, match.start);
      if (match.end > copied || match.start === 0) result += replacement();
      allowText(result.length);
      copied = match.end;
      at = Math.max(at + this.#width(at), match.end);
    }
    return result + this.value.slice(copied);
  }

  #width(at: number): number {
    return (this.value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
}
