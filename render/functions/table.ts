/** Every function that a template may call. */

import { builtins } from "./builtins.ts";
import { byteFunctions } from "./bytes.ts";
import { choices } from "./choices.ts";
import { comparisons } from "./compare.ts";
import { decimals } from "./decimals.ts";
import { dicts } from "./dicts.ts";
import { durations } from "./time/durations.ts";
import { encodings } from "./encodings.ts";
import { formatted } from "./formatted.ts";
import type { GoFunction } from "./function.ts";
import { lists } from "./lists.ts";
import { merges } from "./merges.ts";
import { must } from "./must.ts";
import { numbers } from "./numbers.ts";
import { paths } from "./paths.ts";
import { regexes } from "./regexes.ts";
import { strings } from "./strings.ts";
import { templates } from "./templates.ts";
import { times } from "./time/times.ts";
import { types } from "./types.ts";
import { urls } from "./urls.ts";
import { versions } from "./versions.ts";
import { words } from "./words.ts";

/** Where names collide the later table wins, as Sprig's `slice` replaces Go's. */
export const functions: ReadonlyMap<string, GoFunction> = new Map(
  [
    builtins,
    comparisons,
    formatted,
    choices,
    strings,
    words,
    paths,
    numbers,
    decimals,
    lists,
    dicts,
    merges,
    must,
    encodings,
    byteFunctions,
    urls,
    regexes,
    versions,
    durations,
    times,
    types,
    templates,
  ]
    .flatMap((table) => Object.entries(table)),
);
