/** Every function that a template may call. */

import { builtins } from "./builtins.ts";
import { choices } from "./choices.ts";
import { comparisons } from "./compare.ts";
import { dicts } from "./dicts.ts";
import { encodings } from "./encodings.ts";
import { formatted } from "./formatted.ts";
import type { GoFunction } from "./function.ts";
import { lists } from "./lists.ts";
import { numbers } from "./numbers.ts";
import { strings } from "./strings.ts";
import { templates } from "./templates.ts";
import { types } from "./types.ts";

/** Where names collide the later table wins, as Sprig's `slice` replaces Go's. */
export const functions: ReadonlyMap<string, GoFunction> = new Map(
  [builtins, comparisons, formatted, choices, strings, numbers, lists, dicts, encodings, types, templates]
    .flatMap((table) => Object.entries(table)),
);
