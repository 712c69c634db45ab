/** `printf`. */

import { sprintf } from "../printf.ts";
import { isTrusted } from "../print.ts";
import { deferred, flat } from "../rope.ts";
import { any, encodes, type FunctionTable, rest, text } from "./function.ts";

export const formatted: FunctionTable = {
  printf: encodes([text, rest(any)], (format, values) => {
    const printed = sprintf(flat(format), values);
    // A character code is a number, which may come from a value unseen.
    const trusted = typeof format === "string" && values.every(isTrusted) && !/%[^%a-zA-Z]*[cqU]/.test(format);
    return trusted ? printed : deferred(printed);
  }),
};
