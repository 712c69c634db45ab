/** Values that would become syntax if they could, each beside a harmless one that a template cannot tell from it by `if`. */

import fc from "fast-check";
import type { JobVariables } from "../../../render/job.ts";

const fragments = [
  ..."'\"`\n\r\t:#-&*!|>%@,[]{}?$\\ ~=<0",
  ...["{{", "}}", "{{.Name}}", "{{- ", '{{fail "x"}}', "{{define `echo`}}", "$(HOME)", "$$", "$("],
  ...[": ", "- ", " #", "---", "...", "\n---\n", "\n...\n", "\n- a", "\nkind: Pod", "<<: *a", "? ", "%YAML 1.1\n"],
  ...["&a", "*a", "!!str", "!!binary", "|-\n", ">+2\n", "}]}]", "'}", '"]', "\n  ", "\n        ", "\n\t"],
  ...[
    "true",
    "null",
    "1e3",
    "0644",
    "1_000",
    "2024-01-01",
    "HOME",
    "own0",
    "''",
    '""',
    '\\"',
    "\\u0041",
    "\\n",
    "\\\n",
  ],
  ...["%s", "%!", "<no value>", "…", "&#39;", "\\1", "${1}", "$1"],
  ...["\0", "\x07", "\x7f", "\x85", "\xa0", "\u2028", "\u2029", "\ufeff", "\ufffe", "\ud800", "\udfff", "\u202e"],
  ...["\ue000", "\ue0000\ue000", "\ue0001\ue000", "\ue000\ue0000\ue000\ue000", "\uf8ff", "\u{f0000}"],
  ...["é", "İ", "ß", "ǆ", "日本", "😀", "e\u0301", "__proto__", "constructor", "a", "Word", "b c"],
  ...[
    "\nserviceAccountName: admin",
    '", "hostNetwork": true, "x": "',
    "', hostPID: true, x: '",
    "securityContext:\n  privileged: true",
  ],
];

const whole = [
  " ",
  "\n",
  "\n\n",
  "\t",
  "{}",
  "[]",
  "- ",
  "~",
  "*",
  "|",
  '"',
  "'",
  "x".repeat(3000),
  "word ".repeat(40),
  "a\n".repeat(40),
];

/** Never has U+001F, so that a template can split at it and always get one part. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...fragments), { maxLength: 8 }).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 24 }) },
  { weight: 1, arbitrary: fc.constantFrom(...whole) },
).map((text) => text.replaceAll("\x1f", ""));

/** Variables that a tenant could choose, and the same with every text that is not empty replaced by a word. */
export interface Pair {
  readonly hostile: JobVariables;
  readonly harmless: JobVariables;
}

const texts = fc.tuple(hostileText, hostileText, hostileText, hostileText, hostileText, hostileText, hostileText);

export const pair: fc.Arbitrary<Pair> = texts.map((texts) => ({
  hostile: variables(texts),
  harmless: variables(texts.map((text) => text === "" ? "" : "word")),
}));

function variables(texts: readonly string[]): JobVariables {
  const [Name = "", BatchName = "", Namespace = "", Branch = "", file = "", inline = "", key = ""] = texts;
  return {
    TaskID: "run-task-3",
    BatchName,
    BatchRunName: "run",
    Namespace,
    Contexts: JSON.stringify([
      { type: "File", file: { name: file, source: { inline } } },
      // No schema allows such a key; templates must not depend on that.
      { type: "File", file: { name: "notes", source: { [key]: inline } } },
    ]),
    Index: 3,
    Name,
    Repository: { Org: "acme", Repo: "shop", Branch },
  };
}
