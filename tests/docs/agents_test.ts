/** What docs/agents.md says of the runtime is so. */

import assert from "node:assert/strict";
import { AgentResult } from "../../crds/agent_result.ts";
import { laws } from "../../deploy/agent/conformance_laws.ts";
import { withBundledRuntime } from "../agent/bundled_runtime.ts";
import { blocksOf } from "./blocks.ts";

const root = new URL("../../", import.meta.url);
const page = Deno.readTextFileSync(new URL("docs/agents.md", root));
const blocks = blocksOf("agents.md");

/** The words in code style in the first column of the table below this text. */
function firstColumn(after: string): string[] {
  const table = page.split(after)[1]?.split(/\n(?!\|)/).find((part) => part.includes("\n| ---")) ?? "";
  const cells = table.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split("|")[1] ?? "");
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
}

Deno.test("every variable that the runtime reads is in the contract, and no other", () => {
  const source = Deno.readTextFileSync(new URL("deploy/agent/settings.ts", root));
  const read = [...source.matchAll(/env\.([A-Z_]+)|\b(REPOSITORY_[A-Z]+):/g)].map(([, name, part]) => name ?? part);
  assert.deepEqual(firstColumn("**Inputs.**").toSorted(), [...new Set(read)].toSorted());
});

Deno.test("every reason of the runtime is explained, and no other", () => {
  const source = Deno.readTextFileSync(new URL("deploy/agent/failure.ts", root));
  const [, union = ""] = /export type Reason =([^;]*);/.exec(source) ?? [];
  const reasons = [...union.matchAll(/"(\w+)"/g)].map(([, reason]) => reason);
  assert.deepEqual(firstColumn("## Reasons"), reasons);
});

Deno.test("the results that are shown fit the schema", () => {
  const shown = blocks.filter(({ language }) => language === "json");
  assert.deepEqual(shown.map(({ text }) => AgentResult.parse(JSON.parse(text)).outcome), ["Changed", "Failed"]);
});

Deno.test("the promises that are shown are those that are tried", () => {
  const shown = [...page.matchAll(/^ok {6}(.*)$/gm)].map(([, says]) => says);
  assert.deepEqual(shown, laws.map(({ says }) => says));
  assert.ok(page.includes(`\n${laws.length} of ${laws.length} promises kept\n`));
});

Deno.test({
  name: "the agent in a few lines keeps every promise",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const script = blocks.find(({ language }) => language === "sh")?.text ?? "";
      await Deno.writeTextFile(`${folder}/my-agent`, script, { mode: 0o755 });
      // A model that does as it is told in words for a shell.
      const model = '#!/bin/sh\ncat > /dev/null\nexec sh -eu "$KUBETASK_CONTEXT_FILES/script.sh"\n';
      await Deno.writeTextFile(`${folder}/my-model`, model, { mode: 0o755 });
      const env = { PATH: `${folder}:${Deno.env.get("PATH")}` };
      await withBundledRuntime(async (runtime) => {
        const args = ["run", "--quiet", "-A", "deploy/agent/conformance.ts", "--", ...runtime, "run", "--", "my-agent"];
        const conformance = new Deno.Command(Deno.execPath(), { args, cwd: root, env, stderr: "null" });
        const { code, stdout } = await conformance.output();
        assert.equal(code, 0, new TextDecoder().decode(stdout));
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
