/** Functions on maps. Where Go's order is random, keys come in the order of their bytes. */

import type { Budget } from "../budget.ts";
import { print } from "../printing/print.ts";
import { deferred, flat, isText, type Text } from "../rope.ts";
import { Dict, List, Struct, typeOf, type Value } from "../value.ts";
import { any, encodes, FunctionError, type FunctionTable, map, passes, rest, string, text } from "./function.ts";
import { blankVersion } from "./versions.ts";

export const dicts = {
  dict: encodes([rest(any)], (entries) => {
    const dict = new Dict();
    for (let i = 0; i < entries.length; i += 2) {
      dict.set(keyOf(entries[i]), i + 1 < entries.length ? entries[i + 1] : "");
    }
    return dict;
  }),
  get: passes([map, string], (dict, key) => dict.has(key) ? dict.get(key) : ""),
  set: passes([map, text, any], (dict, key, value) => {
    if (dict.isNil) throw new FunctionError("assignment to entry in nil map");
    return dict.set(keyOf(key), value);
  }),
  unset: passes([map, string], (dict, key) => {
    dict.delete(key);
    return dict;
  }),
  hasKey: passes([map, string], (dict, key) => dict.has(key)),
  keys: encodes(
    [rest(map)],
    (dicts) => new List(dicts.flatMap((dict) => dict.entries().map(({ key }) => key)), "string"),
  ),
  values: passes([map], function (dict) {
    this.budget.spend(dict.size);
    return new List(dict.entries().map(({ value }) => value));
  }),
  pick: passes([map, rest(string)], function (dict, keys) {
    return only(this.budget, dict, new Set(keys), true);
  }),
  omit: passes([map, rest(string)], function (dict, keys) {
    return only(this.budget, dict, new Set(keys), false);
  }),
  pluck: passes([string, rest(map)], (key, dicts) => {
    return new List(dicts.filter((dict) => dict.has(key)).map((dict) => dict.get(key)));
  }),
  dig: passes([rest(any)], (path) => {
    if (path.length < 3) throw new FunctionError("dig needs at least three arguments");
    const start = dictOf(path.at(-1));
    const keys = path.slice(0, -2).map(stringOf);
    let found: Value = start;
    for (const key of keys) {
      const dict = dictOf(found);
      if (!dict.has(key)) return path.at(-2);
      found = dict.get(key);
    }
    return found;
  }),
  deepCopy: encodes([any], (value) => {
    if (value === null) throw new FunctionError("reflect: call of reflect.Value.Type on zero Value");
    return copy(value);
  }),
} satisfies FunctionTable;

function keyOf(value: Value): Text {
  const printed = print(value);
  return typeof printed === "string" ? printed : deferred(flat(printed));
}

function dictOf(value: Value): Dict {
  return value instanceof Dict && value.element === "interface {}" ? value : isNot(value, "map[string]interface {}");
}

function stringOf(value: Value): string {
  return isText(value) ? flat(value) : isNot(value, "string");
}

function isNot(value: Value, type: string): never {
  const given = value === null || value === undefined ? "nil" : typeOf(value);
  throw new FunctionError(`interface conversion: interface {} is ${given}, not ${type}`);
}

function copy(value: Value): Value {
  if (value instanceof List) return new List(value.items.map(copy), value.element);
  if (value instanceof Struct && value.type.endsWith("semver.Version")) return blankVersion(value.type);
  if (!(value instanceof Dict)) return value;
  const made = new Dict(value.element);
  for (const { key, value: item } of value.unordered()) made.set(key, copy(item));
  return made;
}

/** The entries whose keys are in `keys`, or those whose keys are not. */
function only(budget: Budget, dict: Dict, keys: ReadonlySet<string>, isWanted: boolean): Dict {
  budget.spend(dict.size + keys.size);
  const picked = new Dict();
  for (const { key, value } of dict.unordered()) if (keys.has(flat(key)) === isWanted) picked.set(key, value);
  return picked;
}
