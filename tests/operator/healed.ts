/** How long the operator takes to go on by itself once what held it up is gone. */

import assert from "node:assert/strict";

/** Milliseconds: the first retries have to do. Longer waits are for what lasts longer than a test, on the kernel's tests' own clock. */
const longest = 20_000;

/** Call it when the cause is gone. `recovery` waits for what shall follow; how long that took is told if KUBETASK_TEST_TIMES is set. */
export async function healed(cause: string, recovery: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await recovery();
  const took = Math.round(performance.now() - began);
  if (Deno.env.has("KUBETASK_TEST_TIMES")) console.error(`${cause}: goes on after ${took} ms`);
  assert.ok(took <= longest, `${cause}: goes on after ${took} ms only`);
}
