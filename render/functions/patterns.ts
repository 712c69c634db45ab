/** Compiles regular expressions, at a price that is known before: a short pattern can stand for a huge program. */

import { RE2JS, RE2JSSyntaxException } from "re2js";
import type { Budget } from "../budget.ts";
import { goQuoteInner } from "../printing/go_quote.ts";
import { Recent } from "../recent.ts";
import { concat, deferred, flat, type Text } from "../rope.ts";
import { FunctionError } from "./function.ts";

/** What each rendering compiled: it pays once for a pattern. */
const compiled = new WeakMap<Budget, Map<string, RE2JS>>();

/** Small patterns that were compiled last, for the renderings to come. What a rendering pays does not depend on them. */
const kept = new Recent<RE2JS>({ entries: 50, weight: 5_000 });

const longest = 4000;

/** Throws a FunctionError when `pattern` is none: Go's functions that panic about it say more than those that fail. */
export function compile(budget: Budget, pattern: Text, failed: "panics" | "fails"): RE2JS {
  const source = flat(pattern);
  const known = compiled.get(budget) ?? new Map<string, RE2JS>();
  compiled.set(budget, known);
  const before = known.get(source);
  if (before !== undefined) return before;
  if (source.length > longest) throw new FunctionError(`regular expression longer than ${longest} characters`);
  const size = sizeOf(source);
  budget.spend(20 + 4 * source.length + 8 * size + priceOfClasses(source));
  const isSmall = source.length <= 100 && size <= 500;
  const make = () => parse(pattern, failed);
  const program = isSmall ? kept.get(source, make) : make();
  known.set(source, program);
  return program;
}

function parse(pattern: Text, failed: "panics" | "fails"): RE2JS {
  try {
    return RE2JS.compile(flat(pattern));
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const message = inGoWords(error.message);
    const problem = typeof pattern === "string" ? message : deferred(message);
    if (failed === "fails") throw new FunctionError(problem);
    const shown = typeof pattern === "string" ? backquoted(pattern) : deferred(flat(pattern));
    throw new FunctionError(concat("regexp: Compile(", shown, "): ", problem));
  }
}

function inGoWords(message: string): string {
  if (message.endsWith("end of expression")) return `${message}: \`\``;
  return message.replace(/invalid named capture: `(\(\?(?:P(?=<)|<))<?`$/, "invalid or unsupported Perl syntax: `$1`");
}

function backquoted(text: string): string {
  // deno-lint-ignore no-control-regex -- these are what Go's raw strings cannot hold
  return /[\0-\x08\x0a-\x1f\x7f`\ufeff]/.test(text) ? `"${goQuoteInner(text)}"` : `\`${text}\``;
}

/** Measured: up to 200 µs for a class of Unicode, and 5 ms for a range that gets the other case of each character in it. */
function priceOfClasses(pattern: string): number {
  const wide = /\(\?[a-zA-Z]*i/.test(pattern) ? count(pattern, /-(?:[^\0-\x7f]|\\x\{)/g) : 0;
  return 800 * count(pattern, /\\[pP]/g) + 10_000 * wide;
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}

/** Quoted text, an escape, a class, a count, or one character; what is left open goes on to the end. */
const token = /\\Q(?:(?!\\E)[^])*|\\[^]|\[\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\]\\])*|\{(\d+)(?:,(\d*))?\}|[^]/g;

/** How many instructions the pattern becomes, or more: counted repetitions are written out. */
function sizeOf(pattern: string): number {
  const open: number[] = [];
  let sum = 0;
  let last = 0;
  for (const [text, least, most] of pattern.matchAll(token)) {
    if (least !== undefined) {
      const more = last * (Math.min(1000, Math.max(Number(least), Number(most ?? 0), 1)) - 1);
      sum += more;
      last += more;
    } else if (text === "(") {
      open.push(sum);
      sum = 0;
      last = 0;
    } else if (text === ")") {
      last = sum + 2;
      sum = last + (open.pop() ?? 0);
    } else {
      last = text.startsWith("\\Q") ? text.length : 1;
      sum += last;
    }
  }
  return open.reduce((total, before) => total + before, sum);
}
