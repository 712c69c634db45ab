/** Functions that run templates and give what they write. */

import { deferred, flat } from "../rope.ts";
import { any, FunctionError, type FunctionTable, passes, text } from "./function.ts";

export const templates: FunctionTable = {
  include: passes([text, any], function (name, dot) {
    return this.include(name, dot);
  }),
  // Where a template that a value takes part in may run, what it writes is data, and so is what is wrong with it.
  tpl: passes([text, any], function (template, dot) {
    if (typeof template === "string") return this.run(template, dot);
    if (!this.trustsValues) throw new FunctionError("the text holds a value, and values are never run as templates");
    try {
      return deferred(flat(this.run(flat(template), dot)));
    } catch (error) {
      throw error instanceof FunctionError ? new FunctionError(deferred(flat(error.text))) : error;
    }
  }),
};
