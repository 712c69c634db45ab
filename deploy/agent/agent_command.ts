/** Runs the agent, and sees to it that nothing of it goes on afterwards. */

import { Failure } from "./failure.ts";
import { run, send } from "./process.ts";
import type { Settings } from "./settings.ts";

export interface AgentPlace {
  readonly cwd: string;
  /** Given on standard input too: `claude --print` reads it there. */
  readonly prompt: string;
  /** What the agent finds in its environment beside what the container gives. */
  readonly env: Readonly<Record<string, string>>;
}

/** Milliseconds that an agent has between the request to end and its end. */
const grace = 10_000;

/** The exit code. Throws a Failure at the time limit, or if there is no such program. */
export async function runAgent(
  settings: Settings,
  { cwd, prompt, env }: AgentPlace,
  signal: AbortSignal,
): Promise<number> {
  const { command: [program = "", ...args], agentEnv, author, timeLimit: limit } = settings;
  const mark = `KUBETASK_AGENT_MARK=${crypto.randomUUID()}`;
  const [name = "", value = ""] = mark.split("=");
  const identity = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  };
  const all = { ...agentEnv, ...identity, ...env, [name]: value };
  try {
    const ended = await run({ program, args, cwd, env: all, input: prompt, output: "shown", limit, grace, signal });
    if (!ended.isOverLimit) return ended.code;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied)) throw error;
    throw new Failure("AgentFailed", `Cannot start the agent command: ${error.message}`);
  } finally {
    await endMarked(mark);
  }
  throw new Failure("TimeLimit", `The agent was ended after its ${(limit ?? 0) / 1000} seconds`);
}

/** Ends those too that have left the process group, as daemons do: they carry the mark in their environment. */
async function endMarked(mark: string): Promise<void> {
  for (let found = await marked(mark); found.length > 0; found = await marked(mark)) {
    for (const pid of found) send(pid, "SIGKILL");
  }
}

async function marked(mark: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (/^\d+$/.test(name) && (await environmentOf(name)).includes(mark)) found.push(Number(name));
  }
  return found;
}

/** Empty for one that is gone, or somebody else's, or a zombie. */
async function environmentOf(pid: string): Promise<string[]> {
  try {
    return (await Deno.readTextFile(`/proc/${pid}/environ`)).split("\0");
  } catch {
    return [];
  }
}
