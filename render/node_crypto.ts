/** Node's ciphers, loaded when the first is wanted: they take ten megabytes that few templates need. */

import type * as NodeCrypto from "node:crypto";

export function nodeCrypto(): typeof NodeCrypto {
  // deno-lint-ignore no-process-global -- unlike the module node:process, it loads nothing until it is used
  return process.getBuiltinModule("node:crypto");
}
