/** Keeps two processes from using one cluster name at the same time. */

import { startedAt } from "./processes.ts";

/** Writes this process into `path`, or throws when another living one stands there. */
export async function claim(path: string): Promise<void> {
  const me = `${Deno.pid} ${await startedAt(Deno.pid)}`;
  try {
    await Deno.writeTextFile(path, me, { createNew: true });
    return;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
  const [pid = "", since] = (await Deno.readTextFile(path)).split(" ");
  if (Number(pid) !== Deno.pid && since !== undefined && await startedAt(Number(pid)) === since) {
    throw new Error(`Cannot use this cluster name: process ${pid} is using it (${path})`);
  }
  await Deno.writeTextFile(path, me);
}
