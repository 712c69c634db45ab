/** Functions on maps. Where Go's order is random, keys come in the order of their bytes. */

import { print } from "../print.ts";
import { deferred, flat, type Text } from "../rope.ts";
import { Dict, List, type Value } from "../value.ts";
import { any, encodes, type FunctionTable, map, passes, rest, string, text } from "./function.ts";

export const dicts: FunctionTable = {
  dict: encodes([rest(any)], (entries) => {
    const dict = new Dict();
    for (let i = 0; i < entries.length; i += 2) {
      dict.set(keyOf(entries[i]), i + 1 < entries.length ? entries[i + 1] : "");
    }
    return dict;
  }),
  get: passes([map, string], (dict, key) => dict.has(key) ? dict.get(key) : ""),
  set: passes([map, text, any], (dict, key, value) => dict.set(keyOf(key), value)),
  unset: passes([map, string], (dict, key) => {
    dict.delete(key);
    return dict;
  }),
  hasKey: passes([map, string], (dict, key) => dict.has(key)),
  keys: encodes(
    [rest(map)],
    (dicts) => new List(dicts.flatMap((dict) => dict.entries().map(({ key }) => key)), "string"),
  ),
  values: passes([map], (dict) => new List(dict.entries().map(({ value }) => value))),
  pick: passes([map, rest(string)], (dict, keys) => only(dict, (key) => keys.includes(key))),
  omit: passes([map, rest(string)], (dict, keys) => only(dict, (key) => !keys.includes(key))),
};

function keyOf(value: Value): Text {
  const printed = print(value);
  return typeof printed === "string" ? printed : deferred(flat(printed));
}

function only(dict: Dict, wanted: (key: string) => boolean): Dict {
  const picked = new Dict();
  for (const { key, value } of dict.entries()) if (wanted(flat(key))) picked.set(key, value);
  return picked;
}
