import assert from "node:assert/strict";
import { renderTemplate } from "../../render/template.ts";
import { readYaml } from "../../render/notation/yaml.ts";
import { likePlaceholders, oddCharacters, podSpecs } from "./hostile/texts.ts";
import { annotationOf, jobWith, messageOf, render } from "./rendering.ts";

Deno.test("YAML tags make nothing: not in templates, and not in values that templates decode", () => {
  const tagged = [
    '!!js/function "function () { return 1 }"',
    "!!js/regexp /a/",
    "!!js/undefined ''",
    "!!python/object/apply:os.system [ls]",
    "!!python/name:os.system ''",
    "!ruby/object:Gem::Installer {i: x}",
    "!!binary aGk=",
    "!!timestamp x",
    "!!set {a, b}",
    "!!omap [a: 1]",
    "!!pairs [a: 1]",
    "!Ref a",
    "!<tag:yaml.org,2002:js/function> a",
  ];
  for (const text of tagged) {
    assert.match(messageOf(jobWith(`annotations: {a: ${text}}`)), /tag/, text);
    assert.equal(annotationOf(".Name", text), text);
    const decoded = renderTemplate("{{fromYaml .name | toJson}}", { name: `a: ${text}` }, { missingKey: "zero" });
    assert.match(decoded, /^\{"Error":"error converting YAML to JSON: unsupported tag/, text);
  }
  for (const tag of ["!!int", "!!bool", "!!null", "!!float", "!!map", "!!seq", "!!binary", "!own"]) {
    assert.match(messageOf(jobWith(`annotations: {a: ${tag} {{.Name}}}`), { Name: "1" }), /unsupported tag on a value/);
  }
});

Deno.test("aliases and merge keys in a value refer to nothing", () => {
  for (const Name of ["*own", "<<: *own", "<<", "&own x", "*", "&"]) {
    const template = `${
      jobWith("annotations: &own {b: c}")
    }      nodeSelector: {a: {{.Name}}, {{.Name | quote}}: '{{.Name}}', e: *own}
      overhead: {{dict .Name (list .Name) | toYaml | nindent 8}}
`;
    const { nodeSelector, overhead } = render(template, { Name }).spec?.template.spec ?? {};
    assert.deepEqual([nodeSelector, overhead], [{ a: Name, [Name]: Name, e: { b: "c" } }, { [Name]: [Name] }]);
  }
  // Such a key, used as an argument, would bring `$(HOME)` past the doubling of dollars.
  const anchored = jobWith("annotations: {&key {{.Name | quote}}: a}").replace("[]", "[{args: [*key]}]");
  assert.match(messageOf(anchored, { Name: "$(HOME)" }), /:4: anchor on a key with a value in it$/);

  const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
  const bomb = ["a0: &a0 x", ...levels].join("\n");
  assert.match(annotationOf("fromYaml .Name | toJson", bomb) ?? "", /document has more than 100000 nodes/);
});

Deno.test("odd characters, and what looks like a placeholder, arrive as they are in every kind of scalar", () => {
  const places = [
    "{{.Name}}",
    "'{{.Name}}'",
    '"{{.Name}}"',
    '"{{.BatchName}}{{.Name}}{{.BatchName}}"',
    "{{.Name | quote}}",
    "{{.Name | toJson}}",
    "{{.Name | toYaml}}",
    "|-\n      {{.Name}}",
    ">-\n      {{.Name}}",
    "{{list .Name | toJson | fromJsonArray | first}}",
  ];
  const names = [...oddCharacters, ...likePlaceholders].flatMap((
    text,
  ) => [text, `a${text}b`, `${text} #${text}: ${text}`]);
  for (const place of places) {
    for (const Name of names) {
      const job = render(jobWith(`annotations:\n    a: ${place}\n    b: own`), { Name, BatchName: "" });
      assert.deepEqual(job.metadata?.annotations, { a: Name, b: "own" }, place);
    }
  }
});

Deno.test("odd characters in a value that a template decodes as YAML are data or an error, never a crash", () => {
  for (const text of [...oddCharacters, ...likePlaceholders, ...podSpecs]) {
    const read = readYaml(`a: ${text}\nb: '${text}'\nc: "${text}"`);
    assert.equal(typeof read.ok, "boolean");
    assert.equal(typeof annotationOf("fromYaml .Name | toJson", `a: ${text}`), "string");
    assert.equal(typeof annotationOf("fromJson .Name | toJson", `{"a": "${text}"}`), "string");
  }
});

Deno.test("in a Job, toYaml drops no value's field and changes no text, where Helm's does", () => {
  const spec = "      overhead: {{dict .Name (list .Name) | toYaml | nindent 8}}\n";
  for (const Name of ["é".repeat(1023), "\x7f", "a\u2028b", "a\nb\u2029c", "\u2028"]) {
    const { overhead } = render(jobWith("annotations: {}") + spec, { Name }).spec?.template.spec ?? {};
    assert.deepEqual(overhead, { [Name]: [Name] });
  }
  const own = '      overhead: {{dict "a\\u2028b" (list "x\\u2028y" "m\\nn\\u2029o") | toYaml | nindent 8}}\n';
  const { overhead } = render(jobWith("annotations: {}") + own).spec?.template.spec ?? {};
  assert.deepEqual(overhead, { "a\u2028b": ["x\u2028y", "m\nn\u2029o"] });
});
