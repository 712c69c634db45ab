/** How a hostile case is written down: a template that would run, grow or nest without end, and how it must end instead. */

import { limits } from "../../../render/budget.ts";
import type { JobVariables } from "../../../render/job.ts";

export interface Hostile {
  readonly template: string;
  readonly variables: Partial<JobVariables>;
  /** What the message says last, behind the place. */
  readonly ends: string | RegExp;
}

export const tooManySteps = `exceeded the limit of ${limits.steps} steps`;
export const tooLong = `exceeded the limit of ${limits.text} characters of text`;
/** Which of the two comes first is no promise. */
export const tooMuch = /exceeded the limit of (?:200000 steps|1048576 characters of text)$/;
export const tooNested = "exceeded the limits of nesting or size";
export const tooDeep = `exceeded maximum template depth (${limits.depth})`;

export function ending(
  ends: string | RegExp,
  templates: readonly string[],
  variables: Partial<JobVariables> = {},
): readonly Hostile[] {
  return templates.map((template) => ({ template, variables, ends }));
}
