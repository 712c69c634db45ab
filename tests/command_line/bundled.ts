/** Filters as users start them: the bundle as a process, under the flags of the image but without any permission. */

import { bundle } from "../../deploy/image/bundle.ts";
import { permissionFlags } from "../../deploy/permissions.ts";
import { plainFlags } from "../../deploy/image/start.ts";

const root = new URL("../..", import.meta.url).pathname;
const flags = permissionFlags({ server: "", credentials: "" }).filter((flag) => !/^--(allow|ignore)-/.test(flag));

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly complaints: string;
}

/** Makes the bundle in a folder of its own, gives its path, and removes it. */
export async function withBundle(use: (program: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kubetask-filters-" });
  try {
    await bundle(`${folder}/kubetask.js`);
    await use(`${folder}/kubetask.js`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Arguments of deno that start it without any permission. */
export function withoutPermission(program: string): string[] {
  return ["run", ...plainFlags, ...flags, program];
}

/** What comes of these words with that input; an input that is not read to its end is no failure. */
export async function ended(
  program: string,
  words: readonly string[],
  input: ReadableStream<Uint8Array>,
): Promise<Ended> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...withoutPermission(program), ...words],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), input.pipeTo(child.stdin).catch(() => {})]);
  return { code, out: new TextDecoder().decode(stdout), complaints: new TextDecoder().decode(stderr) };
}

export function bytes(text: string): ReadableStream<Uint8Array> {
  return ReadableStream.from([new TextEncoder().encode(text)]);
}
