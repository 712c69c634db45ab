import assert from "node:assert/strict";
import type { Kind } from "../../kernel/object.ts";
import { InputError } from "../../filters/filter.ts";
import { changesAsTheyCome, only, readObjects } from "../../filters/objects.ts";

const a = { apiVersion: "v1", kind: "A", metadata: { name: "a" } };
const b = { apiVersion: "v1", kind: "B", metadata: { name: "b" } };

/** The bytes in chunks of that size. */
function bytes(input: string | Uint8Array, size = 1 << 16): ReadableStream<Uint8Array> {
  const all = typeof input === "string" ? new TextEncoder().encode(input) : input;
  const chunks = function* () {
    for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
  };
  return ReadableStream.from(chunks());
}

async function comeFrom(input: string, size?: number): Promise<unknown[]> {
  return await Array.fromAsync(changesAsTheyCome(bytes(input, size)), ({ object }) => object);
}

const list = { apiVersion: "v1", kind: "List", metadata: { resourceVersion: "" }, items: [a, b] };
const inOrder = [{ object: a, line: 1 }, { object: b, line: 1 }];
const inList = [{ object: a, line: 1, item: 1 }, { object: b, line: 1, item: 2 }];

const good: Record<string, [input: string, objects: unknown]> = {
  "kubectl's list as JSON": [JSON.stringify(list, null, 4), inList],
  "kubectl's list as YAML": [
    "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n" +
    '- apiVersion: v1\n  kind: B\n  metadata:\n    name: b\nkind: List\nmetadata:\n  resourceVersion: ""\n',
    inList,
  ],
  "the list of one kind": [JSON.stringify({ ...list, kind: "AList" }), inList],
  "an empty list": [JSON.stringify({ ...list, items: [] }), []],
  "objects of JSON one after the other": [JSON.stringify(a) + JSON.stringify(b), inOrder],
  "documents of YAML, some of them empty": [
    "# first\n---\napiVersion: v1\nkind: A\nmetadata: {name: a}\n--- # second\napiVersion: v1\nkind: B\nmetadata: {name: b}\n---\n",
    [{ object: a, line: 2 }, { object: b, line: 6 }],
  ],
  "JSON and YAML in one stream": [
    `---\n\n${JSON.stringify(a, null, 1)}\n---\r\napiVersion: v1\r\nkind: B\r\nmetadata: {name: b}\r\n`,
    [{ object: a, line: 3 }, { object: b, line: 10 }],
  ],
  "YAML with the braces of JSON": ["{apiVersion: v1, kind: A, metadata: {name: 'a'}}", [{ object: a, line: 1 }]],
  "a byte order mark before it": [`\uFEFF${JSON.stringify(a)}`, [{ object: a, line: 1 }]],
  "scalars as kubectl reads them": [
    "apiVersion: v1\nkind: A\nmetadata: {name: a}\ndata: {mode: 0644, on: yes, text: 'yes', day: 2001-01-01}\n",
    [{ object: { ...a, data: { mode: 420, true: true, text: "yes", day: "2001-01-01" } }, line: 1 }],
  ],
  "three dashes in the middle of a text": [
    "apiVersion: v1\nkind: A\nmetadata: {name: a}\ndata: |\n  ---\n  ----\n",
    [{ object: { ...a, data: "---\n----\n" }, line: 1 }],
  ],
};

for (const [what, [input, objects]] of Object.entries(good)) {
  Deno.test(`read: ${what}`, async () => {
    assert.deepEqual(await readObjects(bytes(input)), objects);
    assert.deepEqual(await readObjects(bytes(input, 1)), objects, "byte by byte");
  });
}

const bad: Record<string, [input: string | Uint8Array, problem: string]> = {
  "nothing": ["", "it is empty"],
  "white space only": [" \n\n", "it is empty"],
  "comments only": ["# no\n---\n# objects\n", "it has no object in it"],
  "bytes that are no text": [Uint8Array.of(0x1F, 0x8B, 8, 0, 0xFF, 0xFE), "it is not text in UTF-8"],
  "half a character at the end": [Uint8Array.of(0x61, 0xC3), "it is not text in UTF-8"],
  "zero bytes": ["apiVersion: v1\0", "it is not text in UTF-8"],
  "a sentence": ["No resources found in default namespace.\n", "line 1: not a Kubernetes object"],
  "no YAML": ["apiVersion: v1\nkind: A\n---\nkind: ]\n", "line 4: bad indentation of a mapping entry"],
  "a tab where YAML has none": ["a:\n\tb: 1\n", "line 2: tab characters must not be used in indentation"],
  "a key twice": ["apiVersion: v1\nkind: A\nkind: B\n", "line 3: key appears twice in a mapping"],
  "JSON that ends too early": [
    JSON.stringify(list, null, 4).slice(0, -20),
    "line 1: the input ends in the middle of the JSON object that begins here",
  ],
  "JSON that ends in a text": [
    `\n${JSON.stringify(a)}\n${JSON.stringify(b).slice(0, 20)}`,
    "line 3: the input ends in the middle of the JSON object that begins here",
  ],
  "JSON with a mistake": [
    `${JSON.stringify(a)}\n{\n"kind": "B",\n}`,
    "line 4: not JSON: expected double-quoted property name",
  ],
  "something else behind JSON": [`${JSON.stringify(a)}\n, {}`, "line 2: not a JSON object"],
  "a list cut off in the middle": [
    "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: A\n",
    "line 1: not a whole Kubernetes object: it has no kind",
  ],
  "an object without a version": ["kind: A\n", "line 1: not a whole Kubernetes object: it has no apiVersion"],
  "a list of something else": [JSON.stringify({ ...list, items: [a, 7] }), "line 1, item 2: not a Kubernetes object"],
  "a list without items": [JSON.stringify({ ...list, items: {} }), "line 1: a list whose items are none"],
  "metadata of another type": ["apiVersion: v1\nkind: A\nmetadata: []\n", "line 1: metadata must be a mapping"],
  "a name of another type": [
    "---\napiVersion: v1\nkind: A\nmetadata: {name: 7}\n",
    "line 1: metadata.name must be a string",
  ],
};

for (const [what, [input, problem]] of Object.entries(bad)) {
  Deno.test(`not read, but told where it is wrong: ${what}`, async () => {
    const error = new InputError(`Cannot read standard input: ${problem}`);
    await assert.rejects(readObjects(bytes(input)), error);
    await assert.rejects(readObjects(bytes(input, 1)), error, "byte by byte");
  });
}

Deno.test("what is larger than the limit is not read to its end", async () => {
  let taken = 0;
  const endless = ReadableStream.from(function* () {
    for (;; taken++) yield new TextEncoder().encode("# nothing yet\n".repeat(1000));
  }());
  await assert.rejects(
    readObjects(endless, 1_000_000),
    new InputError("Cannot read standard input: it is larger than 1 MB"),
  );
  assert.ok(taken < 1_000_000 / 14_000 + 10);
  const brace = ReadableStream.from(function* () {
    yield new TextEncoder().encode('{"a": "');
    for (;;) yield new TextEncoder().encode("and so on ".repeat(1000));
  }());
  await assert.rejects(
    changesAsTheyCome(brace, 1_000_000).next(),
    new InputError("Cannot read standard input: it is larger than 1 MB"),
  );
});

Deno.test("objects come as soon as they are whole, however the stream is cut, and those of lists one by one", async () => {
  const text = { ...a, text: '}{ "\\" \\\\' };
  const stream = `${JSON.stringify(list, null, 4)}\n${JSON.stringify(text)}\n${JSON.stringify(b)}${JSON.stringify(a)}`;
  for (const size of [1, 2, 3, 7, 1000]) assert.deepEqual(await comeFrom(stream, size), [a, b, text, b, a]);

  const halves = ReadableStream.from(function* () {
    yield new TextEncoder().encode(`${JSON.stringify(a)}{`);
    assert.fail("asked for more than it takes");
  }());
  assert.deepEqual((await changesAsTheyCome(halves).next()).value, { object: a, isDeleted: false });
});

Deno.test("a stream of objects that is none, or breaks off, says where", async () => {
  const cases = {
    [`${JSON.stringify(a)}\n{"kind"`]: "line 2: the input ends in the middle of the JSON object that begins here",
    "apiVersion: v1\nkind: A\n": "line 1: not a JSON object",
    [`${JSON.stringify(a)}\n\n[]`]: "line 3: not a JSON object",
    '{"kind": "A"}': "line 1: not a whole Kubernetes object: it has no apiVersion",
  };
  for (const [input, problem] of Object.entries(cases)) {
    await assert.rejects(comeFrom(input), new InputError(`Cannot read standard input: ${problem}`));
  }
  assert.deepEqual(await comeFrom("\n"), []);
});

Deno.test("objects of other kinds are refused by their names, and namesakes by their groups", async () => {
  const kinds: Kind[] = [{ apiVersion: "v1", kind: "A", plural: "as" }, { apiVersion: "v2", kind: "B", plural: "bs" }];
  only(kinds, await readObjects(bytes(JSON.stringify(a))));
  const told = async (input: unknown) => {
    const objects = await readObjects(bytes(`\n${JSON.stringify(input)}`));
    let message = "";
    assert.throws(() => only(kinds, objects), (error: InputError) => {
      message = error.message;
      return error instanceof InputError;
    });
    return message;
  };
  assert.equal(await told({ ...a, kind: "Pod" }), "Cannot read standard input: line 2: kind Pod is none of A, B");
  assert.equal(await told(list), "Cannot read standard input: line 2, item 2: kind B of v1 is none of A, B");
});

Deno.test("a run with 10,000 units is read, from YAML as from JSON", async () => {
  const units = Array.from(
    { length: 10_000 },
    (_, i) => [{ type: "Repository", repository: { org: "o", repo: `r${i}` } }],
  );
  const run = { ...a, spec: { units } };
  const yaml = units.map((_, i) => `  - - type: Repository\n      repository:\n        org: o\n        repo: r${i}\n`);
  const header = "apiVersion: v1\nkind: A\nmetadata:\n  name: a\nspec:\n  units:\n";
  assert.deepEqual(await readObjects(bytes(header + yaml.join(""))), [{ object: run, line: 1 }]);
  assert.deepEqual(await readObjects(bytes(JSON.stringify(run))), [{ object: run, line: 1 }]);
});
