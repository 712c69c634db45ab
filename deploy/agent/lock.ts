/** Locks between pods on one volume: held by the kernel, so that a killed pod holds none. */

/** Waits for the lock on this file, which is made and stays, and holds it until the work is done. */
export async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  using file = await Deno.open(path, { create: true, write: true });
  await file.lock(true);
  return await work();
}

/** Holds the lock as long as the file is open; `undefined` if somebody else holds it. */
export async function lockNow(path: string): Promise<Deno.FsFile | undefined> {
  const file = await Deno.open(path, { create: true, write: true });
  if (await file.tryLock(true)) return file;
  file.close();
}
