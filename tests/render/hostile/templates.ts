/** Generates Job templates that use values in every place where YAML has text. */

import fc from "fast-check";
import { encoded, list, mapping, number, plain } from "./expressions.ts";

/** YAML to stand right behind `key:` or `-`; its further lines begin with at least `indent` spaces. */
type Node = (indent: number) => string;

/** Around values that may be any text: ① and ② write one, ③ does by `nindent` and ④ by `indent`. Lines keep to the indentation. */
const aroundTexts = [
  ...[
    "①",
    "① # ②",
    "a ① b",
    "①②",
    "① ②",
    "①:②",
    "a:①",
    "①#②",
    "-①",
    "a\n①\n b",
    "①\n\n②",
    "①\n # ②",
    "③",
    "a: # ①\n b: ②",
  ],
  ...["!!str ①", "! ①", "&n ①", "&n a ①", "!!str &n '①'", "&n\n  '①'"],
  ...["'①'", "'a ① b'", "'①''②'", "'①\n②'", "'  ①  '", "'③'", "'\\①'"],
  ...['"①"', '"a ①\\n②"', '"①\\\n②"', '"\\"①\\" \\ue000 ②"', '"③"', '"\\\\①"', '!!str "①"'],
  ...[
    "|\n①",
    "|-\n①",
    "|+\n①\n",
    "|\n#!/bin/sh\necho ①\n# ②\n",
    "|2-\n    ①\n  ②",
    "|-\na\n\n  b: ①\n  # ②",
    "|+ # ①\n②\n\n",
  ],
  ...["|-\n④", "|-\na:③\nb:④", "|1\n  ③\n", "|-\n---\n①\n...", "|-\n'①'\n\"②\"\n{{`{{`}} ①", "|\n\ta ①\n"],
  ...[">\n①", ">-\na\n①\n\n  ②", ">+\n①\nb\n", ">1-\n  ①\n b", ">\n③\n④"],
  ...["[①, '①', \"②\"]", "[a, {b: ①, 'c': '②'}, [①]]", "{a: ①, b: [②, own0], own: own1}", '{"a":①, "b": "②"}'],
  ...["[ ① ,② ]", "[\n①,\n# ②\n'①' ]", "{\n a: '①\n②'\n}", "[&n ①, *n, ! ②]", "{ ? a : ①, ? 'b' : ② }"],
  ...[
    "\n- ①\n- a: ②\n  b: [①]\n-\n  - '②'",
    "\n# ①\na: ②\n# {{/* ① */}}\n<<: {b: ①}",
    "\n{{- /* ① */}}\n? a\n: ①\n? b\n# ②\n: ②",
  ],
  ...[
    "{{$x := ⑤}}{{$x}}",
    "{{with $.Name}}'{{.}}'{{else}}''{{end}}",
    "{{if $.Name}}\"①\"{{else}}'①'{{end}}",
    "{{template `as-is` ⑤}}",
  ],
  ...["{{include `lines` ⑤ | nindent ⑥}}", "{{include `lines` (list ⑤) | quote}}", "{{template `echo` ⑤}}"],
];

const aroundEncoded = [
  ...[
    "①",
    "① # ②",
    "[①, {a: ②}]",
    "&n ①",
    "!!str ①",
    "a ①",
    "|-\n①\n ②",
    ">\n④",
    "③",
    "\n- ①\n- ②",
    "a\n①",
    "{a: ①, own: own0}",
  ],
  ...["\n①: own0", "\n? ①\n: a", "{ ①: own0}", "\n①:\n  own: [own0]", "# ①\nown0"],
];

const aroundNumbers = ["①", "a ①", "'①'", "[①, ②]", "{a: ①}", "|\n①", "v①.②"];

const aroundLists = [
  ...[
    "{{toYaml ⑤ | nindent ⑥}}",
    "{{toJson ⑤}}",
    "{{toPrettyJson ⑤ | nindent ⑥}}",
    "'{{toJson ⑤}}'",
    "|-\n{{toYaml ⑤ | nindent ⑥}}",
    "'①'",
    "①",
  ],
  ...[
    "[{{range ⑤}}'{{.}}', {{end}}own0]",
    "\n{{- range ⑤}}\n- {{.}}\n- a: '{{.}}'\n  own: own0\n{{- end}}",
    '{{range $i, $x := ⑤}}\n- {{$i}}\n- "{{$x}}"{{end}}',
  ],
  ...[
    "|\n{{- range ⑤}}\n- {{.}}\n{{- else}}\nnone\n{{- end}}",
    "[{{range $i, $x := ⑤}}{{if $i}}, {{end}}{{$x | quote}}{{end}}]",
    "{{fromYamlArray (toYaml ⑤) | toYaml | nindent ⑥}}",
  ],
  ...["{{dict `own` `own1` `a` ⑤ | toYaml | nindent ⑥}}", "[{{toJson ⑤}}, {{toRawJson ⑤}}]", "'{{join `,` ⑤}}'"],
];

const aroundMappings = [
  ...[
    "{{toYaml ⑤ | nindent ⑥}}",
    "{{toJson ⑤}}",
    "{{toPrettyJson ⑤ | nindent ⑥}}",
    "{{toRawJson ⑤}}",
    "|\n{{toYaml ⑤ | nindent ⑥}}",
    "'{{toJson ⑤}}'",
    "'①'",
  ],
  ...[
    "{{range $k, $v := ⑤}}\n{{quote $k}}: {{toJson $v}}{{end}}\nz: own0",
    "{ {{- range $k, $v := ⑤}}{{toJson $k}}: {{toJson $v}}, {{end}}z: own0}",
  ],
  ...[
    "\n{{- with ⑤}}\n{{- toYaml . | nindent ⑥}}\n{{- end}}\nz: own0",
    "{{fromYaml (toYaml ⑤) | toYaml | nindent ⑥}}",
    "[{{toJson ⑤}}, {{toJson ⑤}}]",
    "\n<<: {{toJson ⑤}}\nz: own0",
  ],
];

/** What most likely makes no YAML, with any values. */
const wrong = [
  "\n①: a",
  '"{{quote ⑤}}"',
  "[{{toYaml (list ⑤ 1)}}]",
  "{ ①}",
  "*①",
  "!!int ①",
  "!!binary ①",
  "|①\na",
  "'①' ②",
  "{{tpl ⑤ .}}",
  "\n- ①\nb: ②",
];

function around(patterns: readonly string[], expression: fc.Arbitrary<string>): fc.Arbitrary<Node> {
  return fc.tuple(fc.constantFrom(...patterns), expression, expression).map(([pattern, one, other]) => (indent) =>
    pattern
      .replaceAll("\n", "\n" + " ".repeat(indent))
      .replaceAll("①", () => `{{${one}}}`)
      .replaceAll("②", () => `{{${other}}}`)
      .replaceAll("③", () => `{{${one} | nindent ${indent}}}`)
      .replaceAll("④", () => `{{${other} | indent 3}}`)
      .replaceAll("⑤", () => `(${one})`)
      .replaceAll("⑥", () => `${indent}`)
  );
}

function mappingOf(children: readonly Node[]): Node {
  return (indent) => {
    const line = "\n" + " ".repeat(indent);
    return children.map((child, i) => `${line}k${i}: ${child(indent + 2)}${line}own${i}: own${i}`).join("");
  };
}

function listOf(children: readonly Node[]): Node {
  return (indent) => {
    const line = "\n" + " ".repeat(indent);
    return children.map((child, i) => `${line}- ${child(indent + 2)}${line}- own${i}`).join("");
  };
}

const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    { weight: 60, arbitrary: around(aroundTexts, plain) },
    { weight: 20, arbitrary: around(aroundEncoded, encoded) },
    { weight: 6, arbitrary: around(aroundNumbers, number) },
    { weight: 14, arbitrary: around(aroundLists, list) },
    { weight: 14, arbitrary: around(aroundMappings, mapping) },
    { weight: 1, arbitrary: around(wrong, plain) },
    { weight: 12, arbitrary: fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map(mappingOf) },
    { weight: 12, arbitrary: fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map(listOf) },
  ),
}));

const definitions = [
  "{{define `echo`}}<{{.}}>{{end}}",
  "{{define `as-is`}}{{.}}{{end}}",
  "{{define `both`}}{{index . 0}}-{{last .}}{{end}}",
  "{{define `quoted`}}{{quote .}}{{end}}",
  "{{define `lines`}}a: {{.}}\nb: '{{.}}'\nown: own0{{end}}",
].join("");

/** Whatever stands behind the node is there to be swallowed. */
export const template: fc.Arbitrary<string> = fc.tuple(fc.constantFrom("", "---\n", "# {{$.Name}}\n"), node).map((
  [start, node],
) =>
  `${definitions}${start}apiVersion: batch/v1
kind: Job # {{$.Name}}
metadata:
  name: own0
spec:
  use:
    node: ${node(6)}
    own: own1
  template:
    spec:
      containers: []
`
);
