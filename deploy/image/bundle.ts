/** `deno task bundle`: the operator as one JavaScript file, the same bytes wherever and whenever it is made. Other programs likewise. */

import { relative } from "node:path";

export const bundleFile = "dist/kubetask.js";

/**
 * What only `--kubeconfig` needs stays outside: it is many times the rest, and a pod has its service account. The bundle is not
 * minified, so that a stack in a log names what a reader of the source knows.
 */
export const outside = ["@kubernetes/client-node"];

const root = new URL("../..", import.meta.url).pathname;

if (import.meta.main) {
  await bundle(`${root}${bundleFile}`);
  console.log(bundleFile);
}

/** Writes the bundle of a program there. Throws when the lock file does not cover what is imported. */
export async function bundle(file: string, program = "main.ts"): Promise<void> {
  const externals = outside.map((name) => `--external=${name}`);
  await deno("bundle", "--quiet", "--frozen", ...externals, "--output", file, program);
  // Read from `deno info`.
  const { npmCache } = JSON.parse(await deno("info", "--json")) as { npmCache: string };
  await Deno.writeTextFile(file, withoutPlaces(await Deno.readTextFile(file), relative(root, npmCache)));
}

/** The bundler tells each module's path as seen from here; a package is the same wherever it is kept. */
function withoutPlaces(text: string, npmCache: string): string {
  return text.replaceAll(new RegExp(`${RegExp.escape(npmCache)}/[^/]*/`, "g"), "npm:");
}

async function deno(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  if (!success) throw new Error(`Cannot run deno ${args[0]}: ${new TextDecoder().decode(stderr).trim()}`);
  return new TextDecoder().decode(stdout);
}
