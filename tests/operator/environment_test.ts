/** What the operator takes from its environment, under the permissions that it has in production. */

import assert from "node:assert/strict";
import { permissionFlags } from "../../deploy/permissions.ts";
import { cacheOperator } from "../../demo/operator.ts";

const main = new URL("../../main.ts", import.meta.url).pathname;
/** There is nothing. */
const credentials = "/nonexistent";

/** How it ends where it finds no credentials. */
async function outcomeWith(agentImage: string): Promise<{ code: number; complaint: string }> {
  const flags = permissionFlags({ server: "localhost:1", credentials });
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, main, "--server=https://localhost:1", `--credentials=${credentials}`],
    env: { KUBETASK_AGENT_IMAGE: agentImage },
    stdin: "null",
  }).output();
  return { code, complaint: new TextDecoder().decode(stderr).split("\n")[0] ?? "" };
}

Deno.test({
  name: "an agent image that cannot be one keeps the operator from starting, and an empty one is none",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    await cacheOperator();
    for (
      const image of ['agent"\n  privileged: true', "Agent", "-agent", "a b", "agent:", "http://agent", "{{.Name}}"]
    ) {
      assert.deepEqual(await outcomeWith(image), {
        code: 2,
        complaint: `Cannot use ${JSON.stringify(image)} as agent: it is not the name of an image`,
      });
    }
    const digest = `@sha256:${"a".repeat(64)}`;
    for (const image of ["", "agent", `localhost:5000/a/b-c_d:v1${digest}`]) {
      assert.deepEqual(await outcomeWith(image), { code: 1, complaint: "" }, image);
    }
  },
});
