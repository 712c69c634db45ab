/** What the real API server makes of our CRDs. Needs a cluster: see tests/cluster_under_test.ts. */

import assert from "node:assert/strict";
import { type BatchRun, BatchRun as batchRunKind } from "../../crds/kinds.ts";
import { clear, cluster, installCrds, namespaceFor as newNamespace } from "../cluster_under_test.ts";
import { type Example, examples } from "./document.ts";
import { refused } from "./refused.ts";

const apiVersion = batchRunKind.apiVersion;
const { kubectl, kubectlWith } = cluster();

/** Of the test that runs. What it leaves there is deleted: the operators of later tests would work on it. */
const namespaces: string[] = [];

async function namespaceFor(context: Deno.TestContext): Promise<string> {
  const name = await newNamespace(context);
  namespaces.push(name);
  return name;
}

function test(name: string, law: (context: Deno.TestContext) => Promise<void>): void {
  Deno.test({
    name: `API server: ${name}`,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn(context) {
      await installCrds();
      try {
        await law(context);
      } finally {
        for (const namespace of namespaces.splice(0)) await clear(namespace);
      }
    },
  });
}

const contexts = [{ type: "Repository", repository: { org: "myorg", repo: "service-a", branch: "main" } }];

function objectOf(kind: string, namespace: string, spec: object): Example {
  return { apiVersion, kind, metadata: { name: kind.toLowerCase(), namespace }, spec };
}

/** What the API server would store, without storing it. */
async function tryCreate(object: Example): Promise<Example> {
  // Trusted: the API server answers with the object.
  return JSON.parse(
    await kubectlWith(JSON.stringify(object), "create", "--dry-run=server", "-o", "json", "-f", "-"),
  ) as Example;
}

async function create(object: object): Promise<void> {
  await kubectlWith(JSON.stringify(object), "create", "-f", "-");
}

async function patchStatus(namespace: string, resource: string, name: string, status: object): Promise<void> {
  const patch = JSON.stringify({ status });
  await kubectl("patch", resource, name, "-n", namespace, "--subresource=status", "--type=merge", "-p", patch);
}

function includes(part: string): (error: unknown) => true {
  return (error) => {
    assert(error instanceof Error);
    assert(error.message.includes(part), `expected "${part}" in: ${error.message}`);
    return true;
  };
}

/** What kubectl explains of a field. The API server publishes descriptions a moment after it accepts objects. */
async function published(field: string, deadline = Date.now() + 30_000): Promise<string> {
  try {
    return await kubectl("explain", field);
  } catch (error) {
    if (Date.now() > deadline) throw error;
    return await published(field, deadline);
  }
}

/** A table as kubectl prints it, row by row, without the age. */
function cells(table: string): string[][] {
  return table.trim().split("\n").map((row) => row.split(/ {2,}/).filter((cell) => !/^(AGE|\d+[smh]|)$/.test(cell)));
}

test("the CRDs are in force as they are written", async () => {
  const conditions = async (crd: string) => {
    const { status } = JSON.parse(await kubectl("get", "crd", crd, "-o", "json"));
    return status.conditions.map(({ type, status }: { type: string; status: string }) => `${type}=${status}`).sort();
  };
  for (const plural of ["batches", "batchruns", "tasks", "workspaceconfigs"]) {
    // One that is not structural would have a third condition.
    assert.deepEqual(await conditions(`${plural}.kubetask.io`), ["Established=True", "NamesAccepted=True"]);
  }
});

test("the document's examples are stored word for word", async (context) => {
  const namespace = await namespaceFor(context);
  for (const { name, object } of examples) {
    const stored = await tryCreate({ ...object, metadata: { ...object.metadata, namespace } });
    assert.deepEqual(stored.spec, object.spec, name);
  }
});

test("wrong objects are refused with a sentence that says what is wrong", async (context) => {
  const namespace = await namespaceFor(context);
  for (const { what, kind, spec, says } of refused) {
    await context.step(what, () => assert.rejects(tryCreate(objectOf(kind, namespace, spec)), includes(says)));
  }
});

Deno.test("no example of the document is forgotten", async () => {
  const files = await Array.fromAsync(Deno.readDir(`${import.meta.dirname}/document`));
  assert.equal(files.length, examples.length);
});

test("a misspelled field is refused by name", async (context) => {
  const misspelled = objectOf("Task", await namespaceFor(context), { contexts, agentTemplate: { name: "claude" } });
  await assert.rejects(tryCreate(misspelled), includes('unknown field "spec.agentTemplate"'));
});

test("a batch may be empty, and a task of it may have nothing of its own", async (context) => {
  const namespace = await namespaceFor(context);
  for (const variableContexts of [[], [[]]]) {
    const spec = { batchSpec: { commonContext: [], variableContexts } };
    assert.deepEqual((await tryCreate(objectOf("BatchRun", namespace, spec))).spec, spec);
  }
});

test("a key that was left out stays left out", async (context) => {
  const spec = { agentTemplateRef: { name: "claude" } };
  assert.deepEqual((await tryCreate(objectOf("WorkspaceConfig", await namespaceFor(context), spec))).spec, spec);
});

const mended = [
  { kind: "BatchRun", before: { batchRef: "updat" }, after: { batchRef: "update" } },
  { kind: "BatchRun", before: { batchRef: "update" }, after: { agentTemplateRef: { name: "claude" } } },
  {
    kind: "BatchRun",
    before: { batchSpec: { commonContext: [], variableContexts: [contexts] } },
    after: { batchSpec: { variableContexts: [contexts, contexts] } },
  },
  { kind: "Task", before: { contexts }, after: { contexts: [...contexts, ...contexts] } },
  { kind: "Task", before: { contexts }, after: { agentTemplateRef: { name: "claude" } } },
];

test("what defines a run can be mended until it starts, and never after", async (context) => {
  for (const { kind, before, after } of mended) {
    await context.step(`${kind}: ${Object.keys(after)}`, async (step) => {
      const namespace = await namespaceFor(step);
      const change = (patch: object, ...options: string[]) =>
        kubectl(
          "patch",
          kind,
          kind.toLowerCase(),
          "-n",
          namespace,
          "--type=merge",
          "-p",
          JSON.stringify(patch),
          ...options,
        );
      await create(objectOf(kind, namespace, before));

      await patchStatus(namespace, kind, kind.toLowerCase(), { phase: "Pending" });
      await change({ spec: after }, "--dry-run=server");

      await patchStatus(namespace, kind, kind.toLowerCase(), { phase: "Running", startTime: "2025-01-18T10:00:00Z" });
      await assert.rejects(
        change({ spec: after }),
        includes(`spec cannot be changed once the ${kind} has started: create a new ${kind} instead`),
      );
      await change({ metadata: { labels: { team: "platform" }, finalizers: ["kubetask.io/test"] } });
      await patchStatus(namespace, kind, kind.toLowerCase(), {
        phase: "Succeeded",
        completionTime: "2025-01-18T10:01:00Z",
      });
      await change({ metadata: { finalizers: null } });
    });
  }
});

test("only what runs has a status", async (context) => {
  const namespace = await namespaceFor(context);
  await create(objectOf("Batch", namespace, { commonContext: [], variableContexts: [] }));
  await create(objectOf("WorkspaceConfig", namespace, {}));
  await assert.rejects(patchStatus(namespace, "batch", "batch", {}), includes("NotFound"));
  await assert.rejects(patchStatus(namespace, "workspaceconfig", "workspaceconfig", {}), includes("NotFound"));
});

const lastTransitionTime = "2025-01-18T10:00:00Z";
const conditions = [
  { type: "Complete", status: "False", reason: "TasksRunning", message: "", lastTransitionTime },
  {
    type: "Reconciling",
    status: "True",
    reason: "BatchNotFound",
    message: "Batch 'update' not found",
    lastTransitionTime,
  },
];

test("kubectl get shows what matters under short names, and why under -o wide", async (context) => {
  const namespace = await namespaceFor(context);
  const get = async (...args: string[]) => cells(await kubectl("get", "-n", namespace, ...args));
  await create(objectOf("Batch", namespace, { commonContext: [], variableContexts: [] }));
  await create(objectOf("BatchRun", namespace, { batchRef: "update" }));
  await create(objectOf("Task", namespace, { contexts }));
  await create(objectOf("WorkspaceConfig", namespace, { agentTemplateRef: { name: "claude" } }));
  const progress = { total: 3, pending: 0, running: 1, completed: 2, failed: 0 };
  const results = { changed: 1, noChange: 1, failed: 0, unknown: 0, costUSD: "0.42" };
  await patchStatus(namespace, "batchrun", "batchrun", { phase: "Running", progress, results, conditions });
  await patchStatus(namespace, "task", "task", {
    phase: "Pending",
    jobName: "task-x7k2p",
    result: { outcome: "Changed" },
    conditions,
  });

  assert.deepEqual(await get("kb"), [["NAME"], ["batch"]]);
  assert.deepEqual(await get("kbr"), [
    ["NAME", "BATCH", "PHASE", "COMPLETED", "FAILED", "TOTAL"],
    ["batchrun", "update", "Running", "2", "0", "3"],
  ]);
  assert.deepEqual(await get("kbr", "-o", "wide"), [
    ["NAME", "BATCH", "PHASE", "COMPLETED", "FAILED", "TOTAL", "CHANGED", "NO-CHANGE", "COST", "REASON"],
    ["batchrun", "update", "Running", "2", "0", "3", "1", "1", "0.42", "BatchNotFound"],
  ]);
  assert.deepEqual(await get("kt"), [["NAME", "PHASE", "JOB"], ["task", "Pending", "task-x7k2p"]]);
  assert.deepEqual(await get("kt", "-o", "wide"), [
    ["NAME", "PHASE", "JOB", "RESULT", "REASON"],
    ["task", "Pending", "task-x7k2p", "Changed", "BatchNotFound"],
  ]);
  assert.deepEqual(await get("kwc"), [["NAME", "TEMPLATE"], ["workspaceconfig", "claude"]]);
  assert.deepEqual((await kubectl("get", "kubetask", "-n", namespace, "-o", "name")).trim().split("\n"), [
    "batch.kubetask.io/batch",
    "batchrun.kubetask.io/batchrun",
    "task.kubetask.io/task",
    "workspaceconfig.kubetask.io/workspaceconfig",
  ]);
});

test("kubectl wait understands the conditions", async (context) => {
  const namespace = await namespaceFor(context);
  await create(objectOf("Task", namespace, { contexts }));
  await patchStatus(namespace, "task", "task", {
    observedGeneration: 1,
    conditions: conditions.map((condition) => ({ ...condition, status: "True" })),
  });
  await kubectl("wait", "task.kubetask.io/task", "-n", namespace, "--for=condition=Complete", "--timeout=5s");
});

test("kubectl explain tells a newcomer what to write", async () => {
  const explain = async (field: string) => (await published(field)).replaceAll(/\s+/g, " ");
  const variable = await explain("batchrun.spec.batchSpec.variableContexts");
  assert.match(variable, /One element per task/);
  assert.match(variable, /What one task gets in addition to commonContext/);
  assert.match(
    await explain("tasks.kubetask.io.spec.contexts.file"),
    /exactly one of inline, configMapKeyRef and secretKeyRef/,
  );
  assert.match(await explain("kwc.spec.agentTemplateRef.key"), /If not set: agent-template\.yaml/);
});

test("a run over 10,000 repositories is stored and reported on", async (context) => {
  const namespace = await namespaceFor(context);
  const variableContexts = Array.from({ length: 10_000 }, (_, i) => [
    { type: "Repository", repository: { org: "myorg", repo: `service-${i}`, branch: "main" } },
  ]);
  await create(objectOf("BatchRun", namespace, { batchSpec: { commonContext: [], variableContexts } }));
  const status = {
    phase: "Running",
    startTime: "2025-01-18T10:00:00Z",
    indexes: {
      created: Array.from({ length: 5_000 }, (_, i) => 2 * i).join(),
      succeeded: "",
      failed: "",
    },
  } satisfies BatchRun["status"];
  await patchStatus(namespace, "batchrun", "batchrun", status);
  const size = "go-template={{len .spec.batchSpec.variableContexts}} {{.status.phase}}";
  assert.equal(await kubectl("get", "batchrun", "batchrun", "-n", namespace, "-o", size), "10000 Running");
});
