import assert from "node:assert/strict";
import { Forms } from "../../render/forms.ts";
import { type JobVariables, renderJob } from "../../render/job.ts";
import { Manuscript } from "../../render/placeholders.ts";
import { deferred } from "../../render/rope.ts";
import { parseTemplate } from "../../render/template.ts";
import type { Written } from "../../render/output.ts";
import { jobWith, someVariables } from "./rendering.ts";

/** The manuscript of a template that writes `parts`; those at odd places are values. */
function manuscript(...parts: string[]): Manuscript {
  const written = parts.flatMap((part, i): Written[] =>
    (i % 2 === 0 ? [part] : deferred(part).pieces).map((piece) => ({ piece, line: 1, literal: true }))
  );
  return new Manuscript(written);
}

Deno.test("manuscripts that differ in their values only are parsed once", () => {
  const forms = new Forms();
  const first = forms.read(manuscript("a: '", "x", "'"));
  assert.equal(forms.read(manuscript("a: '", "]: {", "'")), first);
  assert.notEqual(forms.read(manuscript("b: '", "x", "'")), first);
});

Deno.test("the form of a long manuscript is not kept", () => {
  const forms = new Forms();
  const read = () => forms.read(manuscript(`a: ${"x".repeat(16 * 1024)}`));
  assert.notEqual(read(), read());
});

Deno.test("a template that rendered other values before renders as if it had not", () => {
  const templates = [
    "labels: {a: '{{.Name}}', b: {{.BatchName}}}",
    "labels: { {{.Name | quote}}: x, {{.BatchName | toYaml}}: y, z: z}",
    'annotations: {x: &v "{{.Name}} and {{.BatchName | quote}}", y: *v}',
    "annotations:\n    x: |\n      {{.Name | nindent 6}}\n",
    "annotations: {{dict .Name .BatchName | toJson}}",
    "annotations: {x: '{{if eq .Name \"a\"}}{{.Name}}{{else}}{{.BatchName}}{{end}}'}",
    "annotations: {x: '{{.Index}}{{range fromJsonArray .Contexts}}{{.}}{{end}}'}",
    '{{.Name | quote}}: "\ue000\\ue000{{.BatchName}}"',
    'annotations: {x: "{{if eq .Name "a"}}\ue0000\ue000{{else}}{{.BatchName}}{{end}}"}',
    "annotations: {x: [{{.Name}}",
  ].map(jobWith);
  const values: Partial<JobVariables>[] = [
    { Name: "a", BatchName: "b", Contexts: "[]" },
    { Name: "b", BatchName: "a", Contexts: '["x","y"]' },
    { Name: "same", BatchName: "same", Contexts: '["]"]' },
    { Name: 'it\'s: {{.}}\n- "x" # $(HOME)', BatchName: "", Contexts: '["\\n- a","*b"]' },
    { Name: "\ue0000\ue000", BatchName: "\ue000\ue0001\ue000\ue000", Contexts: '["\ue000"]' },
    { Name: "1", BatchName: "null", Contexts: "[1]", Index: 7 },
  ];
  const unused = (text: string) => ({ template: parseTemplate("agent-template.yaml", text), forms: new Forms() });
  for (const text of templates) {
    const used = unused(text);
    for (const some of [...values, ...values.toReversed()]) {
      const variables = { ...someVariables, ...some };
      assert.deepEqual(renderJob(used, variables), renderJob(unused(text), variables), text);
    }
  }
});

Deno.test("two Jobs of one template share nothing that can be changed", () => {
  const template = {
    template: parseTemplate("t", jobWith('labels: &l {a: "b"}\n  annotations: *l')),
    forms: new Forms(),
  };
  const labels = () => {
    const rendered = renderJob(template, someVariables);
    assert.ok(rendered.ok);
    return [rendered.job.metadata?.labels, rendered.job.metadata?.annotations];
  };
  const all = [...labels(), ...labels()];
  assert.equal(new Set(all).size, 4);
});

Deno.test("a template full of the characters that mark placeholders is refused", () => {
  for (const character of ["\ue000", "\\ue000", "\\U0000E000"]) {
    const template = { template: parseTemplate("t", `a: "${character.repeat(17)}{{.Name}}"`), forms: new Forms() };
    assert.deepEqual(renderJob(template, someVariables), {
      ok: false,
      reason: "JobInvalid",
      message: "t: exceeded the limit of 16 characters U+E000",
    });
  }
});
