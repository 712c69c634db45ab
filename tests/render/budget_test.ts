import assert from "node:assert/strict";
import { limits } from "../../render/budget.ts";
import { parseTemplate, renderTemplate, TemplateError } from "../../render/template.ts";

/** Templates that would run, grow or nest without end. */
const greedy: readonly string[] = [
  "{{range 9999999999}}{{end}}",
  "{{range until 1000}}{{range until 1000}}{{end}}{{end}}",
  "{{until 999999999}}",
  '{{repeat 999999999 "x"}}',
  '{{range until 2000}}{{repeat 1000 "x"}}{{end}}',
  '{{$x := repeat 1000000 "x"}}{{range until 1000}}{{$y := upper $x}}{{end}}',
  '{{$x := repeat 1000 "x"}}{{replace "x" $x $x | replace "x" $x}}',
  '{{$x := repeat 1000 "a"}}{{join $x (splitList "" (repeat 10000 "b"))}}',
  '{{indent 1000000 "a\\nb"}}',
  '{{printf "%999999999d" 1}}',
  '{{printf "%.999999999f" 1.5}}',
  '{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}',
  '{{define "a"}}{{include "a" .}}{{end}}{{include "a" .}}',
  '{{define "a"}}{{tpl "{{include \\"a\\" .}}" .}}{{end}}{{include "a" .}}',
  '{{define "a"}}{{if lt (len .) 30}}{{template "a" (append . 1)}}{{template "a" (append . 1)}}{{end}}{{end}}{{template "a" list}}',
  '{{define "r"}}{{.}}{{.}}{{end}}{{$x := .name}}{{range until 40}}{{$x = include "r" $x}}{{end}}',
  '{{$d := dict}}{{$_ := set $d "a" $d}}{{$d}}',
  '{{$d := dict}}{{$_ := set $d "a" $d}}{{toJson $d}}',
  "{{$d := list 1}}{{range until 60}}{{$d = list $d $d}}{{end}}{{toYaml $d}}",
  "{{$d := list 1}}{{range until 60}}{{$d = list $d $d}}{{end}}{{has $d (list $d)}}",
  "{{seq 999999999}}",
  '{{wrapWith 1 "-" (repeat 1000000 "x")}}',
  '{{repeat 1000000 "aB" | snakecase}}',
  '{{splitn "" 999999 (repeat 1000000 "x")}}',
  '{{$d := dict}}{{$_ := set $d "a" $d}}{{merge $d $d}}',
  "{{$d := list 1}}{{range until 60}}{{$d = list $d $d}}{{end}}{{deepCopy $d}}",
  `{{mulf${" 1.23456789e-300".repeat(10_000)}}}`,
  "{{$l := until 10000}}{{range until 100}}{{$l = concat $l $l}}{{end}}",
];

Deno.test("a template that would not end is stopped, and the message says where and why", () => {
  for (const template of greedy) {
    assert.throws(
      () => renderTemplate(template, { name: "n" }, { missingKey: "zero" }),
      (error) => error instanceof TemplateError && /^template: template:1:\d+: .*exceeded/.test(error.message),
      template,
    );
  }
});

Deno.test("a template that is too long or nests too deeply is refused", () => {
  const depth = limits.depth + 1;
  for (
    const template of [
      "x".repeat(limits.template + 1),
      `{{${"(".repeat(depth)}1${")".repeat(depth)}}}`,
      "{{if 1}}".repeat(depth) + "{{end}}".repeat(depth),
    ]
  ) {
    assert.throws(() => parseTemplate("template", template), TemplateError);
  }
});

Deno.test("data that nests too deeply is handed to the template as an error, not read", () => {
  const json = "[".repeat(100_000) + "]".repeat(100_000);
  assert.equal(renderTemplate("{{fromJsonArray .json}}", { json }, { missingKey: "zero" }), "[exceeded max depth]");
});
