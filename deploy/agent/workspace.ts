/** Finds the folder for caches and working trees: the volume, or a temporary one where there is none. */

import { locked } from "./lock.ts";
import { withTemporaryFolder } from "./temporary_folder.ts";

/**
 * Without a volume all is as with one, but for this container only: what was to be a cache is then a plain clone. `tell` hears why.
 */
export async function withWorkspace<T>(
  wanted: string,
  tell: (line: string) => void,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const problem = await problemWith(wanted);
  if (problem === undefined) return await work(await Deno.realPath(wanted));
  tell(`${wanted} cannot be used (${problem}): without a cache`);
  return await withTemporaryFolder("workspace", work);
}

/** It must take files, and locks. */
async function problemWith(folder: string): Promise<string | undefined> {
  try {
    await Deno.mkdir(`${folder}/repos`, { recursive: false }).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
    await locked(`${folder}/repos/.lock`, () => Promise.resolve());
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
