/** Functions with regular expressions: Go's, that is RE2's, which take time linear in the text whatever they are. */

import { allowText, type Budget } from "../budget.ts";
import { flat, type Text } from "../rope.ts";
import { List, nilStrings } from "../value.ts";
import { computes, FunctionError, type FunctionTable, type GoFunction, integer, string, text } from "./function.ts";
import { compile } from "./patterns.ts";
import { Search } from "./searches.ts";

const quoteMeta = computes([string], (value) => {
  let count = 0;
  for (let i = 0; i < value.length; i++) if ("\\.+*?()|[]{}^$".includes(value.charAt(i))) count++;
  allowText(value.length + count);
  return value.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
});

export const regexes: FunctionTable = {
  // Go's MatchString gives the error beside false, and Sprig drops it.
  regexMatch: computes([text, string], function (pattern, value) {
    try {
      return searchFor(this.budget, pattern, value, "fails").find(0) !== undefined;
    } catch (error) {
      if (error instanceof FunctionError) return false;
      throw error;
    }
  }),
  mustRegexMatch: computes([text, string], function (pattern, value) {
    return searchFor(this.budget, pattern, value, "fails").find(0) !== undefined;
  }),
  ...twins("Find", (failed) =>
    computes([text, string], function (pattern, value) {
      const match = searchFor(this.budget, pattern, value, failed).find(0);
      return match === undefined ? "" : value.slice(match.start, match.end);
    })),
  ...twins("FindAll", (failed) =>
    computes([text, string, integer], function (pattern, value, count) {
      const matches = searchFor(this.budget, pattern, value, failed).all(count);
      if (matches.length === 0) return nilStrings;
      return new List(matches.map(({ start, end }) => value.slice(start, end)), "string");
    })),
  ...twins("ReplaceAll", (failed) =>
    computes([text, string, string], function (pattern, value, replacement) {
      const search = searchFor(this.budget, pattern, value, failed);
      return search.replace(() => expand(replacement, search));
    })),
  ...twins("ReplaceAllLiteral", (failed) =>
    computes([text, string, string], function (pattern, value, replacement) {
      return searchFor(this.budget, pattern, value, failed).replace(() => replacement);
    })),
  ...twins("Split", (failed) =>
    computes([text, string, integer], function (pattern, value, count) {
      return split(searchFor(this.budget, pattern, value, failed), flat(pattern), value, count);
    })),
  regexQuoteMeta: quoteMeta,
};

/** A function under its plain name and with `must`: what is no pattern reads differently in their errors. */
function twins(name: string, make: (failed: "panics" | "fails") => GoFunction): FunctionTable {
  return { [`regex${name}`]: make("panics"), [`mustRegex${name}`]: make("fails") };
}

function searchFor(budget: Budget, pattern: Text, value: string, failed: "panics" | "fails"): Search {
  return new Search(budget, compile(budget, pattern, failed), value);
}

/** Puts groups in for `$1`, `${1}`, `$name` and `${name}`. */
function expand(template: string, search: Search): string {
  return template.replace(
    /\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu,
    (_, plain?: string, braced?: string) => {
      const name = plain ?? braced;
      return name === undefined ? "$" : search.group(name);
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
