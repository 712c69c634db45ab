/** What our engine makes of a template, and whether that is what Go makes of it. */

import { renderTemplate, TemplateError } from "../../render/template.ts";

export const modes = ["default", "zero", "error"] as const;

/** What a missing key is. */
export type Mode = typeof modes[number];

export type Outcome = { readonly output: string } | { readonly error: string };

/** Throws what is no TemplateError: that is a bug of ours. */
export function ourOutcome(template: string, data: unknown, missingKey: Mode): Outcome {
  return outcomeOf(() => renderTemplate(template, data, { missingKey }));
}

export function outcomeOf(render: () => string): Outcome {
  try {
    return { output: render() };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { error: error.message };
  }
}

/** Where Go's message shows a value, ours has an ellipsis; and in the middle of what is too long, with a space on either side. */
export function agrees(ours: Outcome, go: Outcome): boolean {
  if ("output" in ours || "output" in go) return "output" in ours && "output" in go && ours.output === go.output;
  const pattern = ours.error.split(/ ?… ?/).map((part) => RegExp.escape(part)).join("[^]*");
  return new RegExp(`^${pattern}$`).test(go.error);
}
