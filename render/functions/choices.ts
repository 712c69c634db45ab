/** Functions that choose one of their arguments, or refuse to go on. */

import { flat, isText } from "../rope.ts";
import { truth } from "../value.ts";
import { any, boolean, FunctionError, type FunctionTable, passes, rest, text } from "./function.ts";

export const choices: FunctionTable = {
  default: passes([any, rest(any)], (fallback, [given]) => truth(given) ? given : fallback),
  empty: passes([any], (value) => !truth(value)),
  coalesce: passes([rest(any)], (values) => values.find(truth) ?? null),
  all: passes([rest(any)], (values) => values.every(truth)),
  any: passes([rest(any)], (values) => values.some(truth)),
  ternary: passes([any, any, boolean], (yes, no, condition) => condition ? yes : no),
  required: passes([text, any], (message, value) => {
    if (value === null || (isText(value) && flat(value) === "")) throw new FunctionError(message);
    return value;
  }),
  fail: passes([text], (message) => {
    throw new FunctionError(message);
  }),
};
