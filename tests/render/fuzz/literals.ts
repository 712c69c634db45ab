/** Constants as templates may write them, of every kind that functions want. */

import type { Random } from "./random.ts";
import type { Kind } from "./shapes.ts";
import { awkwardJson, awkwardNumber, awkwardString } from "./values.ts";

/** A constant of a kind; undefined for kinds that have none. */
export function literal(random: Random, kind: Kind): string | undefined {
  switch (kind) {
    case "i":
      return smallInt(random);
    case "n":
      return random.chance(0.8) ? numberLiteral(random) : stringLiteral(random, String(awkwardNumber(random)));
    case "f":
      return floatLiteral(random);
    case "b":
      return random.pick(["true", "false"]);
    case "a":
      return anything(random);
    case "l":
    case "m":
    case "U":
    case "z":
      return undefined;
    case "c":
      return random.pick(['"one"', '"two"', '"one"', '"two"', '"none"', '"template"']);
    case "t":
      return undefined;
    case "P":
      return stringLiteral(random, format(random));
    case "s":
      return stringLiteral(random, awkwardString(random));
    case "J":
      return stringLiteral(random, jsonText(random));
    case "Y":
      return stringLiteral(random, yamlText(random));
    case "r":
      return stringLiteral(random, pattern(random));
    case "k":
    case "p":
    case "u":
    case "R":
    case "d":
    case "x":
    case "v":
    case "V":
    case "T":
    case "Z":
      return stringLiteral(random, random.chance(0.9) ? random.pick(texts[kind]) : awkwardString(random));
  }
}

function anything(random: Random): string {
  return random.choose(
    [5, () => stringLiteral(random, awkwardString(random))],
    [4, () => numberLiteral(random)],
    [1, () => random.pick(["true", "false"])],
    [1, () => "nil"],
    [1, () => "."],
  );
}

function smallInt(random: Random): string {
  return random.choose(
    [12, () => String(random.below(14) - 3)],
    [1, () => random.pick(["0x1f", "-0x1e", "0b101", "0o17", "017", "'a'", "1e1", "2.0", "+4", "-0", "1_0", "'\\n'"])],
    [1, () => random.pick(["9223372036854775807", "-9223372036854775808", "2147483648", "1000", "100", "64"])],
  );
}

function numberLiteral(random: Random): string {
  return random.choose(
    [5, () => smallInt(random)],
    [4, () => floatLiteral(random)],
    [
      1,
      () =>
        random.pick(["1e400", "0x", "08", "1__0", "9223372036854775808", "18446744073709551616", "1i", "0b2", "1e"]),
    ],
  );
}

function floatLiteral(random: Random): string {
  const number = awkwardNumber(random);
  return random.choose(
    [5, () => String(number)],
    [1, () => number.toExponential()],
    [
      1,
      () => random.pick([".5", "5.", "1.50", "-0.0", "1e3", "1E-3", "0x1p4", "0x1.8p1", "1_0.5", "3.0", "+1.5", "1e6"]),
    ],
  );
}

/** `text` in quotes or backquotes; now and then written with needless escapes. */
export function stringLiteral(random: Random, text: string): string {
  if (!/[`\r]/.test(text) && random.chance(0.3)) return `\`${text}\``;
  const escapes = random.chance(0.15);
  const inner = Array.from(text, (character) => {
    const isPlain = character >= " " && character !== '"' && character !== "\\" && character !== "\x7f";
    return isPlain && !(escapes && random.chance(0.3)) ? character : escaped(random, character);
  });
  return `"${inner.join("")}"`;
}

const letterEscapes: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

function escaped(random: Random, character: string): string {
  const letter = letterEscapes[character];
  if (letter !== undefined && random.chance(0.8)) return letter;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code > 0xffff) return `\\U${hex.padStart(8, "0")}`;
  if (code >= 0x80 || random.chance(0.3)) return `\\u${hex.padStart(4, "0")}`;
  return random.chance(0.5) ? `\\x${hex.padStart(2, "0")}` : `\\${code.toString(8).padStart(3, "0")}`;
}

/** What to give `printf`: one to three directives with some text. */
export function format(random: Random): string {
  return random.some(1, 3, () => random.pick(["", "", "x", " ", "é"]) + directive(random)).join(
    random.pick(["", " ", "|"]),
  );
}

/** No `%p`, which prints addresses. */
function directive(random: Random): string {
  const flags = random.chance(0.5) ? random.some(0, 3, () => random.pick([..."+-# 0"])).join("") : "";
  const index = () => random.chance(0.04) ? random.pick(["[1]", "[2]", "[3]", "[0]", "[x]", "[]", "[1"]) : "";
  const width = random.chance(0.35) ? random.pick(["1", "5", "8", "20", "12", "*", "0"]) : "";
  const precision = random.chance(0.35) ? `.${index()}${random.pick(["", "0", "1", "2", "3", "10", "20", "*"])}` : "";
  return `%${flags}${index()}${width}${precision}${index()}${random.pick([..."vvvsdqxXtTfFgGeEbcoOU%wiz!é "])}`;
}

function jsonText(random: Random): string {
  const text = JSON.stringify(awkwardJson(random, 2));
  return random.choose(
    [6, () => text],
    [1, () => JSON.stringify(awkwardJson(random, 2), null, 2)],
    [
      1,
      () =>
        random.pick([
          "[1,2,3]",
          '{"a":{"b":[1,"x",null,true]}}',
          '{"a":1,"a":2}',
          "[]",
          "{}",
          "null",
          " [ 1 ] ",
          "1e3",
        ]),
    ],
    [1, () => text.slice(0, random.below(text.length))],
  );
}

function yamlText(random: Random): string {
  return random.choose(
    [3, () => random.pick(yamls)],
    [2, () => jsonText(random)],
    [1, () => `a: ${awkwardString(random)}`],
    [1, () => awkwardString(random)],
    [1, () => `- ${random.pick(yamls)}`],
  );
}

const yamls = [
  "a: 1\nb: two\nc: [x, 'y', \"z\"]",
  "- 1\n- two\n- 3.5\n- ~\n- yes",
  "a:\n  b:\n    c: true\n",
  "a: |\n  text\n  more\nb: >-\n  folded\n  text",
  "a: &x {k: 1}\nb: *x\n",
  "a: 0644\nb: 0x1F\nc: 1e3\nd: .inf\ne: 1_000\nf: 012\ng: 0b11",
  "a: 2001-01-01\nb: 12:30\nc: null\nd:\ne: ''",
  "{a: 1, b: [2, {c: d}]}",
  "a: yes\nb: No\nc: on\nd: OFF\ne: y\nf: n",
  "1: a\ntrue: b\n1.5: c\n",
  "# only a comment",
  "a: b: c",
  "a: 'it''s'",
  'a: "\\u00e9\\n\\x41"',
  "a: 9223372036854775807\nb: 18446744073709551615\nc: 1.0\nd: 123456789012345678901234567890",
  "<<: {a: 1}\nb: 2",
  "a: 1\na: 2",
  "---\na: 1\n---\nb: 2",
  "[1, 2",
  "\ta: 1",
];

/** A regular expression: mostly one that is good. No two groups of one name, which re2js refuses: see rules.ts. */
function pattern(random: Random): string {
  const names = new Set<string>();
  return anyPattern(random).replace(/\(\?P?<(\w+)>/g, (group, name: string) => {
    if (names.has(name)) return "(";
    names.add(name);
    return group;
  });
}

function anyPattern(random: Random): string {
  const atom = () => random.pick(atoms);
  const repeated = () => atom() + (random.chance(0.3) ? random.pick(repetitions) : "");
  return random.choose(
    [3, () => random.pick(texts.r)],
    [5, () => random.some(1, 4, repeated).join("")],
    [1, () => `${repeated()}|${repeated()}`],
    [
      1,
      () =>
        `${random.pick(["(?i)", "(?s)", "(?m)", "(?U)", "^", ""])}(${repeated()}${repeated()})${
          random.pick(["$", "+", "*?", ""])
        }`,
    ],
    [1, () => awkwardString(random)],
  );
}

const atoms = [
  ...[
    "a",
    "b",
    "o",
    "l",
    "\\d",
    "\\w",
    "\\s",
    "\\S",
    "\\W",
    "\\D",
    ".",
    "[a-z]",
    "[^a-z]",
    "[[:alpha:]]",
    "[A-Z0-9_]",
    "\\b",
  ],
  ...[
    "\\B",
    "^",
    "$",
    "(a)",
    "(?:b|c)",
    "(?P<n>\\w)",
    "(?<m>o)",
    "\\pL",
    "\\p{Lu}",
    "\\p{Greek}",
    "\\x{65e5}",
    "é",
    "日",
    "\\n",
  ],
  ...[
    "\\z",
    "\\A",
    "[\\d-]",
    "[^\\n]",
    "(",
    ")",
    "[",
    "{2}",
    "\\1",
    "(?=a)",
    "\\Q.\\E",
    "[z-a]",
    "(?i:A)",
    "[[:foo:]]",
    "\\C",
    "()",
    "|",
  ],
];
const repetitions = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{2,}", "{0}", "{1,2}?", "**", "{3,1}", "{1001}"];

const texts = {
  k: [
    "a",
    "b",
    "c",
    "name",
    "x",
    "items",
    "key_1",
    "s",
    "t",
    "Org",
    "Error",
    "é",
    "",
    "__proto__",
    "1",
    "10",
    "_0",
    "host",
  ],
  p: [
    "",
    "/",
    "a/b.txt",
    "/a/b/",
    "../x",
    "./a/../b",
    "a//b",
    ".hidden",
    "x.tar.gz",
    "/..",
    "a/.",
    "..",
    "a/b/../../..",
    "é/ü.x",
    "//",
  ],
  u: [
    ...[
      "http://a.b/c",
      "https://user:pass@host:8080/p/a?q=1&r=a%20b#frag",
      "/just/path",
      "a.b",
      "mailto:x@y",
      "//h/p",
      "http://[::1]:80/",
    ],
    ...[
      "http://a b/",
      "%zz",
      "http://h/%2F?#",
      "ftp://h",
      "x:y:z",
      "?q",
      "#f",
      "http://h:port/",
      "http://é/ü",
      "HTTP://H",
      ":",
      "*",
      "http://h?",
      "http://h/a;b,c",
    ],
    ...[
      "http://u@h",
      "http://@h",
      "http://u:@h",
      "http://%41/",
      "http://h/[a]",
      "http://[fe80::1%25en0]/",
      "http://h/a+b c",
      "a:b",
      "http:///p",
      "http:p",
    ],
  ],
  r: [
    "a+",
    "[a-z]+",
    "(\\w+)@(\\w+)",
    "\\d{2,}",
    "^\\s*$",
    ",",
    "",
    "o",
    "(?i)hello",
    "l|o",
    "(a)(b)?",
    "\\s+",
    "[aeiou]",
    ".*",
    "x*",
  ],
  R: ["$1", "${1}x", "$0", "$1x", "${n}", "$n", "<$1>", "$$", "$", "${", "$2", "", "-", "$é", "${1", "\\1", "$10"],
  d: [
    "1h",
    "1h30m",
    "90s",
    "1.5h",
    "2h45m30.5s",
    "-1m",
    "100ms",
    "1us",
    "1µs",
    "24h",
    "8760h",
    "720h",
    "0",
    "",
    "1",
    "h",
    "1d",
    "2562047h48m",
    "1h1h",
    "+5s",
    ".5s",
    "1.s",
  ],
  x: [
    "aGVsbG8=",
    "aGVsbG8",
    "",
    "=",
    "YQ==",
    "Y Q==",
    "YWI=",
    "YWJj\nZGVm",
    "////",
    "-_-_",
    "MFRGG===",
    "MFRGGZDF",
    "mfrggzdf",
    "A",
    "AA==",
    "AB======",
    "4pyT",
    "YQ==x",
    "Y===",
    "MFRA====",
  ],
  v: [
    "1.2.3",
    "v1.2",
    "1",
    "1.2.3-alpha.1+build.5",
    "0.0.0",
    "01.2.3",
    "1.2.3.4",
    "x",
    "",
    "v2.0.0-rc.1",
    "1.30.0-gke.100",
  ],
  V: [
    ">=1.2.3",
    "^1.2",
    "~1.2.3",
    "1.x",
    ">1.0 <2.0",
    "1.2 - 1.4",
    "!=1.2.3",
    "*",
    "",
    ">=1.2.3-0",
    "1.2.3 || 2.x",
    "x.y",
    "^0.0.1",
    "=1.2.3",
    ">= 1.19-0",
  ],
  T: [
    "string",
    "int",
    "float64",
    "map",
    "slice",
    "[]interface {}",
    "map[string]interface {}",
    "bool",
    "int64",
    "invalid",
    "<nil>",
    "[]string",
    "struct",
    "",
    "nil",
  ],
  Z: [
    "2006-01-02",
    "2006-01-02T15:04:05Z07:00",
    "15:04",
    "Jan _2 3PM Mon",
    "Monday, 02-Jan-06",
    "2006.002 .000 ,999",
    "MST -0700 Z0700 Z07",
    "",
    "05.00",
  ],
} as const satisfies Partial<Record<Kind, readonly string[]>>;
