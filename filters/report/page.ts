/** A report as text: HTML or Markdown, by templates that were compiled when the program was built. */

import Handlebars from "handlebars/runtime";
import type { BatchRun } from "../../crds/kinds.ts";
import { escapedForMarkdown } from "./markdown.ts";
import { styleHash, templates } from "./templates.ts";
import { type Given, viewOf } from "./view.ts";
import { visible, withTexts } from "./words.ts";

export type Format = "html" | "markdown";

/** One page for all of them. Whatever a text holds, it is text on the page: it adds no element and no address. */
export function pageOf(runs: readonly BatchRun[], format: Format, given: Given): string {
  const views = runs.map((run, at) => viewOf(run, at + 1, given));
  const names = views.map(({ name }) => name).join(", ");
  const view = {
    title: runs.length === 1 ? names : `${runs.length} runs`,
    styleHash,
    contents: runs.length === 1 ? null : views,
    runs: views,
  };
  const handlebars = Handlebars.create();
  for (const [name, template] of Object.entries(templates)) {
    handlebars.registerPartial(name, handlebars.template(template));
  }
  const change = format === "html" ? visible : (text: string) => escapedForMarkdown(visible(text));
  return handlebars.template(templates[format])(withTexts(view, change));
}
