import assert from "node:assert/strict";
import { agrees, type Mode, modes, ourOutcome, type Outcome } from "./agreement.ts";
import agentJobs from "./corpus/agent_jobs.json" with { type: "text" };
import bytes from "./corpus/bytes.json" with { type: "text" };
import choices from "./corpus/choices.json" with { type: "text" };
import corners from "./corpus/corners.json" with { type: "text" };
import dicts from "./corpus/dicts.json" with { type: "text" };
import durations from "./corpus/durations.json" with { type: "text" };
import encodings from "./corpus/encodings.json" with { type: "text" };
import errors from "./corpus/errors.json" with { type: "text" };
import flags from "./corpus/flags.json" with { type: "text" };
import formats from "./corpus/formats.json" with { type: "text" };
import found from "./corpus/found.json" with { type: "text" };
import goLanguage from "./corpus/go_language.json" with { type: "text" };
import helm from "./corpus/helm.json" with { type: "text" };
import json from "./corpus/json.json" with { type: "text" };
import kinds from "./corpus/kinds.json" with { type: "text" };
import language from "./corpus/language.json" with { type: "text" };
import lists from "./corpus/lists.json" with { type: "text" };
import numbers from "./corpus/numbers.json" with { type: "text" };
import parseErrors from "./corpus/parse_errors.json" with { type: "text" };
import printf from "./corpus/printf.json" with { type: "text" };
import regexes from "./corpus/regexes.json" with { type: "text" };
import sprig from "./corpus/sprig.json" with { type: "text" };
import strings from "./corpus/strings.json" with { type: "text" };
import times from "./corpus/times.json" with { type: "text" };
import urls from "./corpus/urls.json" with { type: "text" };
import versions from "./corpus/versions.json" with { type: "text" };
import words from "./corpus/words.json" with { type: "text" };
import yaml from "./corpus/yaml.json" with { type: "text" };

/** The same in every mode of missing keys, or by mode. */
type Answer = string | Readonly<Partial<Record<Mode, string>>>;

/** A template and what Go makes of it: see oracle/. */
interface Case {
  readonly name: string;
  readonly template: string;
  readonly data: unknown;
  readonly expected?: Answer;
  readonly error?: Answer;
}

const corpus: Readonly<Record<string, string>> = {
  agentJobs,
  bytes,
  choices,
  corners,
  dicts,
  durations,
  encodings,
  errors,
  flags,
  formats,
  found,
  goLanguage,
  helm,
  json,
  kinds,
  language,
  lists,
  numbers,
  parseErrors,
  printf,
  regexes,
  sprig,
  strings,
  times,
  urls,
  versions,
  words,
  yaml,
};

for (const [subject, file] of Object.entries(corpus)) {
  // Trusted to be what the oracle writes.
  const cases: readonly Case[] = JSON.parse(file);
  for (const mode of modes) {
    Deno.test(`${subject}: templates print what Go prints, and fail with Go's words (missingkey=${mode})`, () => {
      const compared = cases.map((example) => ({
        example,
        go: goAnswer(example, mode),
        ours: ourOutcome(example.template, example.data, mode),
      }));
      const differing = compared.filter(({ go, ours }) => !agrees(ours, go));
      assert.deepEqual(differing.map(({ example, go, ours }) => ({ ...example, go, ours })), []);
    });
  }
}

function goAnswer({ name, expected, error }: Case, mode: Mode): Outcome {
  const output = inMode(expected, mode);
  if (output !== undefined) return { output };
  return { error: inMode(error, mode) ?? assert.fail(`${name}: no answer`) };
}

function inMode(answer: Answer | undefined, mode: Mode): string | undefined {
  return typeof answer === "object" ? answer[mode] : answer;
}
