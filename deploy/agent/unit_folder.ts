/** Gives every unit a folder of its own, and removes the folders of those that were killed. */

import { locked, lockNow } from "./lock.ts";

/** Below the workspace: one folder per unit at work, each with a lock file that its process holds. */
const place = "worktrees";
const alive = "alive.lock";

/** The folder is gone afterwards, whatever has become of it. Those of dead processes go before. */
export async function withUnitFolder<T>(
  workspace: string,
  taskId: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const units = `${workspace}/${place}`;
  await Deno.mkdir(units, { recursive: true });
  const folder = `${units}/${taskId.replaceAll(/[^A-Za-z0-9.-]/g, "_").slice(0, 63)}-${
    crypto.randomUUID().slice(0, 8)
  }`;
  // Nobody removes a folder between its making and its locking.
  using _life = await locked(`${units}/.lock`, async () => {
    await removeDead(units);
    await Deno.mkdir(folder);
    return await lockNow(`${folder}/${alive}`);
  });
  try {
    return await work(folder);
  } finally {
    await removeAll(folder);
  }
}

async function removeDead(units: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(units)) {
    if (!isDirectory) continue;
    using lock = await lockNow(`${units}/${name}/${alive}`);
    if (lock) await removeAll(`${units}/${name}`);
  }
}

/** Also what is write-protected, as the caches of some build tools are. */
export async function removeAll(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    await new Deno.Command("chmod", { args: ["-R", "u+rwX", folder], stderr: "null" }).output();
    await Deno.remove(folder, { recursive: true });
  }
}
