/** Hostile text in the report: it is shown as it is, and the page has the same elements and the same addresses. */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { BatchRun } from "../../crds/kinds.ts";
import { linksBy } from "../../filters/report/links.ts";
import { type Format, pageOf } from "../../filters/report/page.ts";
import { visible } from "../../filters/report/words.ts";
import { aBatchRun } from "../reconcilers/builders.ts";
import { elementsIn, parsed, structureOf, textIn } from "./report_html.ts";
import { aRunOf, at, aTaskStatus } from "./report_runs.ts";

/** Wherever a status holds free text, it is `text`. */
function aRunSaying(text: string): BatchRun {
  const repository = { org: text, repo: text, branch: text };
  const said = { contexts: [{ type: "Repository" as const, repository }], jobName: text, reason: text, message: text };
  // A report is made of any JSON.
  const outcome = text as "Failed";
  const result = { outcome, reason: text, summary: text, pullRequest: text };
  const run = aRunOf([
    aTaskStatus(0, "Failed", { ...said, result, startTime: at(0), completionTime: at(9) }),
    aTaskStatus(1, "Running", { ...said, startTime: at(2) }),
    aTaskStatus(2, "Pending", { ...said, contexts: [{ type: "File", file: { name: text } }] }),
  ]);
  const condition = { type: "Reconciling", status: "True" as const, lastTransitionTime: at(0) };
  return {
    ...run,
    metadata: { ...run.metadata, name: text, namespace: text },
    spec: { ...aBatchRun().spec, batchRef: text, batchSpec: undefined },
    status: { ...run.status, phase: "Pending", conditions: [{ ...condition, reason: text, message: text }] },
  };
}

function made(text: string, format: Format, pattern?: string): string {
  return pageOf([aRunSaying(text), aRunSaying(text)], format, {
    now: Date.parse(at(60)),
    linkOf: pattern === undefined ? undefined : linksBy(pattern),
  });
}

const known = [
  "<script>alert(1)</script>",
  "</title></style></svg><img src=x onerror=alert(1)>",
  "]]><!--",
  '" onload="alert(1)',
  "' `{{constructor}} {{{x}}} {{> style}}",
  "javascript:alert(1)",
  "\u202eexe.gpj\u2066",
  "a\0b\u001b[31mc\u200bd\ud800",
  "__proto__",
  "| a | b |\n# c\n- d\n```\n~~~ ![x](http://e.example/) <http://e.example> www.e.example a@e.example :+1: $x$",
  "x".repeat(40_000),
  "漢字𝒳👩‍👩‍👧".repeat(60),
];
const hostile = fc.oneof(
  fc.constantFrom(...known),
  fc.string({ unit: "binary", minLength: 1 }),
  fc.array(fc.constantFrom(...known.slice(0, 10), "<", ">", "&", '"', "'", "\\", "]", "(", "`"), { minLength: 1 })
    .map((parts) => parts.join("")),
);

Deno.test("no text changes the elements of a page or their attributes", () => {
  const expected = structureOf(parsed(made("plain", "html")));
  fc.assert(fc.property(hostile, (text) => assert.equal(structureOf(parsed(made(text, "html"))), expected)));
});

Deno.test("a text is on the page as it is, but for characters that nobody sees", () => {
  fc.assert(fc.property(hostile, (text) => {
    const shown = textIn(parsed(made(text, "html")));
    assert.ok(shown.includes(visible(text.slice(0, 80).replace(/[\ud800-\udbff]$/, ""))));
    assert.doesNotMatch(shown, /[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u);
  }));
});

Deno.test("all addresses on a page are of the host that was asked for", () => {
  fc.assert(fc.property(hostile, (text) => {
    const links = elementsIn(parsed(made(text, "html", "https://git.example/{org}/{repo}/tree/{branch}")), "a");
    for (const { attributes } of links) {
      assert.match(attributes.get("href") ?? "", /^(#run-[12]$|https:\/\/git\.example\/)/);
    }
  }));
});

/** A report's lines with every text in them left out: what begins each, and how many cells it has. */
function blocksOf(markdown: string): string[] {
  return markdown.split("\n").map((line) => {
    assert.doesNotMatch(line, /[<>`]|(?<!\\):\/\/|(?<!\\)[~^$@{}]/, "HTML, code or an address");
    const bare = line.replace(/\\./g, "");
    assert.doesNotMatch(bare, /www\.|\[|\]|[()]/, "a link");
    return `${/^(#+ |\| |\*\*)?/.exec(line)?.[0]}${bare.replace(/[^|*_]/g, "")}`;
  });
}

Deno.test("no text changes the blocks of a report in Markdown", () => {
  const expected = blocksOf(made("plain", "markdown").replaceAll("(UTC)", ""));
  fc.assert(fc.property(hostile, (text) => {
    // The column's own heading has brackets.
    assert.deepEqual(blocksOf(made(text, "markdown").replaceAll("(UTC)", "")), expected);
  }));
});
