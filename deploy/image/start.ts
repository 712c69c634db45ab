/** How a container starts the bundle: with the permissions of the operator, and with nothing to look for or to keep beside it. */

import { inPod, permissionFlags, type Reach } from "../permissions.ts";

/** What Deno is told beside the permissions. The root of a container is read-only, so it compiles anew at each start. */
export const plainFlags = ["--no-config", "--no-npm", "--no-code-cache"];

/** Arguments of deno; what follows them is the operator's. */
export function startArguments(program: string, reach: Reach = inPod): string[] {
  return ["run", ...plainFlags, ...permissionFlags(reach), program];
}
