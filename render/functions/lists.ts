/** Functions on lists. */

import { compareStrings, identity, kindOf, List, nilList, truth, type Value } from "../value.ts";
import { any, computes, encodes, FunctionError, type FunctionTable, passes, rest } from "./function.ts";
import { toInt } from "./numbers.ts";
import { stringsOf } from "./strings.ts";

export const lists: FunctionTable = {
  list: passes([rest(any)], (items) => new List(items)),
  first: passes([any], (list) => itemsOf(list, "find first").at(0)),
  last: passes([any], (list) => itemsOf(list, "find last").at(-1)),
  rest: passes([any], (list) => listOrNil(itemsOf(list, "find rest").slice(1), list)),
  initial: passes([any], (list) => listOrNil(itemsOf(list, "find initial").slice(0, -1), list)),
  append: passes([any, any], (list, item) => new List([...itemsOf(list, "push"), item])),
  push: passes([any, any], (list, item) => new List([...itemsOf(list, "push"), item])),
  prepend: passes([any, any], (list, item) => new List([item, ...itemsOf(list, "prepend")])),
  reverse: passes([any], (list) => new List([...itemsOf(list, "find reverse")].reverse())),
  compact: passes([any], (list) => new List(itemsOf(list, "compact").filter(truth))),
  concat: passes([rest(any)], (lists) => {
    return new List(lists.flatMap((list) => {
      if (list instanceof List) return list.items;
      throw list === null ? nilPanic() : new FunctionError(`Cannot concat type ${kindOf(list)} as list`);
    }));
  }),
  uniq: encodes([any], (list) => {
    const known = new Set<string>();
    return new List(
      itemsOf(list, "find uniq").filter((item) => {
        const id = identity(item);
        return !known.has(id) && known.add(id);
      }),
    );
  }),
  without: encodes([any, rest(any)], (list, omitted) => {
    const unwanted = new Set(omitted.map(identity));
    return new List(itemsOf(list, "find without").filter((item) => !unwanted.has(identity(item))));
  }),
  has: encodes([any, any], (needle, list) => {
    const id = identity(needle);
    return list !== null && itemsOf(list, "find has").some((item) => identity(item) === id);
  }),
  slice: passes([any, rest(any)], (list, indexes) => {
    if (list === null) throw nilPanic();
    if (!(list instanceof List)) throw new FunctionError(`list should be type of slice or array but ${kindOf(list)}`);
    if (list.items.length === 0) return null;
    const start = Number(toInt(indexes[0]));
    const end = indexes.length < 2 ? list.items.length : Number(toInt(indexes[1]));
    if (start < 0 || end < start || end > list.items.length) {
      throw new FunctionError("reflect.Value.Slice: slice index out of bounds");
    }
    return new List(list.items.slice(start, end), list.element);
  }),
  sortAlpha: computes([any], (value) => new List(stringsOf(value).sort(compareStrings), "string")),
};

/** What is left of an empty list is Go's nil slice. */
function listOrNil(items: readonly Value[], from: Value): List {
  return from instanceof List && from.items.length === 0 ? nilList : new List(items);
}

/** The items of a list; Sprig panics on anything else, and on nil in its own way. */
function itemsOf(list: Value, verb: string): readonly Value[] {
  if (list instanceof List) return list.items;
  throw list === null ? nilPanic() : new FunctionError(`Cannot ${verb} on type ${kindOf(list)}`);
}

function nilPanic(): FunctionError {
  return new FunctionError("runtime error: invalid memory address or nil pointer dereference");
}
