import assert from "node:assert/strict";
import { InputError } from "../../filters/filter.ts";
import { migrate } from "../../filters/migrate/migrate.ts";
import { migrated } from "../../filters/migrate/migrated.ts";
import { goldens } from "./migrate_goldens.ts";

interface Ran {
  readonly code: 0 | 1;
  readonly written: readonly string[];
  readonly complaints: readonly string[];
}

async function run(input: string | Uint8Array<ArrayBuffer>, args: readonly string[] = []): Promise<Ran> {
  const written: string[] = [];
  const complaints: string[] = [];
  const code = await migrate.run({
    args,
    input: new Blob([input]).stream(),
    write: (text) => Promise.resolve(void written.push(text)),
    complain: (line) => void complaints.push(line),
  });
  return { code, written, complaints };
}

async function refusal(input: string | Uint8Array<ArrayBuffer>, args: readonly string[] = []): Promise<string> {
  const written: string[] = [];
  const use = { args, input: new Blob([input]).stream(), complain: (line: string) => void written.push(line) };
  try {
    await migrate.run({ ...use, write: (text) => Promise.resolve(void written.push(text)) });
  } catch (error) {
    assert.ok(error instanceof InputError);
    assert.deepEqual(written, []);
    return error.message;
  }
  throw new Error("It was accepted");
}

for (const [name, { before, after, complaints }] of Object.entries(goldens)) {
  Deno.test(`migrate: ${name}`, () => {
    assert.deepEqual(migrated(before), { text: after, complaints });
  });

  Deno.test(`migrate changes nothing in what it made of ${name}`, () => {
    assert.equal(migrated(after).text, after);
  });

  Deno.test(`migrate keeps Windows' line ends: ${name}`, () => {
    const windows = (text: string) => text.replaceAll("\n", "\r\n");
    const isYaml = !before.startsWith("{");
    assert.deepEqual(migrated(windows(before)), { text: isYaml ? windows(after) : after, complaints });
  });
}

const bundle = (spec: string) =>
  `apiVersion: codesweep.io/v1alpha1\nkind: Bundle\nmetadata:\n  name: b\nspec:\n${spec}`;
const batch = (spec: string) => `apiVersion: kubetask.io/v1alpha1\nkind: Batch\nmetadata:\n  name: b\nspec:\n${spec}`;

const small: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "the last line may have no end": [
    bundle("  repositories:\n  - {org: a, repo: b, branch: c}"),
    batch(
      "  commonContext: []\n  variableContexts:\n  - [{ type: Repository, repository: {org: a, repo: b, branch: c} }]",
    ),
  ],
  "lists that say nothing become empty ones": [
    bundle("  context:\n    files: # none\n  repositories: ~\n"),
    batch("  commonContext: [] # none\n  variableContexts: []\n"),
  ],
  "what KubeTask knows already stays": [
    bundle("  commonContext: []\n  variableContexts:\n  - []\n"),
    batch("  commonContext: []\n  variableContexts:\n  - []\n"),
  ],
  "brackets may stand as far left as Kubernetes allows": [
    bundle("  context: {\nfiles: []\n}\n  repositories: [\n]\n"),
    batch("  commonContext: []\n  variableContexts: [\n]\n"),
  ],
  "keys keep their quotes, and tags and anchors their place": [
    bundle(`  "repositories": !!seq\n  - !!map &r\n    'org': a\n    repo: b\n    branch: c\n`),
    batch(
      `  commonContext: []\n  "variableContexts": !!seq\n  - - type: Repository\n      repository: !!map &r\n` +
        `        'org': a\n        repo: b\n        branch: c\n`,
    ),
  ],
  "an indentation that a block says itself is still right": [
    bundle(
      "  context:\n    files:\n    - name: a\n      content: |2\n          two more\n        none more\n  repositories: []\n",
    ),
    batch(
      "  commonContext:\n  - type: File\n    file:\n      name: a\n      source:\n        inline: |2\n" +
        "            two more\n          none more\n  variableContexts: []\n",
    ),
  ],
  "a list of CodeSweep's own kind": [
    "apiVersion: codesweep.io/v1\nkind: BundleList\nitems: []\n",
    "apiVersion: kubetask.io/v1alpha1\nkind: BatchList\nitems: []\n",
  ],
  "empty documents and comments alone pass": ["# a\n---\n---\n# b\n", "# a\n---\n---\n# b\n"],
};

for (const [name, [before, after]] of Object.entries(small)) {
  Deno.test(`migrate: ${name}`, () => {
    assert.deepEqual(migrated(before), { text: after, complaints: [] });
    assert.deepEqual(migrated(after), { text: after, complaints: [] });
  });
}

const needsHand: Readonly<Record<string, string>> = {
  "  repositories: [{org: a, repo: y, branch: b}]\n":
    'line 6: Bundle "b": spec.repositories: this repository must have a text as its repo',
  "  repositories: 5\n": 'line 6: Bundle "b": spec.repositories must be a list',
  "  context: {files: [{name: a/b, content: c}]}\n":
    'line 6: Bundle "b": spec.context.files: the name a/b has a directory, which KubeTask refuses',
  "  context: {files: [{name: a}]}\n": 'line 6: Bundle "b": spec.context.files: this file has 0 sources, not one',
  "  context: {files: [{name: a, configMapKeyRef: {name: b}}]}\n":
    'line 6: Bundle "b": spec.context.files.configMapKeyRef: the reference needs a name and a key',
  "  context: [a]\n":
    'line 6: Bundle "b": spec.context cannot be carried over: it must be a mapping with files, without anchor or alias',
  '  "a\\e[31m\\nb": 1\n': 'line 6: Bundle "b": spec.a�[31m�b has no counterpart in KubeTask',
  "  constructor: 1\n": 'line 6: Bundle "b": spec.constructor has no counterpart in KubeTask',
};

for (const [spec, complaint] of Object.entries(needsHand)) {
  Deno.test(`migrate says what needs a hand: ${spec.trim()}`, () => {
    assert.deepEqual(migrated(bundle(spec)).complaints, [complaint]);
  });
}

Deno.test("migrate leaves an empty list where every run has run", () => {
  const head = "apiVersion: v1\nkind: List\n";
  const run = ["- apiVersion: codesweep.io/v1", "  kind: BundleRun", "  status: {startTime: x}"];
  assert.deepEqual(migrated(`${head}items:\n${run.join("\n")}\n`), {
    text: `${head}items: []\n${run.map((line) => `# ${line}`).join("\n")}\n`,
    complaints: ['line 4: BundleRun "" has run, and as a BatchRun it would run again: left out'],
  });
});

Deno.test("migrate ends with 1 when something needs a hand, and still prints the rest", async () => {
  assert.deepEqual(await run(bundle("  repositories: []\n  context:\n  parallelism: 5\n")), {
    code: 1,
    written: [batch("  commonContext: []\n  variableContexts: []\n  # parallelism: 5\n")],
    complaints: ['line 8: Bundle "b": spec.parallelism has no counterpart in KubeTask'],
  });
});

Deno.test("migrate ends with 0 when nothing needs a hand", async () => {
  assert.deepEqual(await run(bundle("  repositories: []\n")), {
    code: 0,
    written: [batch("  commonContext: []\n  variableContexts: []\n")],
    complaints: [],
  });
});

Deno.test("migrate refuses what it cannot read, before it writes anything", async () => {
  const cannot = "Cannot read standard input";
  const refused: readonly (readonly [input: string | Uint8Array<ArrayBuffer>, message: string])[] = [
    ["", `${cannot}: it is empty`],
    [new Uint8Array([0xff, 0xfe, 0]), `${cannot}: it is not text in UTF-8`],
    ["hello", `${cannot}: line 1: not a Kubernetes object`],
    ["kind: A\napiVersion: v1\n---\na: b", `${cannot}: line 4: not a whole Kubernetes object: it has no kind`],
    ["kind: List\napiVersion: v1\nitems: 1", `${cannot}: line 3: a list whose items are none`],
    ["a:\n  - b: [", `${cannot}: line 2, column 9: unexpected end of the stream within a flow collection`],
    ["a:\n\tb: c", `${cannot}: line 2, column 1: tab characters must not be used in indentation`],
    ["a: 1\nb: 2\na: 3", `${cannot}: line 3, column 1: key appears twice in a mapping`],
    ["a: *b", `${cannot}: line 1, column 4: alias *b has no anchor before it`],
    [
      bundle("  a: &a 1\n  b: *a\n"),
      "Cannot migrate: line 6: this part has no counterpart in KubeTask, but an alias refers to it",
    ],
  ];
  const messages = await Promise.all(refused.map(([input]) => refusal(input)));
  assert.deepEqual(messages, refused.map(([, message]) => message));
  assert.equal(await refusal(bundle(""), ["-f"]), "Cannot migrate: unknown argument -f");
});
