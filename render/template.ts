/** Go text templates: parse, and render to flat text. */

import { Budget, limits } from "./budget.ts";
import { evaluate } from "./language/evaluator.ts";
import { functions } from "./functions/table.ts";
import type { Output } from "./output.ts";
import { parse, type Trees } from "./language/parser.ts";
import { deferred, flat } from "./rope.ts";
import { TemplateError } from "./template_error.ts";
import { type Value, valueOfJson } from "./value.ts";

export { TemplateError };

/** A template that parsed: `trees` holds it under its name, beside those it defines. */
export interface Template {
  readonly name: string;
  readonly trees: Trees;
}

/** Throws a TemplateError when `text` is no template, calls a function that there is not, or is longer than 256 KiB. */
export function parseTemplate(name: string, text: string): Template {
  if (text.length > limits.template) {
    throw new TemplateError(`template: ${name}:1: longer than ${limits.template} characters`, name, 1, 0);
  }
  const trees: Trees = new Map();
  parse(name, text, (name) => functions.has(name), trees);
  return { name, trees };
}

/** Runs a template over `data`. Throws a TemplateError. */
export function execute(
  { name, trees }: Template,
  data: Value,
  options: { missingKey: "default" | "zero" | "error"; noValue: string; trustsValues: boolean },
): Output {
  const budget = new Budget();
  // To have parsed it took time, too.
  budget.spend((trees.get(name)?.text.length ?? 0) / 4);
  return evaluate(trees, name, data, { ...options, functions, budget });
}

/** What Go's text/template, with Sprig and Helm's functions, prints for a template over JSON data. Throws a TemplateError. */
export function renderTemplate(
  template: string,
  data: unknown,
  options: { missingKey: "default" | "zero" | "error" },
): string {
  const value = valueOfJson(data, (string) => deferred(string));
  const asHelm = { ...options, noValue: "<no value>", trustsValues: true };
  return flat(execute(parseTemplate("template", template), value, asHelm).text);
}
