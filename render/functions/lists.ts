/** Functions on lists. */

import { print, printFlat } from "../printing/print.ts";
import { compareStrings, identity, kindOf, List, nilList, truth, type Value } from "../value.ts";
import { any, computes, encodes, FunctionError, type FunctionTable, integer, passes, rest } from "./function.ts";
import { toInt } from "./numbers.ts";
import { presentItems, stringsOf } from "./strings.ts";

export const lists = {
  list: passes([rest(any)], (items) => new List(items)),
  tuple: passes([rest(any)], (items) => new List(items)),
  first: passes([any], (list) => itemsOf(list, "find first on").at(0)),
  last: passes([any], (list) => itemsOf(list, "find last on").at(-1)),
  rest: passes([any], (list) => listOrNil(itemsOf(list, "find rest on").slice(1), list)),
  initial: passes([any], (list) => listOrNil(itemsOf(list, "find initial on").slice(0, -1), list)),
  append: passes([any, any], (list, item) => new List([...itemsOf(list, "push on"), item])),
  push: passes([any, any], (list, item) => new List([...itemsOf(list, "push on"), item])),
  prepend: passes([any, any], (list, item) => new List([item, ...itemsOf(list, "prepend on")])),
  reverse: passes([any], (list) => new List([...itemsOf(list, "find reverse on")].reverse())),
  compact: passes([any], (list) => new List(itemsOf(list, "compact on").filter(truth))),
  concat: passes([rest(any)], (lists) => {
    const items = lists.flatMap((list) => {
      if (list instanceof List) return list.items;
      throw list === null ? nilPanic() : new FunctionError(`Cannot concat type ${kindOf(list)} as list`);
    });
    return items.length === 0 ? nilList : new List(items);
  }),
  uniq: encodes([any], function (list) {
    if (list instanceof List) this.budget.spend(list.items.length / 2);
    const known = new Set<string>();
    return new List(
      itemsOf(list, "find uniq on").filter((item) => {
        const id = identity(item);
        return !known.has(id) && known.add(id);
      }),
    );
  }),
  without: encodes([any, rest(any)], (list, omitted) => {
    const unwanted = new Set(omitted.map(identity));
    return new List(itemsOf(list, "find without on").filter((item) => !unwanted.has(identity(item))));
  }),
  has: encodes([any, any], (needle, list) => {
    const id = identity(needle);
    return list !== null && itemsOf(list, "find has on").some((item) => identity(item) === id);
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
  chunk: encodes([integer, any], chunk),
  toStrings: encodes([any], (value) => new List(presentItems(value).map(print), "string")),
  sortAlpha: computes([any], (value) => {
    const texts = value instanceof List ? stringsOf(value) : [printFlat(value)];
    return new List(texts.sort(compareStrings), "string");
  }),
} satisfies FunctionTable;

/** Sprig counts the chunks in floating point; where that gives a negative or no length, Go panics. */
function chunk(size: number, value: Value): List {
  const items = itemsOf(value, "chunk");
  const count = Math.floor((items.length - 1) / size) + 1;
  // The length of a last chunk is the remainder, whatever the sign of the size.
  const last = items.length % size;
  if (size < 0 && count === 1 && last > 0) return new List([new List(items.slice(0, last))], "[]interface {}");
  if (size < 1 && count !== 0) throw new FunctionError("runtime error: makeslice: len out of range");
  const starts = Array.from({ length: count }, (_, i) => i * size);
  return new List(starts.map((start) => new List(items.slice(start, start + size))), "[]interface {}");
}

/** What is left of an empty list is Go's nil slice. */
function listOrNil(items: readonly Value[], from: Value): List {
  return from instanceof List && from.items.length === 0 ? nilList : new List(items);
}

/** The items of a list; Sprig panics on anything else, and on nil in its own way. */
function itemsOf(list: Value, verb: string): readonly Value[] {
  if (list instanceof List) return list.items;
  throw list === null ? nilPanic() : new FunctionError(`Cannot ${verb} type ${kindOf(list)}`);
}

function nilPanic(): FunctionError {
  return new FunctionError("runtime error: invalid memory address or nil pointer dereference");
}
