/** What `render` prints is what the operator creates. */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Context } from "../../crds/kinds.ts";
import { type KubeObject, nameOf } from "../../kernel/object.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { ControllerRevision, Job } from "../../reconcilers/kinds.ts";
import { task } from "../../reconcilers/task.ts";
import {
  aBatch,
  aBatchRun,
  aConfigMap,
  aRepository,
  aTask,
  aTemplate,
  aWorkspaceConfig,
} from "../reconcilers/builders.ts";
import { World } from "../reconcilers/world.ts";
import { documentsIn, rendered, renderedText } from "./render_use.ts";

/** Texts that YAML, JSON and templates have their own ideas about. */
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "\n",
      " ",
      "'",
      '"',
      ":",
      "-",
      "#",
      "$",
      "{{",
      "}}",
      "\t",
      "\u0085",
      "\u2028",
      "\ud800",
      "|",
      "a",
    ),
  }),
  fc.constantFrom("yes", "0644", "1e3", "~", "2025-01-18", "12:30:45", "", "---\nkind: Secret", "$(HOME)"),
);

const context: fc.Arbitrary<Context> = fc.oneof(
  text.map((inline): Context => ({ type: "File", file: { name: "task.md", source: { inline } } })),
  fc.constantFrom("a", "b").map((key): Context => {
    return { type: "File", file: { name: "notes", source: { configMapKeyRef: { key, name: "notes" } } } };
  }),
  fc.constantFrom("service-a", "yes", "0644").map(aRepository),
);

const template = fc.constantFrom(
  aTemplate("agent"),
  aTemplate("agent", {
    job: "ttlSecondsAfterFinished: 60",
    metadata: "{annotations: {kubetask.io/context-files: /files}}",
  }),
  aTemplate("agent", {
    metadata: "{labels: {repo: '{{ .Repository.Repo }}', kubetask.io/batch: mine}}",
    job: "{{ if .Index }}parallelism: 2{{ end }}",
  }),
  // It does not run for units without a repository.
  aTemplate("agent", { metadata: "{name: '{{ if not .Repository.Repo }}{{ fail `no repository` }}{{ end }}'}" }),
);

/** Without what the API server adds; what JSON cannot say is as it will be stored. */
function sent(jobs: readonly KubeObject[]): unknown {
  return jobs.map(({ metadata: { uid: _, creationTimestamp: __, ...metadata } = {}, ...job }) => ({ ...job, metadata }))
    .map((job) =>
      JSON.parse(JSON.stringify(job), (_, value) => typeof value === "string" ? value.toWellFormed() : value)
    );
}

Deno.test("the Jobs of a run are rendered as they are created", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(context, { maxLength: 2 }),
      fc.array(fc.array(context, { maxLength: 2 }), { maxLength: 5 }),
      template,
      async (common, units, template) => {
        const objects = [
          aBatch(units, common),
          aBatchRun(),
          aConfigMap("claude", { template }),
          aWorkspaceConfig("any", { name: "claude" }),
        ];
        // The API server replaces half characters when it reads an object.
        const world = new World(...objects.map((object) => JSON.parse(JSON.stringify(object), wellFormed)));
        world.settle(batchRun, "run");
        const { text, code, complaints } = await rendered(objects);
        assert.deepEqual(sent(documentsIn(text)), sent(world.all(Job)));
        const isWhole = world.all(Job).length === units.length;
        assert.deepEqual([code, complaints.length === 0], isWhole ? [0, true] : [1, false]);
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("the Job of a Task is rendered as it is created", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(context, { minLength: 1, maxLength: 3 }), template, async (contexts, template) => {
      const objects = [aTask({ contexts }), aConfigMap("kubetask-agent", { "agent-template.yaml": template })];
      const world = new World(...objects.map((object) => JSON.parse(JSON.stringify(object), wellFormed)));
      world.settle(task, "greet");
      assert.deepEqual(sent(documentsIn((await rendered(objects)).text)), sent(world.all(Job)));
    }),
    { numRuns: 100 },
  );
});

function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}

Deno.test("a run that has started is rendered from what it froze, if that is in the input", async () => {
  const world = new World(
    aBatch([[aRepository("before")]]),
    aBatchRun(),
    aConfigMap("kubetask-agent", { any: aTemplate("before") }),
  );
  world.settle(batchRun, "run");
  const [run] = world.all(batchRun.kind);
  const edited = [aBatch([[aRepository("after")]]), run!, aConfigMap("kubetask-agent", { any: aTemplate("after") })];

  const frozen = await rendered([...edited, ...world.all(ControllerRevision)]);
  assert.deepEqual([sent(documentsIn(frozen.text)), frozen.complaints], [sent(world.all(Job)), []]);

  const now = await rendered(edited);
  assert.match(now.text, /image: after/);
  assert.match(
    now.complaints.join("\n"),
    /^Warning: batchrun\/run in namespace team: it has started, .*ControllerRevision/,
  );
});

Deno.test("neither the notation nor the order of keys and of objects changes what is rendered", async () => {
  const notes = { configMapKeyRef: { name: "notes", key: "today" } };
  const contexts: Context[][] = [[{ type: "File", file: { name: "notes.md", source: notes } }], [aRepository("b")]];
  const objects = [aBatch(contexts), aBatchRun(), aConfigMap("kubetask-agent", { any: aTemplate("agent") })];
  const expected = (await rendered(objects)).text;
  assert.equal(documentsIn(expected).map(nameOf).join(), "run-task-0,run-task-1");

  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([key, field]) => [key, reversed(field)]));
  };
  for (const order of [objects, objects.toReversed(), objects.map(reversed)]) {
    // JSON is YAML, too.
    const yaml = order.map((object) => `---\n# A comment\n${JSON.stringify(object, null, 1)}\n`).join("");
    assert.equal((await renderedText(yaml)).text, expected);
  }
});
