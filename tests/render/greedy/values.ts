/** Values that are large or deep: contexts by the thousand, prompts of a MiB, JSON and YAML that nest. */

import { limits } from "../../../render/budget.ts";
import { ending, type Hostile, tooManySteps, tooMuch } from "./hostile.ts";

const repository = { type: "Repository", repository: { org: "acme", repo: "shop", branch: "b".repeat(200) } };
const contexts = (count: number) => JSON.stringify(Array(count).fill(repository));
const prompt = (text: string, length = 1_000_000) =>
  JSON.stringify([{ type: "File", file: { name: "task.md", source: { inline: text.repeat(length / text.length) } } }]);
const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

const again = (call: string) => `{{range until 100000}}{{$x := ${call}}}{{end}}`;

export const values: readonly Hostile[] = [
  ...ending(tooMuch, ["{{.Contexts}}", "{{.Contexts | quote}}", "{{toJson .Contexts}}", "{{toYaml .Contexts}}"], {
    Contexts: contexts(10_000),
  }),
  ...ending(tooMuch, [
    "{{range until 3}}{{$.Contexts}}{{end}}",
    "{{.Contexts}}{{.Contexts}}",
    "{{list .Contexts .Contexts | toJson}}",
  ], {
    Contexts: prompt("x", 900_000),
  }),
  ...ending(tooMuch, ["{{quote .Name}}", "{{toJson .Name}}", "{{toYaml .Name}}", "{{js .Name}}"], {
    Name: "\x01".repeat(400_000),
  }),
  ...ending(
    tooManySteps,
    [
      "{{range fromJsonArray .Contexts}}{{range $k, $v := .}}{{$x := toJson $v}}{{end}}{{end}}{{fromJsonArray .Contexts | toYaml}}",
      again("fromJsonArray .Contexts"),
      again("fromYamlArray .Contexts"),
      again("fromJsonArray .Contexts | toYaml"),
      again("fromJsonArray .Contexts | len"),
      again("fromJsonArray .Contexts | uniq"),
      again("$.Contexts | sha256sum"),
      again('$.Contexts | splitList ","'),
      again('$.Contexts | replace "b" "c"'),
      again('regexReplaceAll "b+" $.Contexts "c"'),
      again("$.Contexts | upper | lower | title"),
      again('$.Contexts | trimAll "[]"'),
      again("$.Contexts | indent 2"),
      again("$.Contexts | quote"),
      again("$.Contexts | toJson | toJson"),
    ].map((template) => template.replaceAll("y .Contexts", "y $.Contexts")),
    { Contexts: contexts(2_000) },
  ),
  ...ending(tooManySteps, [
    again("indent 1 $.Name"),
    again("$.Name | trim"),
    again("$.Name | toYaml"),
    again("$.Name | squote"),
  ], {
    Name: "\n x".repeat(100_000),
  }),
  ...ending(tooManySteps, [
    again("$.Name | title"),
    again("$.Name | snakecase"),
    again("$.Name | lower"),
    again("trunc 5 $.Name"),
    again("$.Name | toYaml"),
  ], {
    Name: "😀é ".repeat(60_000),
  }),
  ...ending("must be a mapping", [
    "{{(fromJson .Contexts).Error}}",
    "{{fromJsonArray .Contexts}}",
    "{{(fromYaml .Contexts).Error}}",
    "{{fromYamlArray .Contexts}}",
  ], { Contexts: nested("[", "]", 100_000) }),
  ...ending("must be a mapping", ["{{fromJson .Contexts}}", "{{fromYaml .Contexts}}"], {
    Contexts: nested('{"a":', "}", 50_000),
  }),
  ...ending("error calling mustFromJson: …", ["{{mustFromJson .Contexts}}"], { Contexts: nested("[", "]", 100_000) }),
  ...ending("must be a mapping", ["{{fromYamlArray .Contexts}}", "{{fromYaml .Contexts}}"], {
    Contexts: "- ".repeat(100_000),
  }),
  ...ending("must be a mapping", ["{{fromYaml .Contexts}}", "{{fromYamlArray .Contexts}}"], {
    Contexts: "a: &a [x,x,x,x,x,x,x,x,x]\n" +
      Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [${Array(9).fill(i === 0 ? "*a" : `*b${i - 1}`).join()}]\n`)
        .join(""),
  }),
  ...ending(`exceeded the limit of ${limits.steps} steps`, [
    "{{range until 100}}{{$x := fromYaml $.Contexts}}{{end}}",
    "{{range until 100}}{{$x := fromYaml $.Contexts | toJson}}{{end}}",
  ], {
    Contexts: "a: &a [x,x,x,x,x,x,x,x,x]\n" +
      Array.from({ length: 4 }, (_, i) => `b${i}: &b${i} [${Array(9).fill(i === 0 ? "*a" : `*b${i - 1}`).join()}]\n`)
        .join(""),
  }),
  ...ending("", [
    "{{.Repository.Branch | fromYaml | toJson}}",
    "a: {{.Repository.Branch}}",
    "{{.Repository.Branch}}: a",
  ], {
    Repository: { Org: "a", Repo: "b", Branch: "[".repeat(1_000_000) },
  }),
  ...ending("", ['a: "{{.Name}}"\nb: {{.Name}}', "a: |\n  {{.Name}}", "{{.Name}}"], { Name: "$(".repeat(500_000) }),
];
