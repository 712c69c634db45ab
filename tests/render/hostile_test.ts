import assert from "node:assert/strict";
import fc from "fast-check";
import { Budget } from "../../render/budget.ts";
import { builtinTemplate } from "../../render/builtin_template.ts";
import { jobTemplate, renderJob } from "../../render/job.ts";
import { deferred, flat } from "../../render/rope.ts";
import { int, List } from "../../render/value.ts";
import { toYaml } from "../../render/notation/yaml_writer.ts";
import { basicTemplate, exampleTemplate, geminiTemplate } from "./documented_templates.ts";
import { assertTelling, check } from "./hostile/property.ts";
import { hostileText as hostile } from "./hostile/values.ts";
import { expand } from "./kubernetes_expansion.ts";
import { jobWith, render, someVariables } from "./rendering.ts";

const goJson = (text: string) =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const space = "[\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const goTrim = (text: string) => text.replace(new RegExp(`^${space}+`), "").replace(new RegExp(`${space}+$`), "");

const yamlOf = (name: string) => {
  return flat(toYaml(new List([deferred(name), int(1)]), { budget: new Budget(), trustsValues: false }) ?? "");
};

/** One way to use `.Name` in a template, as the value of a key at four columns, and what is meant by it. */
const uses: readonly [yaml: string, meant: (name: string) => unknown][] = [
  ["{{.Name}}", (name) => name],
  ["{{.Name}} # {{.Name}}", (name) => name],
  ["'{{.Name}}'", (name) => name],
  ['"{{.Name}}"', (name) => name],
  ["a {{.Name}} b", (name) => `a ${name} b`],
  ["'a {{.Name}} b'", (name) => `a ${name} b`],
  ['"a {{.Name}} b\\n"', (name) => `a ${name} b\n`],
  ["{{.Name}}{{.Name}}", (name) => name + name],
  ["|\n      {{.Name}}", (name) => `${name}\n`],
  ["|-\n      {{.Name}}", (name) => name],
  ["|\n{{.Name | indent 6}}", (name) => `${name}\n`],
  ["|-\n      a\n      b: {{.Name}}\n        # {{.Name}}", (name) => `a\nb: ${name}\n  # ${name}`],
  ["|-\n      a:{{.Name | nindent 8}}", (name) => `a:\n  ${name.replaceAll("\n", "\n  ")}`],
  [">-\n      a\n      {{.Name}}", (name) => `a ${name}`],
  ["{{.Name | quote}}", (name) => name],
  ["{{.Name | squote}}", (name) => name],
  ["{{.Name | toJson}}", (name) => name],
  ["{{.Name | toRawJson}}", (name) => name],
  ["'{{.Name | toJson}}'", goJson],
  ["|-\n      {{.Name | toJson}}", goJson],
  ["echo {{.Name | toJson}}", (name) => `echo ${goJson(name)}`],
  ['"{{.Name | toJson | trimAll "\\""}}"', (name) => name],
  ["[a, {{.Name}}, '{{.Name}}', {{.Name | quote}}, {{.Name | toJson}}]", (name) => ["a", name, name, name, name]],
  ["{a: {{.Name}}, b: {{list .Name 1 | toJson}}}", (name) => ({ a: name, b: [name, 1] })],
  ['{{dict "k" .Name "l" (list .Name) | toYaml | nindent 6}}', (name) => ({ k: name, l: [name] })],
  ['{{dict .Name "v" | toJson}}', (name) => Object.fromEntries([[name, "v"]])],
  ['{{dict .Name "v" | toYaml | nindent 6}}', (name) => Object.fromEntries([[name, "v"]])],
  ["{{list .Name .Name | toPrettyJson | nindent 6}}", (name) => [name, name]],
  ['{{.Name | default "none"}}', (name) => name === "" ? "none" : name],
  ['{{ternary .Name "x" true}}', (name) => name],
  ['{{printf "%s/%s" .Name .Namespace}}', (name) => `${name}/team`],
  ['"{{printf "%s" .Name}}"', (name) => name],
  ['{{printf "%q" .Name}}', (name) => name],
  ['{{printf "%q" "own"}}', () => "own"],
  ['{{printf "%c" (int "58")}}', () => ":"],
  ["|-\n{{list .Name 1 | toYaml | indent 6}}", yamlOf],
  ["|-\n      a:\n{{list .Name 1 | toYaml | indent 8}}", (name) => `a:\n  ${yamlOf(name).replaceAll("\n", "\n  ")}`],
  ['{{print .Name "-x"}}', (name) => `${name}-x`],
  ['{{.Name | replace "a" "\\n- b"}}', (name) => name.replaceAll("a", "\n- b")],
  ["{{.Name | trim}}", goTrim],
  ['{{include "echo" .}}', (name) => `<${name}>`],
  ['{{include "echo" . | quote}}', (name) => `<${name}>`],
  ['{{tpl "{{.Name}}" .}}', (name) => name],
  ['{{(fromJson (dict "a" .Name | toJson)).a}}', (name) => name],
  ['{{join "," (list .Name "b")}}', (name) => `${name},b`],
  ["{{$x := .Name}}{{with $x}}{{.}}{{else}}''{{end}}", (name) => name],
  ["&anchor {{.Name}}\n    alias: *anchor", (name) => name],
  ["!!str {{.Name}}", (name) => name],
  ["{{chunk 1 (list .Name 1 .Name) | toJson}}", (name) => [[name], [1], [name]]],
  ['{{merge (dict "a" "own") (dict "a" .Name "b" .Name) | toYaml | nindent 6}}', (name) => ({ a: "own", b: name })],
  ['{{mergeOverwrite (dict "a" "own") (dict "a" .Name) | toJson}}', (name) => ({ a: name })],
  ["{{dict .Name (list .Name) | deepCopy | toJson}}", (name) => Object.fromEntries([[name, [name]]])],
  ['{{dig "a" "b" "none" (dict "a" (dict "b" .Name))}}', (name) => name],
  ['"{{dig "a" .Name (dict)}}"', (name) => name],
  ['{{pluck "a" (dict "a" .Name) | first}}', (name) => name],
  ["{{toStrings (list .Name 1) | toJson}}", (name) => [name, "1"]],
  ['{ {{(split "/" "a/b")._1}}: {{plural .Name "x" 1 | quote}} }', (name) => ({ b: name })],
  ["{{cat .Name 1}}", (name) => `${name} 1`],
  [`'{{cat "own" .Name}}'`, (name) => `own ${name}`],
  ["{{.Name | b32enc | b32dec}}", (name) => name.toWellFormed()],
  ['"{{wrapWith 100000 "," .Name}}"', (name) => name.toWellFormed()],
  ["{{b64enc .Namespace}}{{len .Namespace}}", () => "dGVhbQ==4"],
  ['{{printf "%c" (list (int "58"))}}', () => "[:]"],
];

const runs = { numRuns: 60 };

Deno.test("a value is never syntax, and arrives byte for byte", () => {
  for (const [yaml, meant] of uses) {
    const template = jobTemplate(
      "agent-template.yaml",
      `{{- define "echo"}}<{{.Name}}>{{end -}}
apiVersion: batch/v1
kind: Job # {{.Name}}
spec:
  template:
    spec: {containers: []}
  use:
    value: ${yaml}
    behind: here
`,
    );
    fc.assert(
      fc.property(hostile, (Name) => {
        const rendered = renderJob(template, { ...someVariables, Name });
        const aliased = yaml.startsWith("&") ? { alias: Name } : {};
        assert.deepEqual(rendered, {
          ok: true,
          job: {
            apiVersion: "batch/v1",
            kind: "Job",
            spec: {
              template: { spec: { containers: [] } },
              use: { value: meant(Name), ...aliased, behind: "here" },
            },
          },
        }, yaml);
      }),
      runs,
    );
  }
});

Deno.test("in generated templates too, hostile values change nothing but the inside of texts", () => {
  const pairs = 3000;
  assertTelling(check(20_251_123, pairs), pairs);
});

Deno.test("what is cut off an encoded value is missing from it", () => {
  const cuts = [
    '{{print "x-" .Name | toYaml | trimPrefix "x-"}}',
    '{{print .Name "-x" | toYaml | trimSuffix "-x"}}',
    '"{{print "x-" .Name | quote | trimAll `"` | trimPrefix "x-"}}"',
    '{{print .Name "-x" | toJson | trimSuffix `-x"`}}"',
  ];
  for (const cut of cuts) {
    for (const Name of ["word", "true", "12", ""]) {
      assert.equal(render(jobWith(`annotations: {a: ${cut}}`), { Name }).metadata?.annotations?.["a"], Name, cut);
    }
  }
});

Deno.test("hostile values leave the documented templates' Jobs as they are", () => {
  for (const template of [basicTemplate, geminiTemplate, exampleTemplate, builtinTemplate]) {
    const harmless = JSON.stringify(
      render(template, { TaskID: "T", Namespace: "N", BatchName: "B", BatchRunName: "R", Contexts: "C" }),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (TaskID, BatchName, Contexts) => {
        const job = render(template, { TaskID, Namespace: TaskID, BatchName, BatchRunName: TaskID, Contexts });
        const marked = new Map([["T", TaskID], ["N", TaskID], ["B", BatchName], ["R", TaskID], ["C", Contexts]]);
        const meant = JSON.parse(harmless, (key, value) => {
          const text = marked.get(value) ?? value;
          // In the environment, where Kubernetes would expand it.
          return key === "value" ? text.replaceAll("$", "$$$$") : text;
        });
        assert.deepEqual(job, meant);
      }),
      { numRuns: 500 },
    );
  }
});

Deno.test("what reaches the container is the value, after Kubernetes expanded it", () => {
  const environment = new Map([["HOME", "/home/agent"], ["A", "value"]]);
  const uses: readonly [own: string, expanded: string][] = [
    ["@", "@"],
    ["$(HOME)/@", "/home/agent/@"],
    ["@$(HOME)@", "@/home/agent@"],
    ["$@", "$@"],
    ["$$@", "$@"],
    ["$$$@", "$$@"],
    ["$(@)", "$(@)"],
    ["echo $(cat @) $(A)", "echo $(cat @) value"],
    ["$(nope) @ $(A", "$(nope) @ $(A"],
    ["$(@", "$(@"],
    ["@)$(A)", "@)value"],
    ["$(A@A)$(A)", "$(A@A)value"],
  ];
  for (const [own, expanded] of uses) {
    const text = JSON.stringify(own.replaceAll("@", "{{.Name}}"));
    const template = `apiVersion: batch/v1
kind: Job
spec:
  template:
    spec:
      initContainers:
        - {name: init, command: [${text}], startupProbe: {exec: {command: [a, ${text}]}}}
      containers:
        - name: agent
          args: [a, ${text}]
          env: [{name: X, value: ${text}}, {name: Y, valueFrom: {fieldRef: {fieldPath: ${text}}}}]
          volumeMounts: [{name: ${text}, mountPath: ${text}, subPath: ${text}}, {subPathExpr: ${text}}]
          livenessProbe: {exec: {command: [${text}]}}
          readinessProbe: {exec: {command: [${text}]}, httpGet: {path: ${text}}}
          lifecycle: {postStart: {exec: {command: [${text}]}}, preStop: {exec: {command: [${text}]}}}
          workingDir: ${text}
`;
    fc.assert(
      fc.property(hostile, (Name) => {
        const pod = render(template, { Name }).spec?.template.spec;
        const [agent] = pod?.containers ?? [];
        const [init] = pod?.initContainers ?? [];
        const [mount, expandedMount] = agent?.volumeMounts ?? [];
        const places = {
          expanded: [
            agent?.args?.[1],
            agent?.env?.[0]?.value,
            agent?.livenessProbe?.exec?.command?.[0],
            agent?.readinessProbe?.exec?.command?.[0],
            expandedMount?.subPathExpr,
            init?.command?.[0],
            init?.startupProbe?.exec?.command?.[1],
          ],
          asTheyAre: [
            agent?.env?.[1]?.valueFrom?.fieldRef?.fieldPath,
            agent?.lifecycle?.postStart?.exec?.command?.[0],
            agent?.lifecycle?.preStop?.exec?.command?.[0],
            agent?.readinessProbe?.httpGet?.path,
            agent?.workingDir,
            mount?.name,
            mount?.mountPath,
            mount?.subPath,
          ],
        };
        const meant = expanded.replaceAll("@", () => Name);
        for (const text of places.expanded) assert.equal(expand(text ?? "", environment), meant);
        for (const text of places.asTheyAre) assert.equal(text, own.replaceAll("@", () => Name));
      }),
      { numRuns: 150 },
    );
  }
});

Deno.test("a prompt reaches the container byte for byte", () => {
  const inline = 'Don\'t stop: "50 % off", $(HOME) $$ ünï 日本 {{.X}}\n';
  const Contexts = JSON.stringify([{ type: "File", file: { name: "task.md", source: { inline } } }]);
  for (const template of [basicTemplate, geminiTemplate, exampleTemplate, builtinTemplate]) {
    const value = render(template, { Contexts }).spec?.template.spec?.containers[0]?.env?.[0]?.value ?? "";
    const seen = JSON.parse(expand(value, new Map([["HOME", "/home/agent"]])));
    assert.equal(seen[0].file.source.inline, inline);
  }
});

Deno.test("template text that looks like a placeholder is only text", () => {
  for (const own of ["\ue0000\ue000", "\ue0010\ue001"]) {
    assert.equal(render(`${jobOf(own)}`).metadata?.annotations?.["a"], `${own} deps-1`);
  }
  const escaped = jobOf('"\\ue0000\\ue000 {{.Name}}"').replace(" {{.Name}}\n", "\n");
  assert.equal(render(escaped).metadata?.annotations?.["a"], "\ue0000\ue000 deps-1");
});

function jobOf(own: string): string {
  return `apiVersion: batch/v1
kind: Job
metadata:
  annotations:
    a: ${own} {{.Name}}
spec: {template: {spec: {containers: []}}}
`;
}
