/** The report: its page as a whole, its pictures at any size, and what it takes for input. */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { BatchRun, TaskStatus } from "../../crds/kinds.ts";
import { InputError } from "../../filters/filter.ts";
import { linksBy } from "../../filters/report/links.ts";
import { pageOf } from "../../filters/report/page.ts";
import { templatesTs } from "../../filters/report/precompile.ts";
import { report } from "../../filters/report/report.ts";
import templates from "../../filters/report/templates.ts" with { type: "text" };
import { aBatchRun } from "../reconcilers/builders.ts";
import { type Element, elementsIn, parsed, structureOf, textIn } from "./report_html.ts";
import { aCampaign, aRunOf, at, aTaskStatus } from "./report_runs.ts";

const given = { now: Date.parse(at(3600)), linkOf: linksBy("https://git.example/{org}/{repo}/tree/{branch}") };

function page(...runs: BatchRun[]): Element {
  return parsed(pageOf(runs, "html", given));
}

/** What stands in elements of that name, a line each; a space is a space. */
function textsIn(element: Element, name: string): string[] {
  return elementsIn(element, name).map((found) => textIn(found).replaceAll(/\s+/g, " ").trim());
}

const failedTask = aTaskStatus(1, "Failed", {
  startTime: at(5),
  completionTime: at(125),
  reason: "DeadlineExceeded",
  message: "Job was active longer than specified deadline",
});
const small = aRunOf([aTaskStatus(0, "Succeeded", { startTime: at(0), completionTime: at(65) }), failedTask]);

Deno.test("the templates were compiled since they were last edited", () => {
  assert.equal(templates, templatesTs(), "run `deno task generate`");
});

Deno.test("a small page says all there is to say, in order", () => {
  const [body] = elementsIn(page(small), "body");
  const lines = textIn(body!).split("\n").map((line) => line.replaceAll("\u00a0", " ").trim());
  assert.deepEqual(lines.filter((line) => line !== ""), [
    "KubeTask run report",
    "Namespace team · Batch update",
    "run Failed",
    "1 of 2 tasks failed",
    "2025-01-18 10:00:00 – 2025-01-18 10:02:05 UTC",
    "Tasks2",
    "Succeeded1",
    "Failed1",
    "Duration2 min 5 s",
    "Median task1 min 5 s",
    "1 Succeeded1 Failed",
    "Why tasks failed",
    "DeadlineExceeded 1 task",
    "The Job ran for longer than its activeDeadlineSeconds.",
    "What helps: Raise it in the template, or give the agent less to do. Time in a queue does not count.",
    "Job was active longer than specified deadline",
    "myorg/service-1",
    "When tasks were at work",
    "Each row is a task. Time runs from the first start.",
    "succeeded",
    "✕ failed",
    ...["0", "30 s", "1 min", "1 min 30 s", "2 min"],
    "myorg/service-0",
    "✕ myorg/service-1",
    "myorg/service-0: Succeeded, 1 min 5 s",
    "myorg/service-1: Failed, 2 min, DeadlineExceeded",
    "Tasks",
    "Failed 1 task",
    "#TaskBranchStartedTookWhy",
    "1myorg/service-1main2025-01-18 10:00:052 minDeadlineExceeded Job was active longer than specified deadline",
    "Succeeded 1 task",
    "#TaskBranchStartedTook",
    "0myorg/service-0main2025-01-18 10:00:001 min 5 s",
    "Made by kubetask report. All times are UTC.",
  ]);
});

Deno.test("the lists of tasks are tables with headings, in sections that open without a script", () => {
  const cells = "th@scope@class th@scope th@scope th@scope th@scope@class";
  const row = "td th@scope(a@href) td td td";
  const scroll = "div@class@role@aria-label@tabindex";
  assert.deepEqual(elementsIn(page(small), "details").map(structureOf), [
    `details@class@open(summary(span@class) ${scroll}(table@class(thead(tr(${cells} th@scope)) tbody(tr(${row} td(code))))))`,
    `details@class@open(summary(span@class) ${scroll}(table@class(thead(tr(${cells})) tbody(tr(${row})))))`,
  ]);
});

Deno.test("a page allows itself nothing but its own style", () => {
  const policy = elementsIn(page(small), "meta").map(({ attributes }) => attributes)
    .find((attributes) => attributes.get("http-equiv") === "Content-Security-Policy")?.get("content");
  assert.match(
    policy ?? "",
    /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'$/,
  );
});

Deno.test("several runs have a section each, and a list of them in front", () => {
  const found = page(small, aBatchRun({}, { name: "other" }));
  assert.deepEqual(textsIn(found, "h2"), ["run Failed", "other Pending"]);
  assert.deepEqual(textsIn(found, "nav"), [
    "run Failed 1 of 2 tasks failed other Pending Not seen by the operator yet",
  ]);
  const ids = elementsIn(found).flatMap(({ attributes }) => attributes.get("id") ?? []);
  assert.deepEqual(ids, [...new Set(ids)]);
  const targets = elementsIn(elementsIn(found, "nav")[0]!, "a").map(({ attributes }) => attributes.get("href"));
  assert.deepEqual(targets, ["#run-1", "#run-2"]);
});

Deno.test("tasks that the status leaves out are counted and named by their numbers", () => {
  const run = aCampaign(100);
  const status = { ...run.status, tasksOmitted: 98, tasks: run.status?.tasks?.filter((_, index) => index % 50 === 7) };
  const indexes = { created: "0-98", succeeded: "0-6,8-56", failed: "7,57,60-61" };
  const [note] = elementsIn(page({ ...run, status: { ...status, indexes } }), "section");
  assert.deepEqual([...textsIn(note!, "p").slice(0, 1), ...textsIn(note!, "details")], [
    "The status of a large run keeps the details of some tasks only: here of 2 of 100. The pictures and lists show " +
    "those; the counts above are of all.",
    "Without details: 2 tasks failed60–61",
    "Without details: 39 tasks not ended yet58–59, 62–98",
    "Without details: 1 task not started yet99",
    "Without details: 56 tasks succeeded0–6, 8–56",
  ]);
});

Deno.test("a run that waits says for what, and what helps", () => {
  const condition = { reason: "ConfigMapNotFound", message: "ConfigMap 'claude' not found", lastTransitionTime: at(0) };
  const run: BatchRun = {
    ...aBatchRun(),
    status: { phase: "Pending", conditions: [{ type: "Reconciling", status: "True", ...condition }] },
  };
  const [section] = elementsIn(page(run), "section");
  assert.deepEqual(textsIn(section!, "h3"), ["It waits: ConfigMapNotFound"]);
  assert.deepEqual(textsIn(section!, "p").filter((_, at) => at !== 1), [
    "ConfigMap 'claude' not found",
    "What helps: Create the ConfigMap, or mend the agentTemplateRef.",
  ]);
});

Deno.test("a report in Markdown has the same parts", () => {
  assert.equal(
    pageOf([small], "markdown", given).replaceAll("\u00a0", " "),
    `# KubeTask run report

## Run run: Failed

**1 of 2 tasks failed** · namespace team · batch update

2025-01-18 10:00:00 – 2025-01-18 10:02:05 UTC

| Tasks | Succeeded | Failed | Duration | Median task |
| --- | --- | --- | --- | --- |
| 2 | 1 | 1 | 2 min 5 s | 1 min 5 s |

### Why tasks failed

#### DeadlineExceeded: 1 task

Meaning: The Job ran for longer than its activeDeadlineSeconds.

What helps: Raise it in the template, or give the agent less to do. Time in a queue does not count.

Message: Job was active longer than specified deadline

### Failed: 1 task

| # | Task | Branch | Started (UTC) | Took | Why |
| --: | --- | --- | --- | --: | --- |
| 1 | [myorg/service-1](https\\://git.example/myorg/service-1/tree/main) | main | 2025-01-18 10:00:05 | 2 min | DeadlineExceeded Job was active longer than specified deadline |

### Succeeded: 1 task

| # | Task | Branch | Started (UTC) | Took | Why |
| --: | --- | --- | --- | --: | --- |
| 0 | [myorg/service-0](https\\://git.example/myorg/service-0/tree/main) | main | 2025-01-18 10:00:00 | 1 min 5 s |  |
`,
  );
});

/** Where the axes of both pictures end. */
const plotsEnd = 940;

/** Throws for a picture with a number that is none, or with a box outside of it. */
function checkPictures(document: Element): void {
  for (const svg of elementsIn(document, "svg").filter(({ attributes }) => attributes.has("viewBox"))) {
    const [, , width = NaN, height = NaN] = svg.attributes.get("viewBox")!.split(" ").map(Number);
    const inside = (x: number, y: number) => {
      assert.ok(x >= 0 && x <= width + 0.1 && y >= 0 && y <= height + 0.1, `${x} ${y} outside of ${width} ${height}`);
    };
    const number = ({ attributes }: Element, name: string) => Number(attributes.get(name) ?? 0);
    for (const box of elementsIn(svg, "rect")) {
      inside(number(box, "x"), number(box, "y"));
      inside(number(box, "x") + number(box, "width"), number(box, "y") + number(box, "height"));
      assert.ok(number(box, "width") > 0 && number(box, "height") > 0);
      const isBar = svg.attributes.get("class") === "chart" && box.attributes.get("class") !== "hover";
      if (isBar) assert.ok(number(box, "x") + number(box, "width") <= plotsEnd + 0.1, "a bar beyond its axis");
    }
    for (const text of elementsIn(svg, "text")) inside(number(text, "x"), number(text, "y"));
    for (const path of elementsIn(svg, "path")) {
      const data = path.attributes.get("d") ?? "";
      assert.match(data, /^(M[\d.]+ [\d.]+([hvV]-?[\d.]+)*z?)+$/);
      for (const [, x, y, across = 0, down = 0] of data.matchAll(/M([\d.]+) ([\d.]+)(?:h([\d.]+))?(?:v([\d.]+))?/g)) {
        inside(Number(x) + Number(across), Number(y) + Number(down));
      }
    }
  }
}

for (const size of [0, 1, 2, 48, 49, 1_000, 10_000]) {
  Deno.test(`the pictures of ${size} tasks stay in their frames, and every task is in a list`, () => {
    const document = page(aCampaign(size));
    checkPictures(document);
    assert.equal(elementsIn(document, "tr").filter((row) => elementsIn(row, "td").length > 0).length, size);
  });
}

Deno.test("whatever the times are, the pictures stay in their frames", () => {
  const time = fc.oneof(
    fc.integer({ min: -10, max: 100 }),
    fc.integer({ min: -1e9, max: 1e9 }),
  );
  const task = fc.record({
    status: fc.constantFrom<TaskStatus["status"]>("Pending", "Running", "Succeeded", "Failed"),
    start: fc.option(time),
    end: fc.option(time),
  });
  fc.assert(fc.property(fc.array(task, { maxLength: 120 }), (tasks) => {
    checkPictures(page(aRunOf(tasks.map(({ status, start, end }, index) => {
      return aTaskStatus(index, status, {
        startTime: start === null ? undefined : at(start),
        completionTime: end === null ? undefined : at(end),
      });
    }))));
  }));
});

/** What the filter does with that text and these arguments. */
async function reported(input: string, ...args: string[]) {
  let output = "";
  const write = (text: string) => Promise.resolve(void (output += text));
  const use = { args, input: ReadableStream.from([new TextEncoder().encode(input)]), write, complain() {} };
  try {
    return { code: await report.run(use), output };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.equal(output, "", "something was written before the input was refused");
    return { refused: error.message };
  }
}

Deno.test("a page is made of the runs in a list, whatever else is in it; a failed run is exit code 1", async () => {
  const other = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "agent" } };
  const list = { apiVersion: "v1", kind: "List", items: [other, small, aCampaign(1)] };
  const { code, output = "" } = await reported(JSON.stringify(list));
  assert.equal(code, 1);
  assert.deepEqual(textsIn(parsed(output), "h2"), ["run Failed", "run Succeeded"]);
  assert.equal((await reported(JSON.stringify(aCampaign(1)), "--format", "markdown")).code, 0);
});

const odd = JSON.stringify({
  ...small,
  status: { ...small.status, tasks: [failedTask, { ...failedTask, startTime: "soon" }] },
});
const refusals: [title: string, input: string, args: string[], message: string][] = [
  ["no run", JSON.stringify({ apiVersion: "v1", kind: "List", items: [] }), [], "There is no BatchRun in the input"],
  ["a status of another shape", odd, [], 'BatchRun "run": status.tasks[1].startTime is not a time'],
  ["an unknown format", "", ["--format", "pdf"], 'Cannot make format "pdf": it is html or markdown'],
  [
    "a link to a script",
    "",
    ["--link", "javascript:alert(1)"],
    'Cannot make links by "javascript:alert(1)": it must begin with http:// or https:// and a host',
  ],
  [
    "a link whose host is a value",
    "",
    ["--link", "https://{org}/x"],
    'Cannot make links by "https://{org}/x": it must begin with http:// or https:// and a host',
  ],
  [
    "an unknown placeholder",
    "",
    ["--link", "https://x/{repository}"],
    'Cannot make links by "https://x/{repository}": {repository} is none of {org}, {repo} and {branch}',
  ],
];
for (const [title, input, args, message] of refusals) {
  Deno.test(`refused before anything is written: ${title}`, async () => {
    assert.deepEqual(await reported(input, ...args), { refused: message });
  });
}

/** A run whose agents told what came out. */
function aRunOfAgents(): BatchRun {
  const result = { summary: "Moved to version 2.", pullRequest: "https://git.example/myorg/service-0/pull/7" };
  const run = aRunOf([
    aTaskStatus(0, "Succeeded", { result: { outcome: "Changed", ...result } }),
    aTaskStatus(1, "Succeeded", { result: { outcome: "Changed", pullRequest: "https://elsewhere.example/pull/7" } }),
    aTaskStatus(2, "Failed", { result: { outcome: "Failed", reason: "TestsFailed" } }),
  ]);
  const results = { changed: 2, noChange: 0, failed: 1, unknown: 0, costUSD: "0.52" };
  return { ...run, status: { ...run.status, results } };
}

Deno.test("what agents say stands beside their tasks, and summed up above", () => {
  const made = page(aRunOfAgents());
  assert.deepEqual(textsIn(made, "dl").map((facts) => /Changed.*/.exec(facts)?.[0]), [
    "Changed2 No change0 Cost$0.52 Duration0 s",
  ]);
  assert.deepEqual(textsIn(made, "tbody"), [
    "2myorg/service-2mainFailed: TestsFailed",
    "0myorg/service-0mainChanged Moved to version 2. https://git.example/myorg/service-0/pull/7 " +
    "1myorg/service-1mainChanged https://elsewhere.example/pull/7",
  ]);
});

Deno.test("a pull request is an address only where the repositories are, as whoever asks for the report says", () => {
  const links = elementsIn(page(aRunOfAgents()), "a").map(({ attributes }) => attributes.get("href"));
  const pulls = links.filter((link) => link?.includes("/pull/"));
  assert.deepEqual(pulls, ["https://git.example/myorg/service-0/pull/7"]);
  const unlinked = parsed(pageOf([aRunOfAgents()], "html", { now: given.now }));
  assert.deepEqual(elementsIn(unlinked, "a"), []);
});

Deno.test("in Markdown results have a column, where there are some", () => {
  const lines = pageOf([aRunOfAgents()], "markdown", given).split("\n");
  assert.ok(lines.includes("| # | Task | Branch | Started (UTC) | Took | Result | Why |"));
  assert.ok(lines.some((line) => line.includes("| Failed: TestsFailed  ")), lines.join("\n"));
});
