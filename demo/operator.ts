/** Starts the operator as a process of its own, and ends it. */

import { permissionFlags } from "../deploy/permissions.ts";
import { run } from "../tests/cluster/command.ts";
import { removeTree } from "../tests/cluster/folders.ts";
import { kill, running, start, waitReady, waitUntil } from "../tests/cluster/processes.ts";

export interface Operator {
  readonly pid: number;
  /** Path of the file with what it says: a JSON object per line. */
  readonly log: string;
  /** Asks it to end and returns when it has; after ten seconds it is killed. */
  stop(): Promise<void>;
}

/**
 * Under the permissions it has in production, as the bearer of `token`. `folder` is for its log and credentials and the
 * mark by which it is found again: an operator that runs there already is ended first. Returns when it is ready.
 */
export async function startOperator(
  { server, caFile, token, folder }: { server: string; caFile: string; token: string; folder: string },
  signal?: AbortSignal,
): Promise<Operator> {
  const command = await productionCommand({ server, caFile, token, credentials: `${folder}/credentials` });
  return await startProcess(folder, command, signal);
}

/**
 * What starts the operator as in a pod, with its credentials in a folder that this writes. It serves metrics and health only if asked to
 * `listen`. `program`: the bundle, or else the source.
 */
export async function productionCommand(
  { server, caFile, token, credentials, listen = "", program = main }: {
    server: string;
    caFile: string;
    token: string;
    credentials: string;
    listen?: string;
    program?: string;
  },
): Promise<string[]> {
  await Deno.mkdir(credentials, { recursive: true, mode: 0o700 });
  await Deno.writeTextFile(`${credentials}/token`, token, { mode: 0o600 });
  await Deno.copyFile(caFile, `${credentials}/ca.crt`);
  const flags = permissionFlags({ server: new URL(server).host, credentials, listen });
  const options = [`--server=${server}`, `--credentials=${credentials}`, `--listen=${listen}`];
  return [Deno.execPath(), "run", ...flags, program, ...options];
}

/** Fetches what the operator imports: in production it may not. */
export async function cacheOperator(signal?: AbortSignal): Promise<void> {
  await run([Deno.execPath(), "cache", "--quiet", main], { signal });
}

/** With the rights that this context of the user's own kubeconfig gives. */
export function startOperatorOutside(
  { context, folder }: { context: string; folder: string },
  signal?: AbortSignal,
): Promise<Operator> {
  const command = [Deno.execPath(), "run", "--allow-all", main, "--kubeconfig", `--context=${context}`];
  return startProcess(folder, command, signal);
}

/** Ends an operator of whatever demo, if there is one that belongs to the folder. */
export async function stopOperator(folder: string): Promise<void> {
  const { operator } = await running(folder);
  if (operator !== undefined) await stop(folder, operator);
}

const main = new URL("../main.ts", import.meta.url).pathname;
const name = "operator";

async function startProcess(folder: string, command: readonly string[], signal?: AbortSignal): Promise<Operator> {
  await cacheOperator(signal);
  await stopOperator(folder);
  const log = `${folder}/logs/${name}.log`;
  await removeTree(log);
  await start(folder, name, command);
  await waitReady(folder, name, async () => (await textOf(log)).includes('"message":"Ready"'), signal);
  const pid = (await running(folder))[name];
  if (pid === undefined) throw new Error(`Cannot keep the operator running: it ended\n${await textOf(log)}`);
  return { pid, log, stop: () => stop(folder, pid) };
}

async function stop(folder: string, pid: number): Promise<void> {
  const hasEnded = async () => (await running(folder))[name] !== pid;
  if (await hasEnded()) return;
  try {
    Deno.kill(pid, "SIGTERM");
    await waitUntil("the operator has ended", 10, hasEnded);
  } catch {
    kill(pid);
    await waitUntil("the operator is killed", 10, hasEnded);
  }
}

/** Empty while there is no such file. */
async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
