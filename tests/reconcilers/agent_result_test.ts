import assert from "node:assert/strict";
import * as fc from "fast-check";
import { AgentResult, TaskResult } from "../../crds/agent_result.ts";
import { resultLimits } from "../../crds/result_limits.ts";
import { readResult } from "../../reconcilers/agent_result.ts";
import { storedSize } from "../../reconcilers/room.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const said: AgentResult = {
  outcome: "Changed",
  summary: "Moved to version 2.",
  branch: "kubetask/update",
  commit,
  pullRequest: "https://github.com/myorg/service-0/pull/7",
  changedFiles: 3,
  usage: { inputTokens: 1200, outputTokens: 340, costUSD: "0.42" },
};

Deno.test("a result that keeps the contract is told as it is, its links as a list, and what else the agent adds is left out", () => {
  const links = { log: "https://ci.example.com/7" };
  assert.deepEqual(AgentResult.parse({ ...said, links }), { ...said, links });
  assert.deepEqual(readResult(JSON.stringify({ ...said, links, model: "x" })), {
    ...said,
    links: [{ name: "log", url: "https://ci.example.com/7" }],
  });
});

const unreadable: Record<string, string> = {
  "": "The agent left no result",
  "done": "The termination message is not a JSON object",
  "[]": "The termination message is not a JSON object",
  "null": "The termination message is not a JSON object",
  '{"outcome":"Changed"': "The termination message is not a JSON object",
  '{"outcome":"changed"}': "The termination message has no outcome: Changed, NoChange, Failed",
  '{"__proto__":{"outcome":"Changed"}}': "The termination message has no outcome: Changed, NoChange, Failed",
  [JSON.stringify({ ...said, more: "é".repeat(2_000) })]: "The termination message is longer than 4096 bytes",
};

for (const [message, summary] of Object.entries(unreadable)) {
  Deno.test(`nobody knows how the agent's work went that says ${JSON.stringify(message.slice(0, 40))}`, () => {
    assert.deepEqual(readResult(message), { outcome: "Unknown", summary });
  });
}

const wrong: Record<string, unknown> = {
  reason: "TestsFailed", // only with Failed
  branch: "a b",
  commit: "HEAD",
  pullRequest: "https://user:token@github.com/pull/7",
  changedFiles: -1,
  usage: { inputTokens: 1.5, outputTokens: "7", costUSD: 0.1 },
  links: { a: "javascript:alert(1)", b: "http://example.com", c: "https://example.com/\u202e", d: 1 },
  summary: 7,
};

for (const [field, value] of Object.entries(wrong)) {
  Deno.test(`a ${field} that breaks the contract is left out, and the rest is told`, () => {
    assert.deepEqual(
      readResult(JSON.stringify({ outcome: "NoChange", [field]: value, changedFiles: 0, ...{ [field]: value } })),
      {
        outcome: "NoChange",
        ...(field !== "changedFiles" && { changedFiles: 0 }),
      },
    );
  });
}

Deno.test("a reason is one word, and told of failures", () => {
  const reasonOf = (reason: unknown) => readResult(JSON.stringify({ outcome: "Failed", reason })).reason;
  assert.deepEqual(["TestsFailed", "two words", "X".repeat(65), 7].map(reasonOf), [
    "TestsFailed",
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("a summary is one visible line without the user and password of an address", () => {
  const summary = "See\u001b[31m https://me:secret@host/x\n\u202eth\u200be end\ud800";
  assert.equal(
    readResult(JSON.stringify({ outcome: "NoChange", summary })).summary,
    "See [31m https://…@host/x the end\ufffd",
  );
});

/** What an agent may leave: near to the contract, or anything. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6_000 }),
  fc.json({ maxDepth: 8 }),
  fc.record({
    outcome: fc.constantFrom("Changed", "NoChange", "Failed", "Unknown", "", 1),
    reason: fc.oneof(fc.string(), fc.constant("A".repeat(64))),
    summary: fc.string({
      unit: fc.constantFrom("<", "é", "😀", "\u2028", "a", "\\", "\u202e", "\ud800"),
      maxLength: 700,
    }),
    branch: fc.string({ unit: "binary", maxLength: 300 }),
    commit: fc.oneof(fc.constant(commit), fc.string()),
    pullRequest: fc.oneof(fc.webUrl({ size: "large" }), fc.constant(`https://h/${"&".repeat(502)}`), fc.string()),
    changedFiles: fc.oneof(fc.integer(), fc.double()),
    usage: fc.oneof(fc.json(), fc.record({ inputTokens: fc.double(), outputTokens: fc.nat(), costUSD: fc.string() })),
    links: fc.dictionary(fc.string({ unit: "binary" }), fc.oneof(fc.webUrl(), fc.string())),
  }, { requiredKeys: ["outcome"] }).map((said) => JSON.stringify(said)),
);

Deno.test("whatever an agent leaves, what is told of it fits the schema, its room and one line, and nothing throws", () => {
  fc.assert(
    fc.property(hostile, (message) => {
      const result = readResult(message);
      assert.deepEqual(TaskResult.parse(result), result);
      assert.ok(storedSize(result) <= resultLimits.stored, `${storedSize(result)} bytes`);
      assert.doesNotMatch(JSON.stringify(result), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("where there is too little room the last links go first, then the end of the summary", () => {
  const link = (name: string) => [name, `https://example.com/${name.repeat(200)}`];
  const links = Object.fromEntries(["a", "b", "c", "d", "e"].map(link));
  const result = readResult(JSON.stringify({ ...said, summary: "é".repeat(500), links }));
  assert.deepEqual({ ...result, summary: "", links: [] }, { ...said, summary: "", links: [] });
  assert.match(result.summary ?? "", /^é{250,}…$/);
});
