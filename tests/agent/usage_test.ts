/** What three command-line programs say of their use, and how it gets into the result file. */

import assert from "node:assert/strict";
import { saidIn } from "../../deploy/agent/usage.ts";

/** A stream in pieces that end anywhere. */
function printed(text: string): ReadableStream<string> {
  return ReadableStream.from(text.match(/[^]{1,7}/g) ?? []);
}

function lines(...events: unknown[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

const claude = lines(
  { type: "system", subtype: "init" },
  { type: "assistant", message: { content: [{ type: "text", text: "I will" }], usage: { input_tokens: 3 } } },
  {
    type: "result",
    subtype: "success",
    is_error: false,
    result: "Updated two dependencies.",
    total_cost_usd: 0.30000000000000004,
    usage: { input_tokens: 10, cache_creation_input_tokens: 200, cache_read_input_tokens: 3000, output_tokens: 45 },
  },
);
const codex = lines(
  { type: "thread.started", thread_id: "0" },
  { type: "item.completed", item: { id: "0", type: "reasoning", text: "hm" } },
  { type: "item.completed", item: { id: "1", type: "agent_message", text: "Updated two dependencies." } },
  { type: "turn.completed", usage: { input_tokens: 3210, cached_input_tokens: 3000, output_tokens: 45 } },
);
const gemini = lines(
  { type: "init", model: "x" },
  { type: "message", role: "user", content: "Do this task." },
  { type: "message", role: "assistant", content: "Looking.", delta: true },
  { type: "tool_use", tool_name: "edit" },
  { type: "message", role: "assistant", content: "Updated two ", delta: true },
  { type: "message", role: "assistant", content: "dependencies.", delta: true },
  { type: "result", status: "success", stats: { total_tokens: 3255, input_tokens: 3210, output_tokens: 45 } },
);

const tokens = { inputTokens: 3210, outputTokens: 45 };
const summary = "Updated two dependencies.";
for (
  const [name, text, said] of [
    ["Claude Code", claude, { summary, usage: { ...tokens, costUSD: "0.3" } }],
    ["Codex", codex, { summary, usage: tokens }],
    ["Gemini CLI", gemini, { summary, usage: tokens }],
    ["a program that prints text", "Done.\n{not JSON}\n[1]\n{}\n{", {}],
  ] as const
) {
  Deno.test(`the last words and the use of ${name} are known from what it prints`, async () => {
    assert.deepEqual(await saidIn(printed(text)), said);
  });
}

Deno.test({
  name: "the command's output and exit code are passed on, and what it said is left as result",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const KUBETASK_RESULT_FILE = `${folder}/result.json`;
      const command = ["sh", "-c", 'cat; printf "%s" "$TEXT"; exit 5'];
      const args = ["run", "--quiet", "-A", "deploy/agent/usage.ts", ...command];
      const cwd = new URL("../..", import.meta.url).pathname;
      const env = { KUBETASK_RESULT_FILE, TEXT: codex };
      const child = new Deno.Command(Deno.execPath(), { args, cwd, env, stdin: "piped", stdout: "piped" }).spawn();
      await ReadableStream.from([new TextEncoder().encode("prompt\n")]).pipeTo(child.stdin);
      const { code, stdout } = await child.output();
      assert.deepEqual([code, new TextDecoder().decode(stdout)], [5, `prompt\n${codex}`]);
      assert.deepEqual(JSON.parse(await Deno.readTextFile(KUBETASK_RESULT_FILE)), { summary, usage: tokens });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
