/** `printf`. */

import { isTrusted } from "../printing/print.ts";
import { sprintf } from "../printing/printf.ts";
import { deferred, flat, isText } from "../rope.ts";
import { Int, type Value, visit } from "../value.ts";
import { any, encodes, type FunctionTable, rest, text } from "./function.ts";
import { quote, spendOnQuoting } from "./strings.ts";

export const formatted: FunctionTable = {
  printf: encodes([text, rest(any)], function (format, values) {
    const [value] = values;
    this.budget.spend(2 * directives(flat(format)));
    if (flat(format).includes("q")) { for (const value of values) spendOnQuoting(this.budget, value); }
    if (format === "%q" && values.length === 1 && isText(value)) return quote(value);
    const printed = sprintf(flat(format), values);
    // Numbers do not say where they come from, so a character made of one is not trusted.
    const makesCharacters = /%[^%a-zA-Z]*[cqU]/.test(flat(format)) && values.some(holdsInteger);
    return isTrusted(format) && values.every(isTrusted) && !makesCharacters ? printed : deferred(printed);
  }),
};

function directives(format: string): number {
  let count = 0;
  for (let at = format.indexOf("%"); at >= 0; at = format.indexOf("%", at + 2)) count++;
  return count;
}

function holdsInteger(value: Value): boolean {
  let holds = false;
  visit(value, (part) => holds ||= part instanceof Int);
  return holds;
}
