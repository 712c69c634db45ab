/** Functions that tell a value's Go type. */

import { identity, kindOf, typeOf } from "../value.ts";
import { any, computes, type FunctionTable, string } from "./function.ts";

export const types: FunctionTable = {
  kindOf: computes([any], (value) => kindOf(value)),
  kindIs: computes([string, any], (kind, value) => kindOf(value) === kind),
  typeOf: computes([any], (value) => typeOf(value)),
  typeIs: computes([string, any], (type, value) => typeOf(value) === type),
  typeIsLike: computes([string, any], (type, value) => typeOf(value) === type || typeOf(value) === `*${type}`),
  deepEqual: computes([any, any], (a, b) => identity(a) === identity(b)),
};
