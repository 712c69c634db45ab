/** Damages templates that people wrote, byte by byte and token by token: what does not parse must fail with Go's words too. */

import type { Random } from "./random.ts";
import { shapes } from "./shapes.ts";

/** One template made of one or two others, with up to four changes. */
export function mutated(random: Random, templates: readonly string[]): string {
  const first = random.pick(templates);
  const start = random.chance(0.25) ? spliced(random, tokensOf(first), tokensOf(random.pick(templates))) : first;
  return random.some(1, 4, () => changes[random.below(changes.length)] ?? remove)
    .reduce((template, change) => change(random, template), start);
}

type Change = (random: Random, template: string) => string;

const remove: Change = (random, template) => {
  const parts = partsOf(random, template);
  parts.splice(random.below(parts.length), 1 + random.below(2));
  return parts.join("");
};

const repeat: Change = (random, template) => {
  const parts = partsOf(random, template);
  const at = random.below(parts.length);
  return [...parts.slice(0, at + 1), ...parts.slice(at)].join("");
};

const swap: Change = (random, template) => {
  const parts = partsOf(random, template);
  const [a, b] = [random.below(parts.length), random.below(parts.length)];
  [parts[a], parts[b]] = [parts[b] ?? "", parts[a] ?? ""];
  return parts.join("");
};

const insert: Change = (random, template) => {
  const parts = partsOf(random, template);
  parts.splice(random.below(parts.length + 1), 0, piece(random));
  return parts.join("");
};

const replace: Change = (random, template) => {
  const parts = partsOf(random, template);
  parts.splice(random.below(parts.length + 1), 1, piece(random));
  return parts.join("");
};

const cut: Change = (random, template) => {
  const parts = partsOf(random, template);
  return parts.slice(0, 1 + random.below(parts.length)).join("");
};

const changes = [remove, repeat, swap, insert, insert, replace, replace, replace, cut];

/** Characters one time, tokens the other. */
function partsOf(random: Random, template: string): string[] {
  return random.chance(0.4) ? [...template] : tokensOf(template);
}

function spliced(random: Random, first: readonly string[], second: readonly string[]): string {
  return [...first.slice(0, random.below(first.length + 1)), ...second.slice(random.below(second.length + 1))].join("");
}

/** Roughly Go's tokens; what a shrunk template is made of, too. */
export function tokensOf(template: string): string[] {
  return template.match(/\{\{-?|-?\}\}|"(?:[^"\\]|\\[^])*"|`[^`]*`|[$.]?[\p{L}\p{Nd}_]+|:=|[^]/gu) ?? [];
}

const functionNames = [...shapes.keys()];

const pieces = [
  ..."{}()|.,:;=$-+*/\\\"'`%@#!?~^&<>[]_ \n\t\r0159aexn\u0000\u0007\u007f\u00a0\u00e9\u00df\u0301\u2028\u65e5\ufeff\ufffd\u{1f600}",
  ...[
    "{{",
    "}}",
    "{{- ",
    " -}}",
    "{{-",
    "-}}",
    "/*",
    "*/",
    "{{/*",
    "*/}}",
    ":=",
    "$x",
    "$",
    ".x",
    "..",
    ".",
    " ",
    "  ",
    "()",
    "(",
  ],
  ...[
    "{{end}}",
    "{{else}}",
    "{{if .x}}",
    "{{range .l}}",
    "{{with .m}}",
    "{{break}}",
    "{{continue}}",
    "{{.}}",
    "{{$x := 1}}",
  ],
  ...[
    '{{define "d"}}',
    '{{template "d" .}}',
    '{{block "d" .}}',
    "{{else if .y}}",
    "{{else with .y}}",
    "{{nil}}",
    "{{true}}",
  ],
  ...[
    "end",
    "else",
    "if",
    "range",
    "with",
    "define",
    "template",
    "block",
    "break",
    "continue",
    "nil",
    "true",
    "false",
    "else if",
  ],
  ...[
    "1",
    "-1",
    "1.5",
    "0x1F",
    "'a'",
    "'ab'",
    "''",
    "'",
    "1i",
    "1e3",
    "017",
    "08",
    "1_0",
    "0x",
    ".5",
    "+",
    "1a",
    '"\\q"',
    '"\\xff"',
  ],
  ...[
    '"a"',
    "`b`",
    '"',
    "`",
    "| len",
    '| printf "%v"',
    "| quote",
    "(list 1 2)",
    "nil.x",
    "(nil).x",
    "1.x",
    '"a".x',
    "$x.y",
    "$.y",
    ".x.y.z",
  ],
] as const;

function piece(random: Random): string {
  return random.chance(0.9) ? random.pick<string>(pieces) : random.pick(functionNames);
}
