/** All hostile cases, by what they are after. */

import { growth } from "./growth.ts";
import type { Hostile } from "./hostile.ts";
import { loops } from "./loops.ts";
import { recursion } from "./recursion.ts";
import { syntax } from "./syntax.ts";
import { values } from "./values.ts";
import { yaml } from "./yaml.ts";

export const hostileCases: Readonly<Record<string, readonly Hostile[]>> = {
  loops,
  growth,
  recursion,
  syntax,
  yaml,
  values,
};
