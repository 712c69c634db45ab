/** Sprig's names with `must`, whose functions report errors where the plain ones panic: a template sees no difference. */

import { dicts } from "./dicts.ts";
import type { FunctionTable } from "./function.ts";
import { lists } from "./lists.ts";

const { append, chunk, compact, first, has, initial, last, prepend, push, rest, reverse, slice, uniq, without } = lists;

export const must: FunctionTable = {
  mustAppend: append,
  mustChunk: chunk,
  mustCompact: compact,
  mustDeepCopy: dicts.deepCopy,
  mustFirst: first,
  mustHas: has,
  mustInitial: initial,
  mustLast: last,
  mustPrepend: prepend,
  mustPush: push,
  mustRest: rest,
  mustReverse: reverse,
  mustSlice: slice,
  mustUniq: uniq,
  mustWithout: without,
};
