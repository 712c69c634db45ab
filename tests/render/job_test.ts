import assert from "node:assert/strict";
import { builtinTemplate } from "../../render/builtin_template.ts";
import { jobTemplate, renderJob } from "../../render/job.ts";
import { TemplateError } from "../../render/template.ts";
import { basicTemplate, exampleTemplate, geminiTemplate } from "./documented_templates.ts";
import { jobWith, messageOf, render, someVariables } from "./rendering.ts";

Deno.test("the document's basic template renders word for word", () => {
  assert.deepEqual(render(basicTemplate), {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "deps-1-task-3",
      namespace: "team",
      labels: { "kubetask.io/batch": "deps", "kubetask.io/batchrun": "deps-1" },
    },
    spec: {
      template: {
        spec: {
          serviceAccountName: "kubetask-agent",
          containers: [{
            name: "agent",
            image: "ghcr.io/myorg/claude-agent:v1.2.3",
            env: [
              { name: "TASK_CONTEXTS", value: someVariables.Contexts },
              {
                name: "ANTHROPIC_API_KEY",
                valueFrom: { secretKeyRef: { name: "claude-credentials", key: "api-key" } },
              },
            ],
            volumeMounts: [{ name: "workspace", mountPath: "/workspace" }],
          }],
          volumes: [{ name: "workspace", persistentVolumeClaim: { claimName: "kubetask-workspace" } }],
          restartPolicy: "Never",
        },
      },
    },
  });
});

Deno.test("the document's other templates render", () => {
  const gemini = render(geminiTemplate);
  assert.deepEqual(gemini.metadata, { name: "deps-1-task-3", labels: { "kubetask.io/agent": "gemini" } });
  assert.equal(gemini.spec?.template.spec?.containers[0]?.env?.[0]?.value, someVariables.Contexts);
  const example = render(exampleTemplate);
  assert.deepEqual(example.metadata?.labels, { "kubetask.io/batch": "deps", "kubetask.io/batchrun": "deps-1" });
  assert.equal(example.spec?.template.spec?.containers[0]?.env?.[0]?.value, someVariables.Contexts);
});

Deno.test("the built-in template runs without any set-up", () => {
  const { spec, metadata } = render(builtinTemplate);
  const pod = spec?.template.spec;
  assert.equal(metadata?.name, "deps-1-task-3");
  assert.equal(pod?.serviceAccountName, undefined);
  assert.equal(pod?.restartPolicy, "Never");
  assert.deepEqual(pod?.volumes, [{ name: "workspace", emptyDir: {} }]);
  assert.equal(pod?.containers[0]?.env?.[0]?.value, someVariables.Contexts);
});

Deno.test("a plain scalar that is one value keeps the value's type", () => {
  const strings = ["true", "123", "", "null", "~", "0x10", "2024-01-01", "yes", "1e3", "<<"];
  for (const BatchName of strings) {
    assert.equal(
      render(jobWith("annotations: {a: {{.BatchName}}}"), { BatchName }).metadata?.annotations?.["a"],
      BatchName,
    );
  }
  assert.equal(render(`${jobWith("")}  parallelism: {{.Index}}\n`).spec?.parallelism, 3);
});

Deno.test("contexts become a list through fromJsonArray and toYaml", () => {
  const template = jobWith("").replace(
    "containers: []",
    "nodeSelector: {}\n      containers:\n      {{- fromJsonArray .Contexts | toYaml | nindent 6 }}",
  );
  const Contexts = JSON.stringify([{ name: 'it\'s: "odd"\n- x', args: ["# no", "{{.}}", "$(HOME)"] }, {
    name: "yes",
    image: "*a",
  }]);
  assert.deepEqual(render(template, { Contexts }).spec?.template.spec?.containers, [
    { args: ["# no", "{{.}}", "$$(HOME)"], name: 'it\'s: "odd"\n- x' },
    { image: "*a", name: "yes" },
  ]);
});

Deno.test("an unknown variable is refused with its place and the variables there are", () => {
  assert.deepEqual(renderJob(jobTemplate("agent-template.yaml", "a: 1\nb: {{.Foo}}"), someVariables), {
    ok: false,
    reason: "TemplateInvalid",
    message:
      'template: agent-template.yaml:2:5: executing "agent-template.yaml" at <.Foo>: can\'t evaluate field Foo in type agent.Variables ' +
      "(there are .TaskID, .BatchName, .BatchRunName, .Namespace, .Contexts, .Name, .Index, .Repository)",
  });
});

Deno.test("an unknown function is refused when the template is read, even in dead code", () => {
  assert.throws(
    () => jobTemplate("agent-template.yaml", "a: 1\n{{if false}}{{foo 1}}{{end}}"),
    (error) => {
      assert.ok(error instanceof TemplateError);
      assert.equal(error.message, 'template: agent-template.yaml:2: function "foo" not defined');
      assert.deepEqual([error.template, error.line, error.column], ["agent-template.yaml", 2, 14]);
      return true;
    },
  );
});

Deno.test("what is not one Job is refused with the place", () => {
  const cases: [template: string, message: string][] = [
    ["", "agent-template.yaml: must make exactly one YAML document, makes 0"],
    ["a: 1\n---\nb: 2", "agent-template.yaml: must make exactly one YAML document, makes 2"],
    ["- a", "agent-template.yaml: must be a mapping"],
    ["{{.Name}}", "agent-template.yaml: must be a mapping"],
    ["apiVersion: v1\nkind: Job", "agent-template.yaml: apiVersion: must be batch/v1"],
    ["apiVersion: batch/v1\nkind: CronJob", "agent-template.yaml: kind: must be Job"],
    ["apiVersion: batch/v1\nkind: Job", "agent-template.yaml: spec: must be a mapping"],
    [
      "apiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {containers: 3}}}",
      "agent-template.yaml: spec.template.spec.containers: must be a list of mappings",
    ],
    [
      jobWith("labels: {a: yes}"),
      "agent-template.yaml: metadata.labels: every value must be a string; put it in quotes",
    ],
    ["a: 1\n\n\na: 2", "agent-template.yaml:4: key appears twice in a mapping"],
    ["{{- /* one\ntwo */}}\na: &x 1\nb: [", "agent-template.yaml:4: "],
    ["{{range until 3}}\n{{end}}\na: *x", "agent-template.yaml:3: alias without an anchor before it"],
    ["{{.Name}}: 1", "agent-template.yaml:1: a value cannot be the key of a mapping"],
  ];
  for (const [template, message] of cases) {
    assert.ok(messageOf(template).startsWith(message), `${template}: ${messageOf(template)}`);
  }
});

Deno.test("a message never holds a value", () => {
  const secret = "hunter2";
  const templates = [
    "{{fail .Name}}",
    '{{fail (printf "bad %s" .Name)}}',
    "{{required .Name nil}}",
    "{{index .Name 99}}",
    "{{range .Name}}{{end}}",
    "{{template .Name}}",
    "{{.Name.Foo}}",
    "{{lt .Name 1}}",
    "{{include .Name .}}",
    "{{until .Name}}",
    "{{tpl .Name .}}: [",
    "&{{.Name}} a: *{{.Name}}",
    "a: !{{.Name}} x",
    "a: [ {{.Name}}",
    "{{.Name}}: 1",
    "{{div 1 .Name}}",
    "a: '{{.Name}}' b",
    "{{substr 5 200 .Name}}{{substr -1 200 .Name}}",
  ];
  for (const template of templates) {
    let message;
    try {
      message = messageOf(template, { Name: secret });
    } catch (error) {
      assert.ok(error instanceof TemplateError);
      message = error.message;
    }
    assert.ok(!message.includes(secret), message);
  }
});

Deno.test("YAML reads as kubectl reads it", () => {
  const template = `
apiVersion: batch/v1
kind: Job
metadata: {labels: &labels {a: "x"}, annotations: {<<: *labels, date: 2024-01-01, b: "no"}}
spec:
  suspend: on
  template:
    spec:
      containers: []
      volumes: [{name: a, secret: {defaultMode: 0644}}]
`;
  const job = render(template);
  assert.deepEqual(job.metadata, { labels: { a: "x" }, annotations: { a: "x", date: "2024-01-01", b: "no" } });
  assert.equal(job.spec?.suspend, true);
  assert.deepEqual(job.spec?.template.spec?.volumes, [{ name: "a", secret: { defaultMode: 420 } }]);
});

Deno.test("a key named __proto__ is an ordinary key", () => {
  const annotations = render(jobWith('annotations: {__proto__: "x", constructor: "y"}')).metadata?.annotations;
  assert.deepEqual(Object.entries(annotations ?? {}), [["__proto__", "x"], ["constructor", "y"]]);
  assert.equal(Object.getPrototypeOf(annotations), Object.prototype);
});
