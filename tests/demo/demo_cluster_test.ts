/** The demo as a person starts it, and its end. It has one place on a machine: a demo that runs already is ended. Needs root. */

import assert from "node:assert/strict";
import { load } from "js-yaml";
import type { Batch, Context } from "../../crds/kinds.ts";
import { build } from "../cluster/binaries.ts";
import { startCluster } from "../cluster/cluster.ts";
import { busyboxImage } from "../cluster/images.ts";
import { tracesOf } from "../cluster/traces.ts";

const root = new URL("../..", import.meta.url).pathname;

law(
  "the demo shows five units, why one failed, the exact text an agent received, and pushed branches; --stop leaves nothing",
  async () => {
    await demo(["--stop"]);
    try {
      const first = await demo([]);
      assert.match(first, /^This starts a real Kubernetes/);
      assert.equal(sectionOf(first, "get jobs -n demo").filter((line) => line.includes("-task-")).length, 5);
      assert.match(
        sectionOf(first, "get batchrun -n demo")[1] ?? "",
        /^update-dependencies-run-001 .* Failed +4 +1 +5 /,
      );
      assert.match(first, /^ {2}myorg\/service-broken {2}BackoffLimitExceeded: Job has reached/m);
      const log = sectionOf(first, "logs job/update-dependencies-run-001-task-0 -n demo");
      assert.deepEqual([log[0], JSON.parse(log[1] ?? ""), log[2]], ["TASK_CONTEXTS:", await contextsOf(0), "Done"]);

      const [, campaign = ""] = sectionOf(first, "get batchrun upgrade-node-001 --output=wide -n demo");
      assert.match(campaign, /^upgrade-node-001 +upgrade-node +Failed +4 +1 +5 +\S+ +3 +1 /);
      const said = first.split("What the agents say, in the status of the BatchRun:\n")[1]?.split("\n\n")[0];
      assert.deepEqual(said?.replaceAll(/\b[0-9a-f]{7}$/gm, "COMMIT").split("\n"), [
        "  shop/cart      Changed   Node is up to date (it was node:18) -> kubetask/upgrade-node COMMIT",
        "  shop/checkout  Changed   Node is up to date (it was node:20) -> kubetask/upgrade-node COMMIT",
        "  shop/search    Changed   Node is up to date (it was node:20-slim) -> kubetask/upgrade-node COMMIT",
        "  shop/website   NoChange  Node is up to date (it was node:24)",
        "  shop/handbook  Failed    shop/handbook has no Dockerfile",
      ]);
      assert.match(first, /^-FROM node:18\n\+FROM node:24$/m);
      const page = /for a browser:\n {2}(\S+)$/m.exec(first)?.[1] ?? "";
      assert.match(await Deno.readTextFile(page), /shop\/handbook has no Dockerfile/);

      const second = await demo([]);
      assert.match(second, /^The demo's cluster is running already/);
      assert.match(second, /^\+FROM node:24$/m);
      assert.equal(sectionOf(second, "get jobs -n demo-2").filter((line) => line.includes("-task-")).length, 5);
    } finally {
      await demo(["--stop"]);
    }
    await demo(["--stop"]);
    assert.deepEqual(await tracesOf(`${root}.cluster/demo/admin.kubeconfig`), []);
  },
);

law("without a node the demo says that its pods are played, and shows what an agent would have received", async () => {
  await demo(["--stop"]);
  try {
    const said = await demo(["--played"]);
    assert.match(said, /Its pods are only played, by kwok/);
    assert.match(said, /^ {2}myorg\/service-broken {2}BackoffLimitExceeded: Job has reached/m);
    const [, shown = ""] = /would have received:\n(.*)\n/.exec(said) ?? [];
    assert.deepEqual(JSON.parse(shown), await contextsOf(0));
  } finally {
    await demo(["--stop"]);
  }
});

law("on a cluster of one's own the demo leaves nothing behind", async () => {
  const cluster = await startCluster({ name: "selftest-own", node: "real" });
  try {
    const everything = () => cluster.kubectl("get", "namespaces,customresourcedefinitions", "--output=name");
    const before = await everything();
    const env = {
      KUBECONFIG: cluster.kubeconfig,
      PATH: `${await build(["kubectl"], () => {})}:${Deno.env.get("PATH")}`,
    };
    const said = await demo(["--context=kubetask", `--image=${busyboxImage}`], env);
    assert.match(said, /^ {2}myorg\/service-broken {2}BackoffLimitExceeded: Job has reached/m);
    assert.equal(await everything(), before);

    // As a demo leaves it that was killed.
    const label = /label (kubetask\.io\/demo=\w+)/.exec(said)?.[1] ?? "";
    await cluster.kubectl("create", "namespace", "left-behind");
    await cluster.kubectl("label", "namespace", "left-behind", label);
    await demo(["--context=kubetask", "--stop"], env);
    assert.equal(await everything(), before);

    await cluster.kubectl("apply", "--server-side", "--filename", `${root}deploy/crds.yaml`);
    await cluster.kubectl("wait", "--for=condition=Established", "--filename", `${root}deploy/crds.yaml`);
    const theirs = { apiVersion: "kubetask.io/v1alpha1", kind: "BatchRun", metadata: { name: "theirs" } };
    await cluster.kubectlWith(JSON.stringify({ ...theirs, spec: { batchRef: "theirs" } }), "create", "--filename=-");
    const refused = await outputOf(["--context=kubetask"], env);
    assert.deepEqual([refused.code, refused.stdout], [1, ""]);
    assert.match(refused.stderr, /would take on what is not finished there: default\/theirs/);

    await cluster.kubectl("delete", "batchrun", "theirs");
    const withTheirs = await everything();
    assert.match(await demo(["--context=kubetask", `--image=${busyboxImage}`], env), /already: they stay as they are/);
    assert.equal(await everything(), withTheirs);
  } finally {
    await cluster.stop();
  }
  assert.deepEqual(await tracesOf(cluster.kubeconfig), []);
});

/** What a demo prints that goes well. */
async function demo(options: readonly string[], env?: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await outputOf(options, env);
  assert.equal(code, 0, stderr);
  return stdout;
}

async function outputOf(options: readonly string[], env?: Record<string, string>) {
  const args = ["run", "--quiet", "-A", "demo/main.ts", ...options];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root, env }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** The lines that a shown kubectl command printed. */
function sectionOf(text: string, command: string): string[] {
  const after = text.split(`$ kubectl ${command}\n`)[1] ?? "";
  return after.split("\n\n")[0]?.split("\n") ?? [];
}

/** What the example's batch says for a unit. */
async function contextsOf(index: number): Promise<Context[]> {
  const { spec } = load(await Deno.readTextFile(`${root}deploy/examples/batch.yaml`)) as Batch; // our own file
  return [...spec.commonContext, ...spec.variableContexts[index] ?? []];
}

function law(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ignore: Deno.uid() !== 0, sanitizeOps: true, sanitizeResources: true });
}
