/** What `render` selects, refuses and says. */

import assert from "node:assert/strict";
import { InputError } from "../../filters/filter.ts";
import { render } from "../../filters/render/render.ts";
import { type KubeObject, nameOf, namespaceOf } from "../../kernel/object.ts";
import {
  aBatch,
  aBatchRun,
  aConfigMap,
  aFile,
  aRepository,
  aTask,
  aTemplate,
  aWorkspaceConfig,
  units,
} from "../reconcilers/builders.ts";
import { documentsIn, rendered, renderedText } from "./render_use.ts";

const template = aConfigMap("kubetask-agent", { any: aTemplate("agent") });

/** `namespace/name` of every Job. */
function jobsIn(text: string): string[] {
  return documentsIn(text).map((job) => `${namespaceOf(job)}/${nameOf(job)}`);
}

/** As in a file that was not applied yet. */
function plain<T extends KubeObject>(object: T, namespace?: string): T {
  return { ...object, metadata: { name: nameOf(object), ...namespace !== undefined && { namespace } } };
}

async function refusal(run: Promise<unknown>): Promise<string> {
  const error = await run.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof InputError, `no InputError but ${error}`);
  return error.message;
}

Deno.test("without a name, all runs and Tasks are rendered that have not ended", async () => {
  const ended = {
    status: { phase: "Succeeded", startTime: "2025-01-18T10:00:00Z", completionTime: "2025-01-18T10:00:00Z" },
  };
  const objects = [
    template,
    aBatch(units(2)),
    aBatchRun(),
    { ...aBatchRun({}, { name: "old" }), ...ended },
    aTask({}, { uid: "1" }),
    { ...aTask({}, { name: "done" }), ...ended },
  ];
  const { code, text, complaints } = await rendered(objects);
  assert.deepEqual([code, complaints, jobsIn(text)], [0, [], [
    "team/run-task-0",
    "team/run-task-1",
    "team/greet-6b86b",
  ]]);

  const none = await rendered([template, objects[3]!]);
  assert.deepEqual(none, {
    code: 0,
    text: "",
    parts: [],
    complaints: ["Nothing to render: all runs and Tasks of the input have ended"],
  });
});

Deno.test("a name selects what has it, as kubectl names things", async () => {
  const objects = [template, aBatch(units(1)), aBatchRun({}, { name: "greet" }), aTask({}, { uid: "1" })];
  const selected = async (name: string) => jobsIn((await rendered(objects, name)).text);
  const [run, task] = ["team/greet-task-0", "team/greet-6b86b"];
  assert.deepEqual(await selected("greet"), [run, task]);
  for (const kind of ["batchrun", "batchruns", "kbr", "BatchRun", "batchruns.kubetask.io"]) {
    assert.deepEqual(await selected(`${kind}/greet`), [run]);
  }
  for (const kind of ["task", "tasks", "kt", "task.kubetask.io"]) {
    assert.deepEqual(await selected(`${kind}/greet`), [task]);
  }
  assert.deepEqual(await selected("batch/update"), ["team/update-run-task-0"]);
});

Deno.test("a name that is none, and a kind that has no Jobs, end it before anything is written", async () => {
  const objects = [template, aBatch(units(1)), aBatchRun(), aTask()];
  const said = (...args: string[]) => refusal(rendered(objects, ...args));
  assert.equal(await said("gret"), 'No BatchRun or Task "gret" in the input: did you mean "greet"?');
  assert.equal(await said("batchrun/greet"), 'No BatchRun "greet" in the input');
  assert.equal(await said("batch/upate"), 'No Batch "upate" in the input: did you mean "update"?');
  assert.equal(await said("job/greet"), 'Cannot render "job/greet": only batchrun/NAME, task/NAME and batch/NAME');
  assert.equal(await said("a/b/c"), 'Cannot render "a/b/c": only batchrun/NAME, task/NAME and batch/NAME');
  assert.equal(await said("greet", "run"), 'Unexpected argument "run"');
  assert.equal(
    await said("--image=not an image"),
    'Cannot use "not an image" as agent: it is not the name of an image',
  );
  assert.equal(
    await refusal(rendered([template, aBatch(units(1))])),
    "No BatchRun and no Task in the input: batch/update shows what a run of that Batch would create",
  );
  assert.equal(await refusal(rendered([template])), "No BatchRun and no Task in the input");
});

Deno.test("all options that it knows are told to the shell", () => {
  const told = [...render.usage.matchAll(/^ {2}--([a-z]+)/gm)].map(([, name]) => name);
  assert.deepEqual(told, render.options);
});

Deno.test("every Job says in a comment whose it is", async () => {
  const { text } = await rendered([template, aBatch(units(2)), aBatchRun(), aTask()]);
  assert.deepEqual(text.match(/^#.*/gm), [
    "# Task 0 of 2, counted from 0: batchrun/run in namespace team",
    "# Task 1 of 2, counted from 0: batchrun/run in namespace team",
    "# task/greet in namespace team",
  ]);
});

Deno.test("what has no UID yet owns nothing, and its Jobs say so", async () => {
  const { text } = await rendered([template, plain(aBatch(units(1))), plain(aBatchRun()), plain(aTask())]);
  const owners = documentsIn(text).map(({ metadata }) => metadata?.ownerReferences);
  assert.deepEqual(owners, [undefined, undefined]);
  assert.deepEqual(text.match(/^#.*/gm), [
    "# Task 0 of 1, counted from 0: batchrun/run in namespace team",
    "# Without ownerReferences: the BatchRun gets its UID when it is created.",
    "# task/greet in namespace team",
    "# Without ownerReferences: the Task gets its UID when it is created.",
    "# For the same reason the name will end in other characters.",
  ]);

  const named = await rendered([template, plain(aBatch(units(1))), {
    ...aBatchRun(),
    metadata: { generateName: "run-" },
  }]);
  assert.deepEqual(jobsIn(named.text), ["team/run-xxxxx-task-0"]);
});

Deno.test("objects without a namespace belong to that of the others, or to the one that is said", async () => {
  const files = [plain(aBatch(units(1))), plain(aBatchRun())];
  const jobs = async (objects: KubeObject[], ...args: string[]) => jobsIn((await rendered(objects, ...args)).text);
  assert.deepEqual(await jobs(files), ["default/run-task-0"]);
  assert.deepEqual(await jobs(files, "-n", "other"), ["other/run-task-0"]);
  assert.deepEqual(await jobs([template, ...files]), ["team/run-task-0"]);
  const several = [template, plain(aBatch(units(1)), "second"), ...files];
  assert.equal(
    await refusal(jobs(several)),
    "Some objects name no namespace, and the others several (second, team): --namespace says which",
  );
});

Deno.test("every namespace is looked at by itself", async () => {
  const inOther = <T extends KubeObject>(object: T) => ({
    ...object,
    metadata: { ...object.metadata, namespace: "other" },
  });
  const { text, code, complaints } = await rendered([
    template,
    aBatch(units(1)),
    aBatchRun(),
    inOther(aBatch(units(2))),
    inOther(aBatchRun()),
    inOther(aWorkspaceConfig("default", { name: "claude" })),
    inOther(aConfigMap("claude", { any: aTemplate("claude") })),
    inOther(aBatchRun({ batchRef: "none" }, { name: "second" })),
  ]);
  assert.deepEqual(jobsIn(text), ["team/run-task-0", "other/run-task-0", "other/run-task-1"]);
  assert.deepEqual(text.match(/image: .*/g), ["image: agent", "image: claude", "image: claude"]);
  assert.deepEqual([code, complaints], [1, [
    "batchrun/second in namespace other: BatchNotFound: Batch 'none' not found (in this input)",
  ]]);
});

Deno.test("units that cannot be rendered are told with their place, and the others are rendered", async () => {
  const picky = aTemplate("agent", {
    metadata: `{labels: {repo: '{{ if eq .Index 1 3 4 }}{{ fail "not this one" }}{{ end }}'}}`,
  });
  const { code, text, complaints } = await rendered([
    aBatch(units(6)),
    aBatchRun(),
    aConfigMap("kubetask-agent", { "agent-template.yaml": picky }),
  ]);
  assert.deepEqual(jobsIn(text).map((name) => name.slice(-1)), ["0", "2", "5"]);
  assert.deepEqual([code, complaints], [1, [
    "batchrun/run in namespace team: tasks 1,3-4: TemplateInvalid: template: agent-template.yaml:3:54: executing " +
    '"agent-template.yaml" at <fail "not this one">: error calling fail: not this one',
  ]]);
});

Deno.test("what a run or a Task would wait for, and what is too large, is told in the words of the status", async () => {
  const said = async (...objects: KubeObject[]) => {
    const { code, text, complaints } = await rendered(objects);
    assert.deepEqual([code, text], [1, ""]);
    return complaints.map((line) => line.replace(/ \(in this input\)$/, ""));
  };
  const missing = { agentTemplateRef: { name: "claude" } };
  assert.deepEqual(await said(aBatchRun()), [
    "batchrun/run in namespace team: BatchNotFound: Batch 'update' not found",
  ]);
  assert.deepEqual(await said(aTask(missing)), [
    "task/greet in namespace team: ConfigMapNotFound: ConfigMap 'claude' not found",
  ]);
  assert.deepEqual(await said(aTask(), aConfigMap("kubetask-agent", { a: "", b: "" })), [
    "task/greet in namespace team: TemplateKeyNotFound: ConfigMap 'kubetask-agent' has no key 'agent-template.yaml'; its keys are: a, b",
  ]);
  assert.deepEqual(await said(aTask(), aWorkspaceConfig("a"), aWorkspaceConfig("b")), [
    "task/greet in namespace team: AmbiguousWorkspaceConfig: Several WorkspaceConfigs (a, b) and none is named default-workspace or default",
  ]);
  const large = {
    commonContext: Array.from({ length: 6 }, () => aFile("x".repeat(262_000))),
    variableContexts: units(3),
  };
  const [tooLarge] = await said(template, aBatchRun({ batchRef: undefined, batchSpec: large }));
  assert.match(tooLarge ?? "", /^batchrun\/run in namespace team: TooLarge: The BatchRun is \d+ bytes too large/);
});

Deno.test("what may be otherwise in the cluster is a warning", async () => {
  const warned = async (...objects: KubeObject[]) => {
    const { code, complaints } = await rendered(objects);
    assert.equal(code, 0);
    return complaints;
  };
  const builtin =
    "the built-in template, as the input has no ConfigMap 'kubetask-agent' and nothing that names another";
  assert.deepEqual(await warned(aTask()), [`Warning: task/greet in namespace team: ${builtin}`]);
  assert.deepEqual(await warned(template, aTask(), aTask()), [
    "Warning: task/greet in namespace team is in the input more than once: the last one counts",
  ]);
  assert.deepEqual(await warned(template, aTask({}, { deletionTimestamp: "2025-01-18T10:00:00Z" })), [
    "Warning: task/greet in namespace team: it is being deleted, and creates no Jobs any more",
  ]);
  const started = { ...aTask(), status: { phase: "Running", startTime: "2025-01-18T10:00:00Z" } };
  assert.deepEqual(await warned(template, started), [
    "Warning: task/greet in namespace team: it has started, and what it was made from may have changed since",
  ]);
  const tekton: KubeObject = { apiVersion: "tekton.dev/v1", kind: "Task", metadata: { name: "build" } };
  const secret: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "token" } };
  assert.deepEqual(await warned(tekton, template, secret, secret, aTask()), [
    "Warning: Ignored, since no Job depends on it: Secret of v1, Task of tekton.dev/v1",
  ]);
});

Deno.test("what the API server would refuse ends it with one line that says where", async () => {
  const yaml = (...spec: string[]) => {
    const head = ["---", "apiVersion: kubetask.io/v1alpha1", "kind: Batch", "metadata: {name: update}"];
    const run = [
      "---",
      "apiVersion: kubetask.io/v1alpha1",
      "kind: BatchRun",
      "metadata: {name: run}",
      "spec: {batchRef: update}",
    ];
    return refusal(renderedText([...run, ...head, ...spec, ""].join("\n")));
  };
  const batch = 'Cannot read standard input: line 6: Batch "update": spec';
  assert.equal(await yaml(), `${batch}: invalid input: expected object, received undefined`);
  assert.equal(
    await yaml(
      "spec: {commonContext: [], variableContexts: [[], [{type: Repository, repository: {org: a, repo: b}}]]}",
    ),
    `${batch}.variableContexts[1][0].repository.branch: invalid input: expected string, received undefined`,
  );
  assert.match(
    await yaml("spec: {commonContext: [{type: File, file: {name: a, source: {}}}], variableContexts: []}"),
    /: spec\.commonContext\[0\]\.file\.source: exactly one of inline, configMapKeyRef and secretKeyRef must be set$/,
  );
  assert.match(
    await refusal(rendered([aTask({}, { name: "a\nb: c" })])),
    /^Cannot read .*: Task "a\\nb: c": metadata\.name: invalid/,
  );
  assert.match(await refusal(rendered([aTask({}, { namespace: "../x" })])), /: metadata\.namespace: invalid/);
  assert.equal(
    await refusal(rendered([aTask(), { ...template, data: { a: 1 } } as KubeObject])),
    'Cannot read standard input: line 1, item 2: ConfigMap "kubetask-agent": data.a: invalid input: expected string, received number',
  );
});

Deno.test("a snapshot that is none of ours is passed over, whatever is in it", async () => {
  for (const data of [undefined, null, 1, {}, { template: "x" }, { template: { key: "a", text: 1 } }]) {
    const revision = { apiVersion: "apps/v1", kind: "ControllerRevision", metadata: { name: "web-1" }, data };
    const { code, complaints } = await rendered([revision, template, aTask()]);
    assert.deepEqual([code, complaints], [0, []]);
  }
});

Deno.test("what nobody asked for is dropped, as the API server drops it", async () => {
  const odd = { ...aRepository("a"), colour: "red", file: null };
  const { text } = await rendered([
    template,
    { ...aTask(), spec: { contexts: [odd], agentTemplateRef: null } } as KubeObject,
  ]);
  assert.match(text, /'\[\{"type":"Repository","repository":\{"org":"myorg","repo":"a","branch":"main"\}\}\]'/);
});

Deno.test("the agent reads its contexts in the API server's order of keys, also from a file", async () => {
  const ref = { name: "notes", key: "today" };
  const { text } = await rendered([
    template,
    aTask({
      contexts: [{ type: "File", file: { name: "notes.md", source: { configMapKeyRef: ref } } }],
    }),
  ]);
  assert.match(text, /"source":\{"configMapKeyRef":\{"key":"today","name":"notes"\}\}/);
});

Deno.test("of two objects of one name the last one counts", async () => {
  const { text } = await rendered([template, aTask(), aConfigMap("kubetask-agent", { any: aTemplate("last") })]);
  assert.deepEqual(text.match(/image: .*/g), ["image: last"]);
});

Deno.test("what is twice in a Job is written twice, and not as an alias", async () => {
  const two = aTemplate("agent", { metadata: "{annotations: {kubetask.io/context-files: /files}}" })
    .replace("containers:", "initContainers: [{name: first, image: agent}]\n      containers:");
  const { text } = await rendered([aTask(), aConfigMap("kubetask-agent", { any: two })]);
  assert.deepEqual(text.match(/mountPath: .*/g), ["mountPath: /files", "mountPath: /files"]);
});

Deno.test("a terminal obeys nothing of what is said", async () => {
  const hostile = aTemplate("agent", { metadata: `{labels: {repo: '{{ fail "\\u001b[2J" }}'}}` });
  const { complaints } = await rendered([aTask(), aConfigMap("kubetask-agent", { any: hostile })]);
  assert.equal(complaints.length, 1);
  assert.doesNotMatch(complaints.join(), /\p{Cc}/u);
});

Deno.test("the image is that of the built-in template", async () => {
  const { text } = await rendered([aTask()], "--image=registry.example/agent:2");
  assert.deepEqual(text.match(/image: .*/g), ["image: registry.example/agent:2"]);
});

Deno.test("of many Jobs a few are held at a time", async () => {
  const { text, parts } = await rendered([template, aBatch(units(1_000)), aBatchRun()]);
  assert.equal(documentsIn(text).length, 1_000);
  assert.ok(parts.length >= text.length / 100_000, `${parts.length} parts`);
  assert.ok(parts.every((part) => part.length < 100_000));
});

Deno.test("the summary counts, measures and names, and prints no Job", async () => {
  const picky = aTemplate("agent", {
    job: `{{ if eq .Index 2 }}{{ fail "no" }}{{ end }}{{ if eq .Repository.Repo "service-3" }}parallelism: 2{{ end }}`,
  }).replace("env:", "envFrom: [{secretRef: {name: token}}]\n        env:");
  const secret = {
    type: "File" as const,
    file: { name: "key", source: { secretKeyRef: { name: "deploy-key", key: "k" } } },
  };
  const notes = {
    type: "File" as const,
    file: { name: "notes", source: { configMapKeyRef: { name: "notes", key: "k" } } },
  };
  const { code, text, complaints } = await rendered([
    aBatch(units(5), [secret, notes]),
    aBatchRun({ agentTemplateRef: { name: "claude" } }),
    aConfigMap("claude", { any: picky }),
  ], "--summary");
  assert.equal(code, 1);
  assert.equal(complaints.length, 1);
  const measured = text.replaceAll(/[\d,]+ of at most [\d,]+ (bytes|characters)/g, "N of at most N $1");
  assert.equal(
    measured,
    `batchrun/run in namespace team
  Template                  ConfigMap 'claude', key any, by agentTemplateRef of the BatchRun
  Tasks                     5 of at most 10,000
  Jobs                      4, and 1 that cannot be made
  Size of the template      N of at most N characters
  Size of the largest Job   N of at most N bytes: run-task-3
  Size of the status        N of at most N bytes, if all succeed
  ConfigMaps                notes
  Secrets                   deploy-key, token
  Differing Jobs            compared with the first one, apart from what each has of its own contexts
                            spec.parallelism: task 3
`,
  );
});

Deno.test("the summary tells which template, and why", async () => {
  const from = async (...objects: KubeObject[]) => {
    const { text } = await rendered([aTask(), ...objects], "--summary");
    return /^ {2}Template +(.*)$/m.exec(text)?.[1];
  };
  const claude = aConfigMap("claude", { any: aTemplate("claude") });
  assert.equal(await from(), "the built-in template");
  assert.equal(await from(template), "ConfigMap 'kubetask-agent', key any, by convention");
  assert.equal(
    await from(template, claude, aWorkspaceConfig("main", { name: "claude", key: "any" })),
    "ConfigMap 'claude', key any, by WorkspaceConfig 'main'",
  );
});
