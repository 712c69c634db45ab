import assert from "node:assert/strict";
import { refused } from "../../render/functions/refused.ts";
import { functions } from "../../render/functions/table.ts";
import { parseTemplate, renderTemplate, TemplateError } from "../../render/template.ts";
import known from "./oracle/functions.json" with { type: "json" };

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof TemplateError, `${error}`);
    return error.message;
  }
  return assert.fail("no error");
}

Deno.test("every function of Go, Sprig and Helm is there or refused with a reason", () => {
  const missing = known.filter((name) => !functions.has(name) && !refused.has(name));
  assert.deepEqual(missing, []);
});

Deno.test("no function is both there and refused", () => {
  assert.deepEqual([...refused.keys()].filter((name) => functions.has(name)), []);
});

Deno.test("a refused function is named with its place and the reason, even in dead code", () => {
  const text = "a: 1\n{{if false}}{{now}}{{end}}";
  const message = problemOf(() => parseTemplate("agent-template.yaml", text));
  assert.equal(message, 'template: agent-template.yaml:2: function "now" is not available: it reads the clock');
});

Deno.test("a refused function is refused in a template that a template makes", () => {
  const message = problemOf(() => renderTemplate('{{tpl "{{env}}" .}}', {}, { missingKey: "zero" }));
  assert.ok(message.endsWith('function "env" is not available: it reads the environment of the operator'), message);
});
