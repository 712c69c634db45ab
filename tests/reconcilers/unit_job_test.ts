import assert from "node:assert/strict";
import { Batch, Task } from "../../crds/kinds.ts";
import type { Context } from "../../crds/kinds.ts";
import type { ObjectMeta } from "../../kernel/object.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { BatchRun, Job } from "../../reconcilers/kinds.ts";
import { task } from "../../reconcilers/task.ts";
import { aBatch, aBatchRun, aConfigMap, aFile, aRepository, aTask, aTemplate, created, units } from "./builders.ts";
import { World } from "./world.ts";

/** The Job of a run's only unit. */
function jobOf(
  template: string,
  run = aBatchRun(),
  batch = aBatch([[aRepository("service-a")]], [aFile("Update")]),
): Job {
  const world = new World(batch, run, aConfigMap("kubetask-agent", { "agent-template.yaml": template }));
  world.settle(batchRun, run.metadata?.name ?? "");
  return world.get(Job, `${run.metadata?.name}-task-0`);
}

function metadataOf(metadata: object, run = aBatchRun()): ObjectMeta {
  return jobOf(aTemplate("agent", { metadata: JSON.stringify(metadata) }), run).metadata ?? {};
}

function contextsOf(job: Job): Context[] {
  const [variable] = job.spec?.template.spec?.containers[0]?.env ?? [];
  return JSON.parse(variable?.value?.replaceAll("$$", "$") ?? "");
}

const ours = {
  name: "run-task-0",
  namespace: "team",
  uid: "uid-2",
  creationTimestamp: created,
  labels: {
    "kubetask.io/batch": "update",
    "kubetask.io/batchrun": "run",
    "app.kubernetes.io/managed-by": "kubetask",
  },
  annotations: { "kubetask.io/index": "0" },
  ownerReferences: [{
    apiVersion: "kubetask.io/v1alpha1",
    kind: "BatchRun",
    name: "run",
    uid: "uid-of-BatchRun-run",
    controller: true,
    blockOwnerDeletion: true,
  }],
  finalizers: [],
};

Deno.test("a template need not say how its Job is called, nor whose it is", () => {
  assert.deepEqual(metadataOf({}), ours);
});

Deno.test("name, namespace, owner and finalizers of a template are overruled", () => {
  const theirs = {
    name: "mine",
    generateName: "mine-",
    namespace: "kube-system",
    finalizers: ["example.com/forever"],
    ownerReferences: [{ apiVersion: "v1", kind: "Node", name: "node", uid: "1", controller: true }],
  };
  assert.deepEqual(metadataOf(theirs), ours);
});

Deno.test("a template's labels and annotations stay, but ours win", () => {
  const theirs = {
    labels: {
      team: "platform",
      "kubetask.io/task": "x",
      "kubetask.io/batch": "x",
      "app.kubernetes.io/managed-by": "helm",
    },
    annotations: { note: "kept", "kubetask.io/index": "7" },
  };
  assert.deepEqual(metadataOf(theirs), {
    ...ours,
    labels: { team: "platform", ...ours.labels },
    annotations: { note: "kept", "kubetask.io/index": "0" },
  });
});

Deno.test("only a Job that deletes itself is kept until its outcome is stored", () => {
  const job = jobOf(aTemplate("agent", { job: "ttlSecondsAfterFinished: 0" }));
  assert.deepEqual(job.metadata?.finalizers, ["kubetask.io/outcome"]);
  assert.deepEqual(jobOf(aTemplate("agent", { job: "ttlSecondsAfterFinished:" })).metadata?.finalizers, []);
});

Deno.test("a name that is too long for a label is cut there", () => {
  const name = "r".repeat(60);
  const run = aBatchRun({ batchRef: "b".repeat(200) }, { name });
  const world = new World({ ...aBatch(units(1)), metadata: { name: "b".repeat(200), namespace: "team" } }, run);
  world.settle(batchRun, name);
  const labels = world.all(Job)[0]?.metadata?.labels ?? {};
  assert.match(labels["kubetask.io/batch"] ?? "", /^b{52}-[0-9a-f]{10}$/);
  assert.equal(labels["kubetask.io/batchrun"], name);
});

Deno.test("a run of an inline batch has no label of a Batch", () => {
  const run = aBatchRun({ batchSpec: { commonContext: [], variableContexts: units(1) } });
  const { "kubetask.io/batch": _, ...labels } = ours.labels;
  assert.deepEqual(metadataOf({ labels: { "kubetask.io/batch": "{{.BatchName}}" } }, run).labels, labels);
});

Deno.test("a Task's Job is labelled with the Task, and owned by it", () => {
  const world = new World(aTask());
  world.settle(task, "greet");
  const [job] = world.all(Job);
  assert.deepEqual(job?.metadata?.labels, { "kubetask.io/task": "greet", "app.kubernetes.io/managed-by": "kubetask" });
  assert.deepEqual(job?.metadata?.ownerReferences?.map(({ kind, uid }) => [kind, uid]), [[
    Task.kind,
    "uid-of-Task-greet",
  ]]);
  assert.deepEqual(job?.metadata?.annotations?.["kubetask.io/index"], "0");
});

Deno.test("a Job that is there already is recognised by its index", () => {
  const [write] = new World(aTask()).plan(task, "greet").writes ?? [];
  assert.deepEqual(write?.do === "create" && write.identity, ["kubetask.io/index"]);
});

Deno.test("a unit works with the common contexts and then its own", () => {
  assert.deepEqual(contextsOf(jobOf(aTemplate("agent"))), [aFile("Update"), aRepository("service-a")]);
});

Deno.test("in the text that an agent reads the type of a context comes first, in whatever order it was stored", () => {
  const stored: Context = {
    repository: { branch: "main", org: "myorg", repo: "service-a" },
    type: "Repository",
  };
  const file: Context = { file: { source: { inline: "Update" }, name: "task.md" }, type: "File" };
  const value = jobOf(aTemplate("agent"), aBatchRun(), aBatch([[stored]], [file])).spec?.template.spec?.containers[0]
    ?.env?.[0]?.value;
  assert.equal(
    value,
    '[{"type":"File","file":{"name":"task.md","source":{"inline":"Update"}}},' +
      '{"type":"Repository","repository":{"org":"myorg","repo":"service-a","branch":"main"}}]',
  );
});

Deno.test("of ConfigMaps and Secrets an agent gets the reference", () => {
  const contexts: Context[] = [
    { type: "File", file: { name: "a", source: { configMapKeyRef: { name: "guides", key: "a.md" } } } },
    { type: "File", file: { name: "b", source: { secretKeyRef: { name: "tokens", key: "b" } } } },
  ];
  assert.deepEqual(contextsOf(jobOf(aTemplate("agent"), aBatchRun(), aBatch([contexts]))), contexts);
});

Deno.test("a prompt arrives as it was written, whatever is in it", () => {
  const prompt = `Don't stop: "50 % off", $(HOME) $$ ünï 日本 {{.X}}\n`;
  assert.deepEqual(contextsOf(jobOf(aTemplate("agent"), aBatchRun(), aBatch([[]], [aFile(prompt)]))), [aFile(prompt)]);
});

Deno.test("a template knows the Job's name, the run, the Batch, the namespace, the index and the first repository", () => {
  const text = "{{.TaskID}} {{.BatchName}} {{.BatchRunName}} {{.Namespace}} {{.Index}} {{.Name}} " +
    "{{.Repository.Org}}/{{.Repository.Repo}}@{{.Repository.Branch}}";
  const template = aTemplate("agent", { metadata: JSON.stringify({ annotations: { text } }) });
  const annotation = (job: Job | undefined) => job?.metadata?.annotations?.["text"];
  assert.equal(annotation(jobOf(template)), "run-task-0 update run team 0 run myorg/service-a@main");

  const world = new World(aTask(), aConfigMap("kubetask-agent", { "agent-template.yaml": template }));
  world.settle(task, "greet");
  const [job] = world.all(Job);
  assert.equal(annotation(job), `${job?.metadata?.name}   team 0 greet /@`);
});

Deno.test("edits of Batch and template after the start change nothing", () => {
  const world = new World(
    aBatch(units(2)),
    aBatchRun(),
    aConfigMap("kubetask-agent", { "agent-template.yaml": aTemplate("before") }),
  );
  // The snapshot is taken, no Job is made yet.
  world.look(batchRun, "run");
  assert.deepEqual(world.all(Job), []);
  world.put(Batch, aBatch(units(3), [aFile("More")]));
  world.put({ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" }, aConfigMap("kubetask-agent", {}));
  world.forget();
  world.settle(batchRun, "run");

  const seen = world.all(Job).map((job) => [job.spec?.template.spec?.containers[0]?.image, contextsOf(job)]);
  assert.deepEqual(seen, units(2).map((contexts) => ["before", contexts]));
  assert.equal(world.get(BatchRun, "run").status?.progress?.total, 2);
});

Deno.test("an edit of the run before its start is what runs", () => {
  const world = new World(aBatch(units(1)), aBatchRun());
  world.look(batchRun, "run");
  const batchSpec = { commonContext: [], variableContexts: units(3) };
  world.change(BatchRun, "run", () => aBatchRun({ batchSpec }, { generation: 2 }));
  world.settle(batchRun, "run");
  assert.equal(world.all(Job).length, 3);
});

Deno.test("a template that asks for files gets the common ones and then the unit's own; a clash fails that unit alone", () => {
  const template = aTemplate("agent", { metadata: "{annotations: {kubetask.io/context-files: /contexts}}" });
  const own: Context = { type: "File", file: { name: "own.md", source: { inline: "Own" } } };
  const world = new World(
    aBatch([[aRepository("service-a"), own], [aFile("Clash")]], [aFile("Update")]),
    aBatchRun(),
    aConfigMap("kubetask-agent", { "agent-template.yaml": template }),
  );
  world.settle(batchRun, "run");
  const [job, ...others] = world.all(Job);
  assert.deepEqual(others, []);
  assert.deepEqual(job?.spec?.template.metadata?.annotations, {
    "kubetask.io/context-file-0": "Update",
    "kubetask.io/context-file-1": "Own",
  });
  const [, { status, reason, message } = {}] = world.get(BatchRun, "run").status?.tasks ?? [];
  assert.deepEqual([status, reason, message], [
    "Failed",
    "JobInvalid",
    "agent-template.yaml: File context 'task.md': two files have this name; the contexts that tasks have in common count too",
  ]);
});

Deno.test("contexts that are too long for a variable fail the unit, and the message says what to do", () => {
  const world = new World(
    aTask({ contexts: [aFile("x".repeat(140_000))] }),
    aConfigMap("kubetask-agent", { "agent-template.yaml": aTemplate("agent") }),
  );
  world.settle(task, "greet");
  assert.deepEqual(world.all(Job), []);
  const { phase, reason, message } = world.get(Task, "greet").status ?? {};
  assert.deepEqual([phase, reason], ["Failed", "JobInvalid"]);
  assert.match(
    message ?? "",
    /^agent-template.yaml: spec.template.spec.containers\[0\].env\[0\].value: 14\d+ bytes, .* 131072 /,
  );
});
