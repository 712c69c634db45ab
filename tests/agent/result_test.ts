import assert from "node:assert/strict";
import * as fc from "fast-check";
import { AgentResult } from "../../crds/agent_result.ts";
import { cut, messageOf, nothingSaid, saidIn } from "../../deploy/agent/result.ts";
import { law } from "./site.ts";

const asIs = (text: string) => text;
const bytes = (text: string) => new TextEncoder().encode(text).length;

Deno.test("a result fits into a termination message and into its schema, whatever an agent says", () => {
  const anything = fc.oneof(
    fc.json(),
    fc.record({
      outcome: fc.anything(),
      reason: fc.anything(),
      summary: fc.oneof(fc.string({ unit: "binary", maxLength: 2000, size: "max" }), fc.anything()),
      usage: fc.oneof(
        fc.anything(),
        fc.record({ inputTokens: fc.double(), outputTokens: fc.integer(), costUSD: fc.string() }),
      ),
      links: fc.oneof(
        fc.anything(),
        fc.dictionary(fc.string(), fc.webUrl({ validSchemes: ["https"] })),
      ),
      more: fc.string({ unit: "binary", maxLength: 2000, size: "max" }),
    }).map((value) => JSON.stringify(value)),
  );
  fc.assert(fc.property(anything, fc.string({ unit: "binary", maxLength: 1000, size: "max" }), (text, summary) => {
    const said = saidIn(text, asIs) ?? nothingSaid;
    const result = {
      branch: "é".repeat(255),
      commit: "a".repeat(64),
      changedFiles: 3,
      summary: said.summary ?? summary,
    };
    for (const end of [{ outcome: "Changed" }, { outcome: "Failed", reason: said.reason ?? "AgentFailed" }] as const) {
      const message = messageOf({ ...result, ...end }, said);
      assert.ok(bytes(message) <= 4096, `${bytes(message)} bytes`);
      const data = AgentResult.parse(JSON.parse(message));
      assert.deepEqual([data.outcome, data.commit, data.branch], [end.outcome, result.commit, result.branch]);
    }
  }));
});

Deno.test("what does not fit goes in this order: what the agent added from its end, links, the end of the summary", () => {
  const result = { outcome: "NoChange", summary: "s" } as const;
  const link = `https://example.com/${"l".repeat(490)}`;
  const links = { a: link, b: link, c: link, d: link, e: link };
  const names = (message: string) => Object.keys(JSON.parse(message));
  assert.deepEqual(names(messageOf(result, { more: { a: "a", b: "b".repeat(5000), c: "c" } })), [
    "outcome",
    "summary",
    "a",
  ]);
  assert.deepEqual(names(messageOf(result, { links, more: { a: "a".repeat(3000) } })), ["outcome", "summary", "links"]);
  const full = { ...result, summary: "é".repeat(600), branch: "é".repeat(255), pullRequest: link };
  assert.deepEqual(names(messageOf(full, { links, more: {} })), ["outcome", "summary", "branch", "pullRequest"]);
});

Deno.test("a text is cut between characters, and is one line", () => {
  assert.equal(cut("a\u0000\n\u202eb\ud800", 10), "a b\ufffd");
  assert.equal(cut("ab🙂cd", 4), "ab…");
  assert.equal(cut("ab🙂", 4), "ab🙂");
});

law("a result that is too large ends up within 4,096 bytes, and outcome and exit code agree", async (site) => {
  await site.repository();
  const { result, code } = await site.run({
    agent:
      `printf '{"summary":"' > "$KUBETASK_RESULT_FILE"; head -c 9000 /dev/zero | tr '\\0' x >> "$KUBETASK_RESULT_FILE"
      printf '","big":"' >> "$KUBETASK_RESULT_FILE"; head -c 9000 /dev/zero | tr '\\0' y >> "$KUBETASK_RESULT_FILE"
      printf '"}' >> "$KUBETASK_RESULT_FILE"; echo x > x`,
  });
  assert.deepEqual([result.outcome, String(result.summary).length, result.big, code], ["Changed", 512, undefined, 0]);
});
