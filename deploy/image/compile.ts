/** `deno task compile`: the bundle, Deno's runtime and the permissions as one executable. */

import { inPod, permissionFlags, type Reach } from "../permissions.ts";
import { bundle, bundleFile } from "./bundle.ts";
import { plainFlags } from "./start.ts";

export const executable = "dist/kubetask";

/** Arguments of deno. The permissions are put in: whoever starts the executable cannot give it others. */
export function compileArguments(program = bundleFile, output = executable, reach: Reach = inPod): string[] {
  // Types were checked where the source is.
  return ["compile", "--no-check", ...plainFlags, ...permissionFlags(reach), `--output=${output}`, program];
}

if (import.meta.main) {
  const root = new URL("../..", import.meta.url).pathname;
  await bundle(`${root}${bundleFile}`);
  const { code } = await new Deno.Command(Deno.execPath(), { args: compileArguments(), cwd: root }).spawn().status;
  Deno.exit(code);
}
