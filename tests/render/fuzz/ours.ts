/** What our engine makes of a case, also when it breaks on it. */

import { Budget } from "../../../render/budget.ts";
import { evaluate } from "../../../render/language/evaluator.ts";
import type { GoFunction } from "../../../render/functions/function.ts";
import { functions } from "../../../render/functions/table.ts";
import { parse, type Trees } from "../../../render/language/parser.ts";
import { deferred, flat, isText } from "../../../render/rope.ts";
import { renderTemplate } from "../../../render/template.ts";
import { Dict, List, type Value, valueOfJson } from "../../../render/value.ts";
import { type Outcome, outcomeOf } from "../agreement.ts";
import type { Case } from "./case.ts";

export function ourAnswer({ template, data, missingKey }: Case): Outcome {
  return answerOf(() => renderTemplate(template, data, { missingKey }));
}

/** With "?" in place of what decoders say of texts that they cannot read. */
export function ourAnswerWithoutWords(asked: Case): Outcome {
  return answerOf(() => renderWithoutWords(asked));
}

/** A bug of ours is an outcome as well: one that Go never has. */
function answerOf(render: () => string): Outcome {
  try {
    return outcomeOf(render);
  } catch (error) {
    return { error: `bug: ${error instanceof Error ? error.stack : error}` };
  }
}

/** As renderTemplate, with "?" in place of what decoders say. */
function renderWithoutWords({ template, data, missingKey }: Case): string {
  const trees: Trees = new Map();
  parse("template", template, (name) => functions.has(name), trees);
  const value = valueOfJson(data, (string) => deferred(string));
  const options = { missingKey, noValue: "<no value>", trustsValues: true, functions: wordless, budget: new Budget() };
  return flat(evaluate(trees, "template", value, options).text);
}

const decoders = ["fromJson", "fromJsonArray", "fromYaml", "fromYamlArray"];

const wordless: ReadonlyMap<string, GoFunction> = new Map(
  [...functions].map(([name, called]) => {
    if (!decoders.includes(name)) return [name, called];
    return [name, { ...called, call: (context, args) => hidden(called.call(context, args)) }];
  }),
);

function hidden(decoded: Value): Value {
  if (decoded instanceof Dict && isProblem(decoded.get("Error"))) return new Dict().set("Error", "?");
  if (decoded instanceof List && isProblem(decoded.items[0])) return new List(["?"]);
  return decoded;
}

function isProblem(value: Value): boolean {
  if (!isText(value)) return false;
  return /JSON|json: |^error (?:un|converting)|[Uu]nexpected |^exceeded max depth|^invalid /.test(flat(value));
}
