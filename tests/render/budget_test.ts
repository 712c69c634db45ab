import assert from "node:assert/strict";
import { limits } from "../../render/budget.ts";
import { jobTemplate, renderJob } from "../../render/job.ts";
import { renderTemplate, TemplateError } from "../../render/template.ts";
import { hostileCases } from "./greedy/cases.ts";
import type { Hostile } from "./greedy/hostile.ts";
import { render, someVariables } from "./rendering.ts";

/** Where templates and Jobs are wrong: the file, the line, and for what runs the column. */
const place = /^(?:template: agent-template\.yaml:\d+:|agent-template\.yaml(?::\d+)?: )/;
/** No message is longer, whatever it names. */
const longest = 1100;

function messageOf({ template, variables }: Hostile): string {
  try {
    const rendered = renderJob(jobTemplate("agent-template.yaml", template), { ...someVariables, ...variables });
    return rendered.ok ? "made a Job" : rendered.message;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

for (const [what, cases] of Object.entries(hostileCases)) {
  Deno.test(`hostile ${what} end with a message that says where and why`, () => {
    for (const hostile of cases) {
      const message = messageOf(hostile);
      const { template, ends } = hostile;
      const shown = `${template.slice(0, 200)} … ${template.slice(-100)}\n${message}`;
      assert.match(message, place, shown);
      assert.ok(message.length < longest, shown);
      assert.ok(typeof ends === "string" ? message.endsWith(ends) : ends.test(message), shown);
    }
  });
}

Deno.test("there are more than 600 hostile cases, and no two are the same", () => {
  const all = Object.values(hostileCases).flat().map((hostile) => JSON.stringify(hostile));
  assert.ok(all.length > 600, String(all.length));
  assert.deepEqual(all.filter((one, i) => all.indexOf(one) !== i), []);
});

Deno.test("data that nests too deeply is handed to the template as an error, not read", () => {
  const json = "[".repeat(100_000) + "]".repeat(100_000);
  assert.equal(renderTemplate("{{fromJsonArray .json}}", { json }, { missingKey: "zero" }), "[exceeded max depth]");
});

const contexts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    type: "Repository",
    repository: { org: "acme", repo: `shop-${i}`, branch: "feature/some-longer-name" },
  }));

const job = (containers: string, annotations = "{}") =>
  `apiVersion: batch/v1
kind: Job
metadata:
  annotations: ${annotations}
spec:
  template:
    spec:
      containers: ${containers}
`;

Deno.test("a template as long as may be is rendered", () => {
  const start = job("[]", "\n    script: |\n");
  const line = "      echo one more line of a script: with a colon, a comma, and {braces}\n";
  const [before = "", after = ""] = start.split("script: |\n");
  const count = Math.floor((limits.template - start.length) / line.length);
  const template = `${before}script: |\n${line.repeat(count)}${after.replace(/^\n/, "")}`;
  assert.equal(render(template).metadata?.annotations?.["script"], line.trimStart().replace(/^/, "").repeat(count));
});

Deno.test("a prompt of 500,000 characters passes through quotes, JSON and blocks", () => {
  const inline = 'Some "words", and more of them.\n'.repeat(15_625);
  const Contexts = JSON.stringify([{ type: "File", file: { name: "task.md", source: { inline } } }]);
  const env = `
        - name: agent
          args:
            - '{{.Contexts}}'
          env: [{name: Q, value: {{(index (fromJsonArray .Contexts) 0).file.name | quote}}}]
`;
  assert.deepEqual(render(job(env), { Contexts }).spec?.template.spec?.containers[0]?.args, [Contexts]);
  const quoted = job("[]", "{a: {{.Contexts | quote}}}");
  assert.equal(render(quoted, { Contexts }).metadata?.annotations?.["a"], Contexts);
});

Deno.test("toYaml writes 200 KiB of contexts", () => {
  const Contexts = JSON.stringify(contexts(2_000));
  assert.ok(Contexts.length > 200 * 1024);
  const template = job("[]", "\n    a: |\n{{fromJsonArray .Contexts | toYaml | indent 6}}");
  const written = render(template, { Contexts }).metadata?.annotations?.["a"] ?? "";
  assert.equal(written.split("\n").length, 1 + 5 * 2_000);
});

Deno.test("a range over 5,000 contexts writes five lines for each", () => {
  const Contexts = JSON.stringify(contexts(5_000));
  const template = job(
    "[]",
    `
    a: |
      {{- range $i, $c := fromJsonArray .Contexts}}
      - {{$i}}
        org: {{.repository.org}}
        repo: {{.repository.repo}}
        branch: {{.repository.branch}}
        type: {{.type}}
      {{- end}}`,
  );
  const written = render(template, { Contexts }).metadata?.annotations?.["a"] ?? "";
  assert.equal(written.split("\n").length, 1 + 5 * 5_000);
});

Deno.test("a Job of 200 containers is rendered", () => {
  const template = job(`
        {{- range $i := until 200}}
        - name: agent-{{$i}}
          image: "registry.example/agent:{{$i}}"
          workingDir: /workspace
          args: ["--task", {{$.TaskID | quote}}, "--index", "{{$i}}"]
          env:
            {{- range $j := until 10}}
            - name: VARIABLE_{{$j}}
              value: {{printf "%s-%d" $.Name $j | quote}}
            {{- end}}
          resources: {limits: {cpu: 100m, memory: 256Mi}, requests: {cpu: 100m, memory: 256Mi}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        {{- end}}`);
  const containers = render(template).spec?.template.spec?.containers ?? [];
  assert.deepEqual([containers.length, containers[199]?.env?.length], [200, 10]);
});
