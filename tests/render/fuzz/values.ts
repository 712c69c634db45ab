/** Values as hostile as data gets: strings, numbers and JSON around them. */

import type { Random } from "./random.ts";

/** What template authors and their users write, and what breaks encoders. */
const strings = [
  "",
  " ",
  "a",
  "x",
  "hello",
  "Hello World",
  "foo bar  baz",
  "one,two,,three",
  "a-b_c d.e/f",
  "HTTPServer2xx",
  "camelCaseWord",
  "  padded \t\n",
  "line one\nline two\n\nline four\n",
  "\r\n",
  "\n",
  "\ttab",
  'it\'s: "quoted" \\ and `raw`',
  "'",
  '"',
  "\\",
  "{{.x}}",
  "{{",
  "}}",
  "{{/* */}}",
  "<a href='x'>&amp;</a>",
  "ünïcödé",
  "ß ŉ ǆ İ ı ſ K",
  "日本語",
  "😀👨‍👩‍👧",
  "e\u0301",
  "\u2028\u2029\u0085\u00a0\ufeff\u200b",
  "\u0000\u0001\u001f\u007f\u009f",
  "\ufffd",
  "\u{10ffff}",
  "\ue000",
  "true",
  "false",
  "yes",
  "No",
  "on",
  "null",
  "nil",
  "~",
  "<no value>",
  "<nil>",
  "0",
  "-0",
  "1",
  "7",
  "010",
  "0x1F",
  "0b11",
  "1_000",
  "1e3",
  "1.50",
  "-2.5",
  ".5",
  "5.",
  "+5",
  "Inf",
  "-infinity",
  "NaN",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775808",
  "18446744073709551616",
  "1e400",
  "3.0",
  "3.00.",
  "2001-01-01",
  "2001-01-01T00:00:00Z",
  "12:30:45",
  "- a\n- b",
  "k: v",
  "k: v\nl: [1, 2]\n",
  "k : v # c",
  "#c",
  "a # b",
  "a: b: c",
  "? x",
  "!!str 1",
  "&a b",
  "*a",
  "%x",
  "@x",
  "|\n x",
  "> x",
  "[1, 2]",
  "{a: 1}",
  "-",
  "--- x",
  "...",
  "=",
  "<<",
  "a\tb",
  "$(HOME) $1 $$ ${x}",
  "../../etc/passwd",
  "/usr/local//bin/./x.tar.gz",
  "https://user:p%40ss@example.com:8080/a%20b/c?d=e&f#g",
  "//host/path",
  "mailto:a@b",
  "v1.2.3-beta.1+build",
  "aGVsbG8=",
  "NBSWY3DP",
  "a".repeat(90),
  "word ".repeat(30),
  "x: " + "long ".repeat(20),
] as const;

const fragments = [
  ..."aAzZ09 .,:;-_/\\'\"`{}[]()<>&|*?!#%@$=+~^\n\t\r\u0000\u001b\u00e9\u00df\u0130\u65e5\ufeff\u{1f600}",
];

export function awkwardString(random: Random): string {
  return random.choose(
    [6, () => random.pick<string>(strings)],
    [2, () => random.some(0, 8, () => random.pick(fragments)).join("")],
    [1, () => random.pick<string>(strings) + random.pick(fragments) + random.pick<string>(strings)],
    [1, () => random.pick<string>(strings).slice(0, 3).replace(/[\ud800-\udbff]$/, "")],
  );
}

const numbers = [
  ...[0, -0, 1, -1, 2, 3, 5, 7, 10, 12, 42, 64, 100, 255, 256, 999, 1000, 1024, 65535, 65536, 100000],
  ...[999999, 1000000, 1234567, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 2 ** 62, 2 ** 63],
  ...[-(2 ** 63), 2 ** 64, 1e20, 1e21, 1e22, 1e100, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308],
  ...[0.1, 0.2, 0.3, 0.5, 1.5, 2.5, -0.5, -1.5, 1.005, 3.14159, 99.995, 1 / 3, 1e-4, 1e-5, 1e-6, 1e-7, 123456.789],
  ...[0.000001234, 12345678.9, 4.35, 2.675, 1e6 + 0.5, -42, -1000000, 0.30000000000000004],
];

export function awkwardNumber(random: Random): number {
  return random.choose(
    [5, () => random.pick(numbers)],
    [3, () => random.below(25) - 5],
    [1, () => (random.below(2_000_001) - 1_000_000) / random.pick([1, 2, 8, 10, 100, 1000, 3, 7])],
    [1, () => Number(`${random.below(10_000)}e${random.below(40) - 20}`)],
  );
}

const keys = ["a", "b", "c", "name", "x", "Org", "items", "key_1", "é", "_", "__proto__", "constructor", "toString"];
const oddKeys = ["", " ", "a b", "a.b", "a-b", "1", "10", "9", "true", "null", "😀", "\uffff", "\n", "k:", "Error"];

/** JSON: shallow more often than deep. */
export function awkwardJson(random: Random, depth = 3): unknown {
  const nested = depth > 0 ? 3 : 0;
  return random.choose<unknown>(
    [5, () => awkwardString(random)],
    [4, () => awkwardNumber(random)],
    [1, () => random.chance(0.5)],
    [1, () => null],
    [nested, () => random.some(0, 4, () => awkwardJson(random, depth - 1))],
    [nested, () => awkwardObject(random, depth - 1)],
  );
}

export function awkwardObject(random: Random, depth: number): Record<string, unknown> {
  const key = () => random.pick(random.chance(0.8) ? keys : oddKeys);
  // Through entries, so that `__proto__` is a key like others.
  return Object.fromEntries(random.some(0, 4, () => [key(), awkwardJson(random, depth)]));
}

/** The object that a template starts from: fields of known types, and whatever else. */
export function someData(random: Random): Record<string, unknown> {
  const list = <T>(make: () => T) => random.some(0, 4, make);
  return {
    s: awkwardString(random),
    t: awkwardString(random),
    n: awkwardNumber(random),
    i: random.below(12) - 2,
    b: random.chance(0.5),
    nil: null,
    l: list(() => awkwardJson(random, 1)),
    words: list(() => awkwardString(random)),
    nums: list(() => awkwardNumber(random)),
    maps: list(() => awkwardObject(random, 1)),
    m: awkwardObject(random, 2),
    o: awkwardObject(random, 1),
    deep: { a: { b: { c: awkwardJson(random, 1) } }, name: awkwardString(random) },
    any: awkwardJson(random),
  };
}
