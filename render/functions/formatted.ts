/** `printf`. */

import { isTrusted } from "../print.ts";
import { sprintf } from "../printf.ts";
import { deferred, flat, isText } from "../rope.ts";
import { Int } from "../value.ts";
import { any, encodes, type FunctionTable, rest, text } from "./function.ts";
import { quote } from "./strings.ts";

export const formatted: FunctionTable = {
  printf: encodes([text, rest(any)], (format, values) => {
    const [value] = values;
    if (format === "%q" && values.length === 1 && isText(value)) return quote(value);
    const printed = sprintf(flat(format), values);
    // Numbers do not say where they come from, so a character made of one is not trusted.
    const makesCharacters = values.some((value) => value instanceof Int) && /%[^%a-zA-Z]*[cqU]/.test(flat(format));
    return isTrusted(format) && values.every(isTrusted) && !makesCharacters ? printed : deferred(printed);
  }),
};
