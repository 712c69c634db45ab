/** `deno task operator`, as a user starts it with a kubeconfig. */

import assert from "node:assert/strict";
import { cluster, installCrds } from "../cluster_under_test.ts";

Deno.test({
  name: "deno task operator runs in the foreground against $KUBECONFIG, and ends cleanly at SIGTERM",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    await installCrds();
    const child = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "operator"],
      cwd: new URL("../..", import.meta.url).pathname,
      env: { KUBECONFIG: cluster().kubeconfig },
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const messages: string[] = [];
    let rest = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) messages.push(JSON.parse(line).message);
      if (messages.at(-1) === "Ready") child.kill("SIGTERM");
    }
    const { code } = await child.status;
    assert.deepEqual([code, messages.at(0), messages.slice(-3)], [0, "Starting", ["Ready", "Stopping", "Stopped"]]);
  },
});
