/** `deno task cluster up` and `down`, as a user calls them. */

import assert from "node:assert/strict";
import { run } from "./command.ts";

const strict = { sanitizeOps: true, sanitizeResources: true };

function task(...args: string[]): Promise<string> {
  const cwd = new URL("../..", import.meta.url).pathname;
  return run([Deno.execPath(), "task", "--quiet", "cluster", ...args], { cwd });
}

Deno.test(
  "cluster up prints the KUBECONFIG of a cluster that goes on running, cluster down ends it",
  strict,
  async () => {
    const exports = await task("up", "--name", "updown", "--node", "none");
    try {
      const script = `${exports}\nkubectl get --raw /readyz`;
      assert.equal(await run(["sh", "-c", script]), "ok");
    } finally {
      await task("down", "--name", "updown");
    }
    await assert.rejects(run(["sh", "-c", `${exports}\nkubectl get --raw /readyz --request-timeout=1s`]));
  },
);

Deno.test("cluster says how it is used when it is not understood", strict, async () => {
  await assert.rejects(task("sideways"), /Usage:/);
});
