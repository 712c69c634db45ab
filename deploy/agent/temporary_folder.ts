/** Lends folders of this container, for what nobody else shall write to. */

import { Failure } from "./failure.ts";

/** The folder is gone afterwards. Throws a Failure where there is no place for it, as with a read-only root file system. */
export async function withTemporaryFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await made(name);
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function made(name: string): Promise<string> {
  try {
    return await Deno.makeTempDir({ prefix: `kubetask-${name}-` });
  } catch (error) {
    const why = error instanceof Error ? error.name : String(error);
    throw new Failure(
      "BadSettings",
      `There is no folder for temporary files (${why}): mount an emptyDir at /tmp, or set TMPDIR`,
    );
  }
}
