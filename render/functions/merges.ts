/** Functions that merge maps into the first one, as mergo does for Sprig. */

import { flat } from "../rope.ts";
import { Dict, truth, type Value } from "../value.ts";
import { encodes, type FunctionTable, map, rest } from "./function.ts";

const merge = encodes([map, rest(map)], (into, sources) => merged(into, sources, false));
const mergeOverwrite = encodes([map, rest(map)], (into, sources) => merged(into, sources, true));

export const merges: FunctionTable = { merge, mustMerge: merge, mergeOverwrite, mustMergeOverwrite: mergeOverwrite };

/** Where the first map is Go's nil map, any other but nil makes it one that is there. */
function merged(first: Dict, sources: readonly Dict[], overwrites: boolean): Dict {
  const into = first.isNil && sources.some(({ isNil }) => !isNil) ? new Dict() : first;
  for (const source of sources) fill(into, source, overwrites);
  return into;
}

/** Sets the entries of `into` that are missing or empty, or all that `source` has; maps in both merge in the same way. */
function fill(into: Dict, source: Dict, overwrites: boolean): void {
  for (const { key, value } of source.entries()) {
    const known = into.get(flat(key));
    if (value instanceof Dict && known instanceof Dict) fill(known, value, overwrites);
    if (sets(known, value, overwrites)) into.set(key, value);
  }
}

/** A map that is not empty is never replaced by a map; nil fills nothing, but overwrites. */
function sets(known: Value, value: Value, overwrites: boolean): boolean {
  if (value === null || value === undefined) return overwrites;
  if (!truth(known)) return true;
  return overwrites && !(value instanceof Dict && known instanceof Dict);
}
