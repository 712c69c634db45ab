import assert from "node:assert/strict";
import { renderTemplate, TemplateError } from "../../render/template.ts";
import bytes from "./corpus/bytes.json" with { type: "json" };
import choices from "./corpus/choices.json" with { type: "json" };
import dicts from "./corpus/dicts.json" with { type: "json" };
import durations from "./corpus/durations.json" with { type: "json" };
import encodings from "./corpus/encodings.json" with { type: "json" };
import errors from "./corpus/errors.json" with { type: "json" };
import language from "./corpus/language.json" with { type: "json" };
import lists from "./corpus/lists.json" with { type: "json" };
import numbers from "./corpus/numbers.json" with { type: "json" };
import parseErrors from "./corpus/parse_errors.json" with { type: "json" };
import printf from "./corpus/printf.json" with { type: "json" };
import regexes from "./corpus/regexes.json" with { type: "json" };
import strings from "./corpus/strings.json" with { type: "json" };
import urls from "./corpus/urls.json" with { type: "json" };
import words from "./corpus/words.json" with { type: "json" };

/** A template and what Go answered: see oracle/. */
interface Case {
  readonly name: string;
  readonly template: string;
  readonly data: unknown;
  readonly missingKey?: string;
  readonly expected?: string;
  readonly error?: string;
}

const corpus: readonly Case[] = [
  ...bytes,
  ...choices,
  ...dicts,
  ...durations,
  ...encodings,
  ...errors,
  ...language,
  ...lists,
  ...numbers,
  ...parseErrors,
  ...printf,
  ...regexes,
  ...strings,
  ...urls,
  ...words,
];

Deno.test("templates print what Go prints, and fail with Go's words", () => {
  const differing = corpus.filter((example) => !agrees(answer(example), example)).map((example) => ({
    template: example.template,
    go: example.expected ?? example.error,
    ours: answer(example),
  }));
  assert.deepEqual(differing, []);
});

function answer({ template, data, missingKey }: Case): { output: string } | { error: string } {
  try {
    return { output: renderTemplate(template, data, { missingKey: missingKeyOf(missingKey) }) };
  } catch (error) {
    assert.ok(error instanceof TemplateError, `${template}: ${error}`);
    return { error: error.message };
  }
}

function missingKeyOf(name = "zero"): "default" | "zero" | "error" {
  assert.ok(name === "default" || name === "zero" || name === "error");
  return name;
}

/** Where Go's message shows a value, ours has an ellipsis. */
function agrees(ours: { output: string } | { error: string }, { expected, error }: Case): boolean {
  if ("output" in ours) return ours.output === expected;
  if (error === undefined) return false;
  const parts = ours.error.split("…");
  return parts.length === 1
    ? ours.error === error
    : error.startsWith(parts[0] ?? "") && error.endsWith(parts.at(-1) ?? "");
}
