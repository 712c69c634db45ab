/** `usage COMMAND [ARGUMENT...]`: runs an AI's command-line program, and keeps what it says of tokens, cost and its work for the result. */

import type { AgentResult } from "../../crds/agent_result.ts";

type Said = Pick<AgentResult, "summary" | "usage">;

if (import.meta.main) Deno.exit(await main(Deno.args));

/** Its output goes on as it comes; its exit code is ours. */
async function main([program = "", ...args]: readonly string[]): Promise<number> {
  const child = new Deno.Command(program, { args: [...args], stdout: "piped" }).spawn();
  const [shown, read] = child.stdout.tee();
  const [said] = await Promise.all([
    saidIn(read.pipeThrough(new TextDecoderStream())),
    shown.pipeTo(Deno.stdout.writable, { preventClose: true }),
  ]);
  const { code } = await child.status;
  const file = Deno.env.get("KUBETASK_RESULT_FILE");
  // What the agent wrote there itself is better.
  if (file && !await exists(file)) await Deno.writeTextFile(file, JSON.stringify(said));
  return code;
}

/** What the events say that Claude Code, Codex and Gemini CLI print, a JSON object per line. Other lines say nothing. */
export async function saidIn(text: ReadableStream<string>): Promise<Said> {
  let said: Said = {};
  let rest = "";
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) said = after(said, eventIn(line));
  }
  return after(said, eventIn(rest));
}

/** As the three programs write them; every field is checked before it is used. */
interface Event {
  type?: unknown;
  role?: unknown;
  content?: unknown;
  result?: unknown;
  total_cost_usd?: unknown;
  usage?: Record<string, unknown>;
  stats?: Record<string, unknown>;
  item?: { type?: unknown; text?: unknown };
}

function after(said: Said, event: Event): Said {
  const { type, usage = {}, stats, item } = event;
  // Claude Code: the last event. What came from its cache was read too.
  if (type === "result" && event.total_cost_usd !== undefined) {
    const read = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
    return {
      summary: textIn(event.result) ?? said.summary,
      usage: {
        inputTokens: read.reduce((sum, name) => sum + (numberIn(usage[name]) ?? 0), 0),
        outputTokens: numberIn(usage.output_tokens),
        costUSD: costOf(event.total_cost_usd),
      },
    };
  }
  // Gemini CLI: messages in pieces, and the statistics at the end.
  if (type === "message" && event.role === "assistant") {
    return { ...said, summary: `${said.summary ?? ""}${textIn(event.content) ?? ""}`.slice(-2_000) };
  }
  if (type === "tool_use") return { ...said, summary: undefined };
  if (type === "result" && stats) return { ...said, usage: tokensIn(stats) };
  // Codex: a message as a whole, and the sum of all turns so far.
  if (type === "item.completed" && item?.type === "agent_message") {
    return { ...said, summary: textIn(item.text) ?? said.summary };
  }
  if (type === "turn.completed") return { ...said, usage: tokensIn(usage) };
  return said;
}

function tokensIn(counts: Record<string, unknown>): AgentResult["usage"] {
  return { inputTokens: numberIn(counts.input_tokens), outputTokens: numberIn(counts.output_tokens) };
}

function eventIn(line: string): Event {
  if (!line.startsWith("{")) return {};
  try {
    return JSON.parse(line) as Event; // a line in braces that is JSON is an object
  } catch {
    return {};
  }
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** A decimal text: sums of floats would not be exact. */
function costOf(dollars: unknown): string | undefined {
  return typeof dollars === "number" && dollars >= 0 ? dollars.toFixed(6).replace(/\.?0+$/, "") : undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}
