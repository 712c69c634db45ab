/** Node's hashes and ciphers, loaded when the first is wanted: they take megabytes that an operator at rest need not have. */

import type * as NodeCrypto from "node:crypto";

export function nodeCrypto(): typeof NodeCrypto {
  // deno-lint-ignore no-process-global -- unlike the module node:process, it loads nothing until it is used
  return process.getBuiltinModule("node:crypto");
}
