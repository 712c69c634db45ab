/** Every filter as a process that may do nothing: not even ask. */

import assert from "node:assert/strict";
import { isName, names } from "../../filters/filters.ts";
import { bytes, ended, withBundle, withoutPermission } from "./bundled.ts";

function processTest(law: string, fn: (program: string) => Promise<void>): void {
  Deno.test({ name: law, sanitizeOps: true, sanitizeResources: true, fn: () => withBundle(fn) });
}

const meta = (name: string) => ({ name, namespace: "team", uid: `uid-${name}`, resourceVersion: "1", generation: 1 });
const apiVersion = "kubetask.io/v1alpha1";
const contexts = [{ type: "Repository", repository: { org: "acme", repo: "web", branch: "main" } }];
const batchSpec = { commonContext: [], variableContexts: [contexts] };
const fresh = { apiVersion, kind: "BatchRun", metadata: meta("fresh"), spec: { batchSpec } };
const template = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: meta("kubetask-agent"),
  data: { "agent-template.yaml": "apiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {containers: []}}}\n" },
};
const ran = {
  ...fresh,
  metadata: meta("ran"),
  status: {
    phase: "Succeeded",
    startTime: "2026-01-01T00:00:00Z",
    completionTime: "2026-01-01T00:01:00Z",
    observedGeneration: 1,
    progress: { total: 1, pending: 0, running: 0, completed: 1, failed: 0 },
    indexes: { created: "0", succeeded: "0", failed: "" },
    tasks: [{
      contexts,
      status: "Succeeded",
      jobName: "ran-task-0",
      startTime: "2026-01-01T00:00:00Z",
      completionTime: "2026-01-01T00:01:00Z",
    }],
    conditions: [],
  },
};
const bundleObject = `apiVersion: codesweep.io/v1alpha1
kind: Bundle
metadata:
  name: old
spec:
  context: {files: []}
  repositories:
  - {org: acme, repo: web, branch: main}
`;

/** Good input for each, and what is in the output then. */
const good: Record<string, { words: string[]; input: string; says: RegExp }> = {
  render: { words: ["render"], input: JSON.stringify(fresh) + JSON.stringify(template), says: /^kind: Job$/m },
  progress: { words: ["progress"], input: JSON.stringify(ran), says: /ran/ },
  report: { words: ["report"], input: JSON.stringify(ran), says: /^<!doctype html>[^]*ran/i },
  migrate: { words: ["migrate"], input: bundleObject, says: /^kind: Batch$/m },
  crds: { words: ["crds"], input: "", says: /^kind: CustomResourceDefinition$/m },
  version: { words: ["version"], input: "", says: /^kubetask \d/ },
  completion: { words: ["completion", "bash"], input: "", says: /^complete /m },
};

processTest("every filter does its work without any permission, and asks for none", async (program) => {
  for (const name of names) {
    const { words, input, says } = good[name] ?? assert.fail(`no input for ${name}`);
    const { code, out, complaints } = await ended(program, words, bytes(input));
    assert.deepEqual({ code, complaints }, { code: 0, complaints: "" }, words.join(" "));
    assert.match(out, says);
  }
});

const readers = ["render", "progress", "report", "migrate"] as const;
const pod = { apiVersion: "v1", kind: "Pod", metadata: meta("pod") };

/** What no filter can work with. */
const bad: Record<string, { input: () => ReadableStream<Uint8Array>; filters: readonly string[] }> = {
  "nothing": { input: () => bytes(""), filters: readers },
  "no YAML": { input: () => bytes("kind: [\n"), filters: readers },
  "a sentence": { input: () => bytes("error: the server could not find the requested resource\n"), filters: readers },
  // What it does not know migrate passes on.
  "another kind": { input: () => bytes(JSON.stringify(pod)), filters: ["render", "progress", "report"] },
  "a stream that breaks off": { input: () => bytes(JSON.stringify(ran, null, 4).slice(0, -60)), filters: readers },
  "bytes": {
    input: () => ReadableStream.from([crypto.getRandomValues(new Uint8Array(60_000)), Uint8Array.of(0, 0xFF)]),
    filters: readers,
  },
  "more than 100 MB": { input: () => ReadableStream.from(tooMuch()), filters: readers },
};

function* tooMuch(): Generator<Uint8Array> {
  yield new TextEncoder().encode('{"apiVersion": "');
  const filling = new Uint8Array(1 << 20).fill(0x61);
  for (let i = 0; i < 100; i++) yield filling;
}

processTest("input that is unfit gets one line that says why, exit code 2, and no output", async (program) => {
  for (const [what, { input, filters }] of Object.entries(bad)) {
    for (const name of filters.filter(isName)) {
      const { code, out, complaints } = await ended(program, [name], input());
      const lines = complaints.trimEnd().split("\n").length;
      assert.deepEqual({ code, out, lines }, { code: 2, out: "", lines: 1 }, `${name}, ${what}: ${complaints}`);
      assert.doesNotMatch(complaints, /^\s*$|\bat .*:\d+:\d+|permission/i);
    }
  }
});

processTest("who reads no further ends a filter quietly", async (program) => {
  const command = `{ "$@" crds; echo "exit code $?" >&2; } | :`;
  const { stderr } = await new Deno.Command("sh", {
    args: ["-c", command, "sh", Deno.execPath(), ...withoutPermission(program)],
    stdin: "null",
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "exit code 0\n");
});

processTest("kubectl's plugin calls itself as kubectl does, and by its bare name it only helps", async (program) => {
  const command = (name: string) => `exec -a ${name} "$@"`;
  const firstLine = async (name: string, ...words: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", command(name), "bash", Deno.execPath(), ...withoutPermission(program), ...words],
      stdin: "null",
    }).output();
    return {
      code,
      line: new TextDecoder().decode(stdout).split("\n")[0],
      complaints: new TextDecoder().decode(stderr),
    };
  };
  assert.deepEqual(await firstLine("/usr/local/bin/kubectl-kubetask"), {
    code: 0,
    line: "Usage: kubectl kubetask [options]",
    complaints: "",
  });
  assert.equal((await firstLine("kubectl-kubetask", "help", "crds")).line?.startsWith("Usage: kubectl kubetask"), true);
  assert.equal((await firstLine("kubetask", "help", "crds")).line?.startsWith("Usage: kubetask"), true);
});
