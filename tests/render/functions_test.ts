import assert from "node:assert/strict";
import { refused } from "../../render/functions/refused.ts";
import { functions } from "../../render/functions/table.ts";
import { deferred, pieces } from "../../render/rope.ts";
import { execute, parseTemplate, renderTemplate, TemplateError } from "../../render/template.ts";
import { valueOfJson } from "../../render/value.ts";
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

Deno.test("an address is refused, whatever has one", () => {
  for (const value of ["list", "list 1", "dict", "concat", ".", 'semver "1"']) {
    const message = problemOf(() => renderTemplate(`{{printf "%p" (${value})}}`, {}, { missingKey: "zero" }));
    assert.match(message, /error calling printf: %p is an address, and another one in every run$/, value);
  }
});

const sentences = "foo bar  baz\n".repeat(8000);

Deno.test("regular expressions go through long texts", () => {
  const uses: readonly [template: string, length: number][] = [
    ["{{regexReplaceAll `\\s+` .text `_`}}", 12 * 8000],
    ["{{regexReplaceAll `[^a-z0-9]+` .text `-`}}", 12 * 8000],
    ["{{regexReplaceAll `(?m)[ \\t]+$` .text ``}}", 13 * 8000],
    ["{{regexReplaceAll `(\\w+) (\\w+)` .text `$2 $1`}}", 13 * 8000],
    ["{{regexReplaceAllLiteral `foo|bar` .text `x`}}", 9 * 8000],
    ["{{regexFindAll `ba[rz]` .text -1 | join ``}}", 6 * 8000],
    ["{{regexSplit `\\n` .text -1 | join `\n`}}", 13 * 8000],
  ];
  for (const [template, length] of uses) {
    assert.equal(renderTemplate(template, { text: sentences }, { missingKey: "zero" }).length, length, template);
  }
});

Deno.test("a pattern is compiled once in a rendering, however often it is used", () => {
  const template = "{{range until 500}}{{regexMatch `^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$` $.name}}{{end}}";
  assert.equal(renderTemplate(template, { name: "deps-1" }, { missingKey: "zero" }), "true".repeat(500));
});

Deno.test("what a rendering pays for a pattern does not depend on the renderings before it", () => {
  const template = "{{range until 40}}{{regexMatch (print `\\pL\\pN\\pMa{480}` .) ``}}{{end}}";
  for (const _ of [1, 2]) {
    assert.match(problemOf(() => renderTemplate(template, {}, { missingKey: "zero" })), /exceeded the limit of 200000/);
  }
});

Deno.test("regular expressions that read a text over and over end when the budget does", () => {
  const hostile: readonly [pattern: string, text: string][] = [
    ["(?:.*z|x)", "x".repeat(5000)],
    ["(?:.*[yz]|x)", "x".repeat(500_000)],
    ["x(?:.*z)?", "x".repeat(5000)],
    ["(x+x+)+y|x", "x".repeat(5000)],
    ["(?:x?){400}[yz]", "x".repeat(90_000)],
    ["[ab]{0,900}[yz]", "ab".repeat(45_000)],
    ["(x?)".repeat(200), "x".repeat(90_000)],
    ["(?:(?:()|()){80}.*[yz]|x)", "x".repeat(500)],
    ["[q-s]z", sentences.repeat(9)],
    ["", sentences],
  ];
  for (const [pattern, text] of hostile) {
    assert.match(problemOf(() => replaceAll(pattern, text)), /exceeded the limit of 200000 steps$/, pattern);
  }
});

Deno.test("regular expressions that would become huge programs are not compiled", () => {
  const hostile: readonly string[] = [
    `(?:${"a".repeat(900)}){1000}`,
    `(?:${"a".repeat(900)}[(]b){1000}`,
    `(?:${"a".repeat(900)}[^](]b){1000}`,
    `(?:${"a".repeat(900)}[[:alpha:](]b){1000}`,
    `(?:${"a".repeat(900)}[\\](]b){1000}`,
    `(?:${"a".repeat(900)}\\(b){1000}`,
    `(?:${"a".repeat(900)}\\Q(\\Eb){1000}`,
    `(?:(?:${"a".repeat(900)})){1000}`,
    `(?:${"a".repeat(900)}){2,1000}`,
    "(((a{1000}){1000}))",
    `(?i)${"[B-\u{1e942}]".repeat(100)}`,
    `(?i)${"[B-\\x{1e942}]".repeat(100)}`,
    `(?i)[${"\\PL\\pL".repeat(300)}]`,
  ];
  for (const pattern of hostile) {
    assert.match(problemOf(() => replaceAll(pattern, "")), /exceeded the limit of 200000 steps$/, pattern);
  }
  assert.match(problemOf(() => replaceAll("a".repeat(4001), "")), /regular expression longer than 4000 characters$/);
});

Deno.test("regular expressions may nest as deeply as Go allows, and no deeper", () => {
  const nested = (depth: number) => "(".repeat(depth) + "a" + ")".repeat(depth);
  assert.equal(replaceAll(nested(900), "abc"), "-bc");
  const tooDeep = `{{regexFind "${nested(1100)}" "abc"}}`;
  assert.match(problemOf(() => renderTemplate(tooDeep, {}, { missingKey: "zero" })), /expression nests too deeply/);
});

Deno.test("constraints on versions that take long to read end when the budget does", () => {
  for (
    const c of ["1".repeat(6000) + " - ", " ".repeat(6000) + "1 - 2", "1||".repeat(20_000), "1.2.3-a ".repeat(20_000)]
  ) {
    const run = () => renderTemplate("{{semverCompare .c `1.2.3`}}", { c }, { missingKey: "zero" });
    assert.match(problemOf(run), /exceeded the limit of 200000 steps$/, c.slice(0, 20));
  }
});

Deno.test("versions have an end", () => {
  const uses: readonly string[] = [
    "{{semver .long}}",
    "{{semverCompare `^1-a` .long}}",
    "{{(semver `1`).SetPrerelease .identifiers}}",
    "{{(semver `1`).SetMetadata .identifiers}}",
  ];
  const identifiers = "a.".repeat(128) + "a";
  for (const template of uses) {
    const run = () => renderTemplate(template, { identifiers, long: `1-${identifiers}` }, { missingKey: "zero" });
    assert.match(problemOf(run), /version longer than 256 characters$/, template);
  }
});

Deno.test("a version that comes from a value stays a value, through its methods too", () => {
  const uses: readonly [template: string, printed: string][] = [
    ["{{semver .v}}", "1.2.3-a"],
    ["{{(semver .v).Original}}", "v1.2.3-a"],
    ["{{(semver .v).Prerelease}}", "a"],
    ["{{(semver .v).IncMajor}}", "2.0.0"],
    ["{{(semver .v).SetMetadata `b`}}", "1.2.3-a+b"],
    ["{{(semver `1`).SetPrerelease .v}}", "1.0.0-v1.2.3-a"],
  ];
  for (const [template, printed] of uses) {
    const data = valueOfJson({ v: "v1.2.3-a" }, (string) => deferred(string));
    const { text } = execute(parseTemplate("template", template), data, {
      missingKey: "zero",
      noValue: "",
      trustsValues: true,
    });
    assert.deepEqual(pieces(text), pieces(deferred(printed)), template);
  }
});

Deno.test("for what is no time the clock is not read, and the message shows no value", () => {
  const uses: readonly [template: string, type: string][] = [
    ["{{date `2006` .text}}", "string"],
    ["{{dateInZone `2006` .number `UTC`}}", "float64"],
    ["{{htmlDate .nothing}}", "<nil>"],
    ["{{htmlDateInZone (list .text) `UTC`}}", "[]interface {}"],
    ["{{date `2006` ((toDate `2006` `2017`).Month)}}", "time.Month"],
  ];
  const data = { text: "secret", number: 5, nothing: null };
  for (const [template, type] of uses) {
    const message = problemOf(() => renderTemplate(template, data, { missingKey: "zero" }));
    assert.ok(message.includes(`: ${type} is no time, and the clock is not read here: there are toDate`), message);
    assert.ok(!message.includes("secret"), message);
  }
  const age = "{{durationRound (toDate `2006` `2017`)}}";
  assert.match(problemOf(() => renderTemplate(age, data, { missingKey: "zero" })), /the clock is not read here/);
});

Deno.test("the abbreviations of the world's time zones are not made up", () => {
  const message = problemOf(() => renderTemplate("{{dateInZone `MST` 0 `Europe/Berlin`}}", {}, { missingKey: "zero" }));
  assert.match(message, /the abbreviation of this time zone is not known here: use -07:00 in place of MST$/);
});

Deno.test("a time that comes from a value stays a value, through functions and methods", () => {
  const uses: readonly [template: string, printed: string][] = [
    ["{{toDate `2006` .v}}", "2017-01-01 00:00:00 +0000 UTC"],
    ["{{toDate .bad `2017`}}", "0001-01-01 00:00:00 +0000 UTC"],
    ["{{toDate `2006` `2017` | dateModify .h}}", "2017-01-01 01:00:00 +0000 UTC"],
    ["{{toDate `2006` `2017` | mustDateModify .h}}", "2017-01-01 01:00:00 +0000 UTC"],
    ["{{toDate `2006` .v | date `06`}}", "17"],
    ["{{(toDate `2006` .v).Format `06`}}", "17"],
    ["{{(toDate `2006` `2017`).Format .v}}", "1017"],
    ["{{((toDate `2006` .v).AddDate 0 0 1).String}}", "2017-01-02 00:00:00 +0000 UTC"],
    ["{{(toDate `2006` .v | dateModify `1h`).UTC.Format `3`}}", "1"],
    ["{{toDate `2006` .v | unixEpoch}}", "1483228800"],
  ];
  for (const [template, printed] of uses) {
    const data = valueOfJson({ v: "2017", h: "1h", bad: "2006-" }, (string) => deferred(string));
    const { text } = execute(parseTemplate("template", template), data, {
      missingKey: "zero",
      noValue: "",
      trustsValues: true,
    });
    assert.deepEqual(pieces(text), pieces(deferred(printed)), template);
  }
});

Deno.test("layouts and times that take long end when the budget does", () => {
  const long = "1".repeat(900_000);
  const uses = ["{{date .l 0}}", "{{toDate .l .l}}", "{{(toDate `2006` `2017`).Format .l}}", "{{toDate `2006` .l}}"];
  for (const template of uses) {
    const run = () => renderTemplate(template, { l: long }, { missingKey: "zero" });
    assert.match(problemOf(run), /exceeded the limit of 200000 steps$/, template);
  }
});

function replaceAll(pattern: string, text: string): string {
  return renderTemplate("{{regexReplaceAll .pattern .text `-`}}", { pattern, text }, { missingKey: "zero" });
}
