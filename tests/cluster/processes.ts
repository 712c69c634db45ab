/**
 * Starts the programs of a cluster so that they outlive their starter, and finds and ends them again, whatever happened.
 *
 * Each process carries its cluster's folder in its environment, which its children inherit and nothing else has; a
 * process in a container sees its root, a layer in that folder, among its mounts. So a process of ours is recognised by
 * what it is, not by a name or by a number somebody else may have by now.
 */

import { sleep, systemClock } from "../../kernel/clock.ts";
import { run } from "./command.ts";

const folderMark = "KUBETASK_CLUSTER";
const nameMark = "KUBETASK_PROCESS";

/** Starts a program in a session of its own (a terminal's Ctrl-C does not reach it), its output in `logs/<name>.log`. */
export async function start(folder: string, name: string, command: readonly string[]): Promise<void> {
  await Deno.mkdir(`${folder}/logs`, { recursive: true });
  const script = 'log=$1; shift; setsid "$@" >"$log" 2>&1 & echo $!';
  const pid = Number(
    await run(["sh", "-c", script, "sh", logOf(folder, name), ...command], {
      env: { [folderMark]: folder, [nameMark]: name },
    }),
  );
  // Until it leads its session, or has ended again already, it would not be recognised.
  await waitUntil(`${name} is in a session of its own`, 10, async () => {
    const session = await sessionOf(pid);
    return session === pid || Number.isNaN(session);
  });
}

/** The started programs that run, by the name they were started under. */
export async function running(folder: string): Promise<Record<string, number>> {
  const pids: Record<string, number> = {};
  for (const { pid, name, leadsSession } of await marked(folder)) if (leadsSession) pids[name] = pid;
  return pids;
}

/** Ends every process of the cluster, children included, and returns when none is left. Nothing in them is worth saving. */
export async function endAll(folder: string): Promise<void> {
  const killed = new Map<number, string>();
  await waitUntil("the processes of the cluster have ended", 30, async () => {
    const left = await marked(folder);
    for (const { pid } of left) {
      killed.set(pid, await startedAt(pid) ?? "");
      kill(pid);
    }
    // A dying process loses its marks first and its files and ports last.
    for (const [pid, since] of killed) if (await hasEnded(pid, since)) killed.delete(pid);
    return left.length === 0 && killed.size === 0;
  });
}

/** Waits for `isReady`; throws with the last lines of the log as soon as the program has ended instead. */
export async function waitReady(
  folder: string,
  name: string,
  isReady: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  await waitUntil(`${name} is ready`, 90, async () => {
    if (await isReady()) return true;
    if ((await running(folder))[name] !== undefined) return false;
    const log = await Deno.readTextFile(logOf(folder, name));
    throw new Error(`Cannot start ${name}: it ended\n${log.trimEnd().split("\n").slice(-8).join("\n")}`);
  }, signal);
}

/** Waits until `condition` holds, looking every 50 ms; throws after `seconds`, or when the signal fires. */
export async function waitUntil(
  what: string,
  seconds: number,
  condition: () => Promise<boolean>,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const deadline = systemClock.now() + seconds * 1000;
  while (!await condition()) {
    if (systemClock.now() > deadline) throw new Error(`Cannot wait any longer until ${what}: ${seconds} s have passed`);
    await sleep(systemClock, 50, signal);
    signal.throwIfAborted();
  }
}

/** When a process began, in ticks since the machine did: with its pid, what no later process has. */
export async function startedAt(pid: number): Promise<string | undefined> {
  return (await statOf(pid))[19];
}

async function hasEnded(pid: number, since: string): Promise<boolean> {
  const stat = await statOf(pid);
  return stat[19] !== since || stat[0] === "Z" || stat[0] === "X";
}

/** Ends a process that may have ended by itself. */
export function kill(pid: number, signal: Deno.Signal = "SIGKILL"): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Where containerd keeps the layers that containers have as their root. */
export function layersOf(folder: string): string {
  return `${folder}/containerd`;
}

interface Marked {
  pid: number;
  name: string;
  /** True for the program itself, false for what it started. */
  leadsSession: boolean;
}

async function marked(folder: string): Promise<Marked[]> {
  const found: Marked[] = [];
  for (const entry of Deno.readDirSync("/proc")) {
    const pid = Number(entry.name);
    if (!Number.isInteger(pid)) continue;
    const environment = (await read(`/proc/${pid}/environ`)).split("\0");
    if (environment.includes(`${folderMark}=${folder}`)) {
      const name = environment.find((line) => line.startsWith(`${nameMark}=`))?.slice(nameMark.length + 1) ?? "";
      found.push({ pid, name, leadsSession: await sessionOf(pid) === pid });
    } else if ((await read(`/proc/${pid}/mountinfo`)).includes(`${layersOf(folder)}/`)) {
      found.push({ pid, name: "container", leadsSession: false });
    }
  }
  return found;
}

async function sessionOf(pid: number): Promise<number> {
  return Number((await statOf(pid))[3]);
}

/** `state ppid pgrp session …`: what follows the program's name, which may hold anything. */
async function statOf(pid: number): Promise<string[]> {
  return (await read(`/proc/${pid}/stat`)).replace(/^.*\) /s, "").split(" ");
}

/** Empty when the process is gone or another user's. */
async function read(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    return "";
  }
}

function logOf(folder: string, name: string): string {
  return `${folder}/logs/${name}.log`;
}
