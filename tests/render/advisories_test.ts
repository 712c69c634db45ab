/** The classes of published advisories on operators that render templates, each as a law that holds here. */

import assert from "node:assert/strict";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { Job } from "../../reconcilers/kinds.ts";
import { renderTemplate } from "../../render/template.ts";
import { aBatch, aBatchRun, aConfigMap, aTemplate, units } from "../reconcilers/builders.ts";
import { World } from "../reconcilers/world.ts";
import { likePlaceholders, oddCharacters, podSpecs } from "./hostile/texts.ts";
import { annotationOf, jobWith, messageOf, render } from "./rendering.ts";

Deno.test("template re-evaluation: a value that is a template is written as it is, however often it is handed on", () => {
  const Name = '{{.Namespace}}{{fail "ran"}}{{`x`}}{{- /* */ -}}{{define "echo"}}ran{{end}}{{ "{{" }}';
  const echo = '{{define "echo"}}{{.}}{{end}}{{define "again"}}{{include "echo" (include "echo" .)}}{{end}}';
  const expressions = [
    ".Name",
    'include "again" .Name',
    'tpl "{{.Name}}" .',
    'tpl "{{tpl `{{.Name}}` .}}" .',
    'tpl (print "{{" ".Name}}") .',
    'printf "%s" .Name | toString',
    '(fromJson (dict "a" .Name | toJson)).a',
    '(fromYaml (dict "a" .Name | toYaml)).a',
    'regexReplaceAll "^.*$" .Name "${0}"',
    'join "" (splitList "|" .Name)',
  ];
  for (const expression of expressions) assert.equal(annotationOf(expression, Name, echo), Name, expression);
});

Deno.test("template re-evaluation: a Job's template cannot run a text that a value takes part in", () => {
  const texts = [
    ".Name",
    'printf "{{.Namespace}} %s" .Name',
    'include "echo" .Name',
    '"{{.}}" | replace "." .Name',
    "b64dec (b64enc .Name)",
    "index (fromJsonArray .Contexts) 0 | toJson",
    '.Name | default "{{.Namespace}}"',
  ];
  const refusal = "error calling tpl: the text holds a value, and values are never run as templates";
  for (const text of texts) {
    const message = messageOf(`{{define "echo"}}{{.}}{{end}}{{tpl (${text}) .}}`, { Name: "harmless" });
    assert.ok(message.endsWith(refusal), `${text}: ${message}`);
  }
  // So a prompt cannot write, by functions that change what they are given, text that would count as the template's.
  const Name = '{{$_ := set . "image" "a\\nsecurityContext: {privileged: true}"}}';
  assert.ok(messageOf('{{$d := dict "image" "own"}}{{tpl .Name $d}}image: {{$d.image}}', { Name }).endsWith(refusal));
  assert.equal(renderTemplate("{{tpl .name .}}", { name: "{{.a}}", a: "as Helm" }, { missingKey: "zero" }), "as Helm");
});

Deno.test("prototype access: nothing that JavaScript adds to objects is there for a template", () => {
  const names = ["__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "__defineGetter__"];
  for (const name of names) {
    assert.match(messageOf(`{{.${name}}}`), new RegExp(`can't evaluate field ${name} in type agent\\.Variables`));
    assert.match(messageOf(`{{.Repository.${name}}}`), /can't evaluate field/);
    assert.match(messageOf(`{{.Name.${name}}}`), /can't evaluate field/);
    assert.match(messageOf(`{{(semver "1.2.3").${name}}}`), /can't evaluate field/);
    assert.match(messageOf(`{{(dict).${name} 1}}`), /is not a method/);
    assert.match(messageOf(`{{include "${name}" .}}`), /no template/);
    assert.match(messageOf(`{{template "${name}"}}`), /not defined/);
    assert.throws(() => render(`{{$${name}}}`), /undefined variable/);
    if (name !== "toString") assert.throws(() => render(`{{${name} .Name}}`), /not defined/);

    const absent = [
      `(dict).${name}`,
      `index (dict) .Name`,
      `get (dict) .Name`,
      `index (fromJson "{}") .Name`,
      `index (fromYaml "a: 1") .Name`,
      `index (split "," "a,b") .Name`,
      `index (urlParse "http://a/b") .Name`,
      `pluck .Name (dict) (dict "a" 1) | join ","`,
      `dig .Name "" (dict)`,
      `pick (dict) .Name | keys | join ","`,
      `regexReplaceAll "(?P<a>.)" "x" "\${${name}}"`,
      `ternary "there" "" (hasKey (dict) .Name)`,
    ];
    for (const expression of absent) assert.equal(annotationOf(expression, name), "", expression);
  }
});

Deno.test("prototype access: such a name is an ordinary key, and changes no other object", () => {
  for (const name of ["__proto__", "constructor", "prototype", "hasOwnProperty"]) {
    const made = [
      "dict .Name $inner",
      "set (dict) .Name $inner",
      "merge (dict) (dict .Name $inner)",
      "mergeOverwrite (dict .Name (dict)) (dict .Name $inner)",
      "fromJson (dict .Name $inner | toJson)",
      "fromYaml (dict .Name $inner | toYaml)",
      "deepCopy (dict .Name $inner)",
      "pick (dict .Name $inner) .Name",
      `fromJson \`{"${name}": {"polluted": "yes"}}\``,
    ];
    for (const expression of made) {
      for (const encode of ["toJson", "toYaml | nindent 8", "toPrettyJson | nindent 8"]) {
        const template = `{{$inner := dict "polluted" "yes"}}${jobWith("name: x")}
      nodeSelector: {{${expression} | ${encode}}}
      overhead: {<<: {{${expression} | toJson}}, a: "{{(dict).polluted}}{{index (dict "b" 1) "polluted"}}"}
`;
        const pod = render(template, { Name: name });
        const { nodeSelector, overhead } = pod.spec?.template.spec ?? {};
        assert.deepEqual(Object.entries(nodeSelector ?? {}), [[name, { polluted: "yes" }]], expression);
        assert.deepEqual(Object.entries(overhead ?? {}).sort(), [[name, { polluted: "yes" }], ["a", ""]].sort());
        assert.equal(Object.getPrototypeOf(nodeSelector), Object.prototype);
      }
    }
  }
  assert.equal(Reflect.get({}, "polluted"), undefined);
});

Deno.test("pod spec patches: a value that is YAML or JSON of a pod spec stays a text wherever it is put", () => {
  const places = [
    "{{.Name}}",
    "'{{.Name}}'",
    '"{{.Name}}"',
    "{{.Name | quote}}",
    "{{.Name | squote}}",
    "{{.Name | toJson}}",
    "{{.Name | toYaml}}",
    "{{.Name | toYaml | nindent 12}}",
    "{{.Name | nindent 12}}",
    "|-\n            {{.Name}}",
    "|\n{{.Name | indent 12}}",
    ">-\n            {{.Name}}",
    "{{.Name}} # {{.Name}}",
    "# {{.Name}}\n            {{.Name}}",
  ];
  for (const place of places) {
    const template = `apiVersion: batch/v1
kind: Job
spec:
  template:
    spec: &pod
      containers:
        - name: agent
          image: ${place}
          args: [{a: {{.Name}}, b: '{{.Name}}', c: "{{.Name}}"}, {{dict "d" .Name | toJson}}]
          env:
            {{- range list .Name "own"}}
            - {name: "{{.}}", value: '{{. | toJson}}'}
            {{- end}}
      restartPolicy: Never
`;
    const pod = (Name: string) => render(template, { Name }).spec?.template.spec;
    for (const escape of podSpecs) {
      const shape = (value: unknown) => JSON.stringify(value, (_, part) => typeof part === "string" ? "text" : part);
      assert.equal(shape(pod(escape)), shape(pod("harmless")), `${place}: ${escape}`);
      assert.equal(pod(escape)?.containers[0]?.image?.trimEnd(), escape.trimEnd(), place);
      assert.equal(pod(escape)?.restartPolicy, "Never");
    }
  }
});

Deno.test("pod spec patches: no value makes what stands beside it go away", () => {
  for (const Name of [...oddCharacters, ...likePlaceholders]) {
    for (const made of ['dict "runAsNonRoot" true "note" .Name', 'dict "runAsNonRoot" true .Name .Name']) {
      for (const encode of ["toJson", "toYaml | nindent 8", "toPrettyJson | nindent 8"]) {
        const template = `${jobWith("name: x")}      securityContext: {{${made} | ${encode}}}\n`;
        const securityContext = render(template, { Name }).spec?.template.spec?.securityContext;
        const key = made.includes("note") ? "note" : Name;
        assert.deepEqual(securityContext, { runAsNonRoot: true, [key]: Name }, encode);
      }
    }
  }
});

Deno.test("pod spec patches: a value that is a JSON Pointer, a path or a list of arguments stays one text", () => {
  for (
    const Name of ["/spec/template/spec/hostNetwork", "../../etc", "a b", "--privileged", "-", "- a\n- b", "[a, b]"]
  ) {
    const template = `${jobWith("name: x")}      tolerations: [{{.Name}}, {{.Name | quote}}, "{{.Name}}"]\n`;
    assert.deepEqual(render(template, { Name }).spec?.template.spec?.tolerations, [Name, Name, Name]);
  }
});

Deno.test("hijack: whose a Job is, where it is and whether it can be deleted is not the template's to say", () => {
  const ours = jobOf({});
  const metadata = {
    name: "mine",
    generateName: "mine-",
    namespace: "kube-system",
    uid: "mine",
    resourceVersion: "1",
    generation: 7,
    creationTimestamp: "2001-01-01T00:00:00Z",
    deletionTimestamp: "2001-01-01T00:00:00Z",
    deletionGracePeriodSeconds: 0,
    selfLink: "/apis",
    managedFields: [{ manager: "mine" }],
    finalizers: ["example.com/forever", "kubetask.io/outcome", "orphan", "foregroundDeletion"],
    ownerReferences: [{ apiVersion: "v1", kind: "Node", name: "node", uid: "1", controller: true }],
    labels: {
      "app.kubernetes.io/managed-by": "{{.Name}}",
      "kubetask.io/batch": "mine",
      "kubetask.io/batchrun": "mine",
      "kubetask.io/task": "mine",
    },
    annotations: { "kubetask.io/index": "99" },
  };
  assert.deepEqual(jobOf(metadata), ours);
  // Written by values, it is no different.
  const keys = Object.entries(metadata).map(([key, value]) =>
    `"${key}" (fromJson \`{"a": ${JSON.stringify(value)}}\`).a`
  );
  assert.deepEqual(jobOf(`{{dict ${keys.join(" ")} | toJson}}`), ours);
});

Deno.test("hijack: a template cannot say how its Job went", () => {
  const status = '\nstatus: {succeeded: 1, conditions: [{type: Complete, status: "True"}]}';
  const { status: _, ...ours } = jobOf({});
  const world = worldOf(aTemplate("agent") + status);
  assert.deepEqual(world.get(Job, "run-task-0"), ours);
});

function jobOf(metadata: object | string): Job {
  const text = typeof metadata === "string" ? metadata : JSON.stringify(metadata);
  return worldOf(aTemplate("agent", { metadata: text })).get(Job, "run-task-0");
}

function worldOf(template: string): World {
  const world = new World(
    aBatch(units(1)),
    aBatchRun(),
    aConfigMap("kubetask-agent", { "agent-template.yaml": template }),
  );
  world.settle(batchRun, "run");
  return world;
}
