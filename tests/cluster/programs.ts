/** Puts programs of this machine, which come from Debian packages, into an image: with the libraries that they link. */

import { dirname } from "node:path";
import { run } from "./command.ts";

/** Copies a program to the same place below `root`, or to another, and its libraries to theirs. */
export async function addProgram(root: string, program: string, place = program): Promise<void> {
  for (const library of await librariesOf(program)) await add(root, library, library);
  await add(root, program, place);
}

async function add(root: string, file: string, place: string): Promise<void> {
  await Deno.mkdir(dirname(`${root}${place}`), { recursive: true });
  await Deno.copyFile(file, `${root}${place}`);
}

/** `ldd` prints `name => /path (address)`, and the loader's path alone. */
async function librariesOf(program: string): Promise<string[]> {
  const printed = await run(["ldd", program]);
  return [...printed.matchAll(/^\s(?:\S+ => )?(\/\S+) \(/gm)].map(([, path]) => path!);
}
