/** Go's own template functions, without the comparisons and printf. */

import { allowText } from "../budget.ts";
import { printFlat } from "../printing/print.ts";
import { concat, deferred, flat, isText } from "../rope.ts";
import { bytes, stringOf } from "../utf8.ts";
import { Dict, Int, int, List, truth, typeOf, type Value } from "../value.ts";
import { any, computes, FunctionError, type FunctionTable, passes, reflected, rest } from "./function.ts";

export const builtins: FunctionTable = {
  // `and` and `or` stop at the first argument that decides; the evaluator sees to it and never calls these.
  and: passes([reflected, rest(reflected)], (first) => first),
  or: passes([reflected, rest(reflected)], (first) => first),
  not: passes([reflected], (value) => !truth(value)),
  len: computes([reflected], (value) => {
    if (isText(value)) return int(bytes(flat(value)).length);
    if (value instanceof List) return int(value.items.length);
    if (value instanceof Dict) return int(value.size);
    if (value === null) throw new FunctionError("len of nil pointer");
    if (value === undefined) throw new FunctionError("reflect: call of reflect.Value.Type on zero Value");
    throw new FunctionError(`len of type ${typeOf(value).replace(/^\*/, "")}`);
  }),
  index: passes([reflected, rest(reflected)], function (value, indexes) {
    if (value === undefined || value === null) throw new FunctionError("index of untyped nil");
    if (isText(value)) this.budget.spendOnText(flat(value).length);
    return indexes.reduce(elementAt, value);
  }),
  print: computes([rest(any)], sprint),
  println: computes([rest(any)], (values) => `${values.map(printFlat).join(" ")}\n`),
  html: computes(
    [rest(any)],
    (values) => escape(values, /["'&<>\0]/g, (character) => htmlEscapes[character] ?? character),
  ),
  js: computes([rest(any)], function (values) {
    for (const value of values) if (isText(value)) this.budget.spend(flat(value).length / 4);
    return escape(values, jsUnsafe, jsEscape);
  }),
  urlquery: computes([rest(any)], (values) => escape(values, /[^]*/, urlEscape)),
};

/** Go's fmt.Sprint: a space between two operands of which none is a string. */
function sprint(values: readonly Value[]): string {
  return values.map((value, i) => {
    const isApart = i > 0 && !isText(values[i - 1]) && !isText(value);
    return (isApart ? " " : "") + printFlat(value);
  }).join("");
}

function elementAt(value: Value, index: Value): Value {
  if (value === undefined || value === null) throw new FunctionError("index of nil pointer");
  if (value instanceof Dict) {
    if (index === undefined || index === null) throw new FunctionError("value is nil; should be of type string");
    if (!isText(index)) throw new FunctionError(`value has type ${typeOf(index)}; should be string`);
    const key = flat(index);
    return value.has(key) ? value.get(key) : value.element === "string" ? "" : null;
  }
  if (!(value instanceof List) && !isText(value)) throw new FunctionError(`can't index item of type ${typeOf(value)}`);
  const items = value instanceof List ? value.items : undefined;
  const units = items === undefined && isText(value) ? bytes(flat(value)) : undefined;
  if (index === undefined || index === null) throw new FunctionError("cannot index slice/array with nil");
  if (!(index instanceof Int)) throw new FunctionError(`cannot index slice/array with type ${typeOf(index)}`);
  const length = items?.length ?? units?.length ?? 0;
  // Go leaves the first index that is too large to its reflection.
  if (index.value === BigInt(length)) {
    throw new FunctionError(`reflect: ${items === undefined ? "string" : "slice"} index out of range`);
  }
  if (index.value < 0n || index.value > BigInt(length)) {
    throw new FunctionError(concat("index out of range: ", deferred(String(index.value))));
  }
  const at = Number(index.value);
  return items !== undefined ? items[at] : new Int("uint8", BigInt(units?.[at] ?? 0));
}

function escape(values: readonly Value[], unsafe: RegExp, replace: (match: string) => string): string {
  const [only] = values;
  const text = values.length === 1 && isText(only) ? flat(only) : sprint(values.map((value) => value ?? "<no value>"));
  allowText(text.length);
  return text.replace(unsafe, replace);
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\0": "\ufffd",
};

const jsUnsafe = /[\\'"<>&=\p{Zl}\p{Zp}]|(?!\x7f)\p{C}|(?! )\p{Zs}/gu;

function jsEscape(character: string): string {
  if (character === "\\" || character === "'" || character === '"') return `\\${character}`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `\\u${code}`;
}

function urlEscape(text: string): string {
  return encodeURIComponent(stringOf(bytes(text))).replace(/[!'()*]|%20/g, (match) => {
    return match === "%20" ? "+" : `%${match.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
