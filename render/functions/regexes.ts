/** Functions with regular expressions: Go's, that is RE2's, which take time linear in the text whatever they are. */

import { RE2JS, RE2JSSyntaxException } from "re2js";
import type { Budget } from "../budget.ts";
import { allowText } from "../budget.ts";
import { goQuoteInner } from "../go_quote.ts";
import { concat, deferred, flat, type Text } from "../rope.ts";
import { List, nilStrings } from "../value.ts";
import { computes, FunctionError, type FunctionTable, type GoFunction, integer, string, text } from "./function.ts";

const quoteMeta = computes([string], (value) => value.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&"));

export const regexes: FunctionTable = {
  // Go's MatchString gives the error beside false, and Sprig drops it.
  regexMatch: computes([text, string], function (pattern, value) {
    return isPattern(pattern) && matcher(this.budget, pattern, value, "fails").find(0) !== undefined;
  }),
  mustRegexMatch: computes([text, string], function (pattern, value) {
    return matcher(this.budget, pattern, value, "fails").find(0) !== undefined;
  }),
  ...twins("Find", (failed) =>
    computes([text, string], function (pattern, value) {
      const match = matcher(this.budget, pattern, value, failed).find(0);
      return match === undefined ? "" : value.slice(match.start, match.end);
    })),
  ...twins("FindAll", (failed) =>
    computes([text, string, integer], function (pattern, value, count) {
      const matches = matcher(this.budget, pattern, value, failed).all(count);
      if (matches.length === 0) return nilStrings;
      return new List(matches.map(({ start, end }) => value.slice(start, end)), "string");
    })),
  ...twins("ReplaceAll", (failed) =>
    computes([text, string, string], function (pattern, value, replacement) {
      return matcher(this.budget, pattern, value, failed).replace((match) => expand(replacement, match));
    })),
  ...twins("ReplaceAllLiteral", (failed) =>
    computes([text, string, string], function (pattern, value, replacement) {
      return matcher(this.budget, pattern, value, failed).replace(() => replacement);
    })),
  ...twins("Split", (failed) =>
    computes([text, string, integer], function (pattern, value, count) {
      return split(matcher(this.budget, pattern, value, failed), flat(pattern), value, count);
    })),
  regexQuoteMeta: quoteMeta,
};

/** A function under its plain name and with `must`: what is no pattern reads differently in their errors. */
function twins(name: string, make: (failed: "panics" | "fails") => GoFunction): FunctionTable {
  return { [`regex${name}`]: make("panics"), [`mustRegex${name}`]: make("fails") };
}

/** Where a match is; `groups` are the texts of the pattern's groups, undefined for those that took no part. */
interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, number>>;
}

function matcher(budget: Budget, pattern: Text, value: string, failed: "panics" | "fails"): Search {
  const compiled = compile(pattern, failed);
  budget.spend(20 + 3 * compiled.programSize());
  return new Search(budget, compiled, value);
}

function compile(pattern: Text, failed: "panics" | "fails"): RE2JS {
  // Compiling takes time with the size of the pattern, and the engine bounds what repetitions make of it.
  allowPattern(flat(pattern));
  try {
    return RE2JS.compile(flat(pattern));
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const message = error.message.endsWith("end of expression") ? `${error.message}: \`\`` : error.message;
    const problem = typeof pattern === "string" ? message : deferred(message);
    if (failed === "fails") throw new FunctionError(problem);
    const shown = typeof pattern === "string" ? backquoted(pattern) : deferred(flat(pattern));
    throw new FunctionError(concat("regexp: Compile(", shown, "): ", problem));
  }
}

function isPattern(pattern: Text): boolean {
  try {
    compile(pattern, "fails");
    return true;
  } catch (error) {
    if (error instanceof FunctionError) return false;
    throw error;
  }
}

function allowPattern(pattern: string): void {
  if (pattern.length > 1000) throw new FunctionError("regular expression longer than 1000 characters");
}

function backquoted(text: string): string {
  // deno-lint-ignore no-control-regex -- these are what Go's raw strings cannot hold
  return /[\0-\x08\x0a-\x1f\x7f`\ufeff]/.test(text) ? `"${goQuoteInner(text)}"` : `\`${text}\``;
}

class Search {
  constructor(readonly budget: Budget, readonly pattern: RE2JS, readonly value: string) {}

  /** The first match at or behind `from`. A search may look at all the rest of the text, so that is what it costs. */
  find(from: number): Match | undefined {
    const { pattern, value } = this;
    const size = pattern.programSize();
    // Measured: small programs mostly run as automatons, large ones by simulation, whose cost grows with them.
    this.budget.spend(1 + (value.length - from) * (1 + size / (size < 50 ? 8 : 2)) / 25);
    const matcher = pattern.matcher(value);
    if (!matcher.find(from)) return undefined;
    const groups = Array.from({ length: pattern.groupCount() + 1 }, (_, i) => matcher.group(i) ?? undefined);
    return { start: matcher.start(), end: matcher.end(), groups, names: pattern.namedGroups() };
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

  replace(replacement: (match: Match) => string): string {
    let result = "";
    let copied = 0;
    for (let at = 0; at <= this.value.length;) {
      const match = this.find(at);
      if (match === undefined) break;
      result += this.value.slice(copied, match.start);
      if (match.end > copied || match.start === 0) result += replacement(match);
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

/** Puts groups in for `$1`, `${1}`, `$name` and `${name}`; a group that there is not is empty. */
function expand(template: string, { groups, names }: Match): string {
  return template.replace(
    /\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu,
    (_, plain?: string, braced?: string) => {
      const name = plain ?? braced;
      if (name === undefined) return "$";
      const index = /^(?:0|[1-9]\d{0,7})$/.test(name)
        ? Number(name)
        : Object.hasOwn(names, name)
        ? names[name]
        : undefined;
      return index === undefined ? "" : groups[index] ?? "";
    },
  );
}

function split(search: Search, pattern: string, value: string, count: number): List {
  if (count === 0) return nilStrings;
  if (pattern !== "" && value === "") return new List([""], "string");
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  for (const match of search.all(count)) {
    if (count > 0 && parts.length === count - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(value.slice(start, end));
    start = match.end;
  }
  if (end !== value.length) parts.push(value.slice(start));
  return new List(parts, "string");
}
