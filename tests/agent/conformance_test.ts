/** The conformance script says yes to our own runtime and no to agents that break a promise. */

import assert from "node:assert/strict";
import { withBundledRuntime } from "./bundled_runtime.ts";

const root = new URL("../..", import.meta.url).pathname;
law("our runtime keeps every promise", async () => {
  await withBundledRuntime(async (runtime) => {
    const script = 'exec sh -eu "$KUBETASK_CONTEXT_FILES/script.sh"';
    const { code, lines } = await conformance([...runtime, "run", "--", "sh", "-euc", script]);
    const others = lines.filter((line) => !line.startsWith("ok "));
    assert.deepEqual([code, others], [0, ["", "10 of 10 promises kept"]]);
  });
});

const broken = {
  "says nothing": "exit 0",
  "says that nothing changed, whatever happens": `echo '{"outcome": "NoChange"}' > "$KUBETASK_TERMINATION_LOG"; exit 1`,
  "shows a password": 'cat "$KUBETASK_GIT_CREDENTIALS"; echo "$KUBETASK_GIT_URL"',
  "says more than fits":
    `printf '{"outcome": "Failed", "reason": "No", "more": "%05000d"}' 0 > "$KUBETASK_TERMINATION_LOG"; exit 1`,
  "claims a commit that it did not push":
    `printf '{"outcome": "Changed", "branch": "kubetask/%s", "commit": "%040d"}' "$KUBETASK_BATCH" 0 > "$KUBETASK_TERMINATION_LOG"`,
};

for (const [name, script] of Object.entries(broken)) {
  law(`an agent that ${name} keeps no promise`, async () => {
    const { code, lines } = await conformance(["sh", "-c", script]);
    assert.deepEqual([code, lines.at(-1)], [1, "0 of 10 promises kept"], lines.join("\n"));
  });
}

law("where a container has its files is put into the command, and its environment into a file", async () => {
  const script = 'test "$1" = "$KUBETASK_TERMINATION_LOG" && test -d "$2/git" && cat "$3" >&2; exit 7';
  const { lines } = await conformance(["sh", "-c", script, "sh", "{log}", "{folder}", "{env}"]);
  // The script ends the log of every run with the last lines of the file.
  assert.ok(lines.some((line) => /^ +KUBETASK_TASK_ID=change-json-001-task-0$/.test(line)), lines.join("\n"));
});

law("without a command it says how it is used", async () => {
  assert.equal((await conformance([])).code, 2);
});

async function conformance(command: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const args = ["run", "--quiet", "-A", "deploy/agent/conformance.ts", "--", ...command];
  const { code, stdout } = await new Deno.Command(Deno.execPath(), { args, cwd: root, stderr: "null" }).output();
  return { code, lines: new TextDecoder().decode(stdout).trimEnd().split("\n") };
}

function law(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });
}
