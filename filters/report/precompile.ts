/** Makes templates.ts from templates/: `handlebars/runtime` runs it without generating code. */

import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import html from "./templates/html.hbs" with { type: "text" };
import bars from "./templates/bars.hbs" with { type: "text" };
import groups from "./templates/groups.hbs" with { type: "text" };
import histogram from "./templates/histogram.hbs" with { type: "text" };
import markdown from "./templates/markdown.hbs" with { type: "text" };
import pieces from "./templates/pieces.hbs" with { type: "text" };
import row from "./templates/row.hbs" with { type: "text" };
import run from "./templates/run.hbs" with { type: "text" };
import style from "./templates/style.css" with { type: "text" };
import timeline from "./templates/timeline.hbs" with { type: "text" };

const sources = { html, markdown, run, timeline, histogram, bars, groups, row, pieces, style };

export function templatesTs(): string {
  const compiled = Object.entries(sources).map(([name, source]) => {
    return `  ${name}: ${
      Handlebars.precompile(source, { strict: true, knownHelpersOnly: true, preventIndent: true })
    },\n`;
  });
  const hash = createHash("sha256").update(style).digest("base64");
  return `// deno-lint-ignore-file
// deno-fmt-ignore-file
// @ts-nocheck: generated from templates/ by \`deno task generate\`

export const styleHash = "sha256-${hash}";

export const templates: Record<${Object.keys(sources).map((name) => `"${name}"`).join(" | ")}, object> = {
${compiled.join("")}};
`;
}
