/** What functions want and give, more closely than their Go types tell: a list of numbers, a path, a pattern. */

import { functions } from "../../../render/functions/table.ts";

/** Kinds of values, each a letter. */
export type Kind = keyof typeof kinds;

const kinds = {
  s: "string",
  k: "key of a map",
  p: "path",
  u: "URL",
  r: "regular expression",
  R: "replacement for one",
  t: "template",
  c: "name of a template",
  J: "JSON text",
  Y: "YAML text",
  d: "duration",
  x: "encoded text",
  v: "version",
  V: "constraint on versions",
  T: "name of a type",
  P: "format of printf",
  i: "small int",
  n: "number of any type, or a text that reads as one",
  f: "float",
  b: "bool",
  l: "list",
  m: "map",
  U: "parts of a URL",
  a: "anything",
} as const;

export interface Shape {
  readonly parameters: readonly Kind[];
  /** The last parameter takes any number of arguments. */
  readonly variadic: boolean;
  readonly result: Kind;
}

/** `*` behind the last parameter: any number of it. */
const written: Readonly<Record<string, string>> = {
  and: "aa*>a",
  or: "aa*>a",
  not: "a>b",
  len: "l>i",
  index: "li*>a",
  print: "a*>s",
  println: "a*>s",
  html: "a*>s",
  js: "a*>s",
  urlquery: "a*>s",
  eq: "aa*>b",
  ne: "aa>b",
  lt: "nn>b",
  le: "nn>b",
  gt: "nn>b",
  ge: "nn>b",
  printf: "Pa*>s",
  default: "aa>a",
  empty: "a>b",
  coalesce: "a*>a",
  all: "a*>b",
  any: "a*>b",
  ternary: "aab>a",
  required: "sa>a",
  fail: "s>s",
  quote: "a*>s",
  squote: "a*>s",
  toString: "a>s",
  indent: "is>s",
  nindent: "is>s",
  trunc: "is>s",
  substr: "iis>s",
  abbrev: "is>s",
  abbrevboth: "iis>s",
  wrap: "is>s",
  wrapWith: "iss>s",
  repeat: "is>s",
  split: "ss>m",
  splitn: "sis>m",
  splitList: "ss>l",
  join: "sl>s",
  plural: "ssi>s",
  cat: "a*>s",
  contains: "ss>b",
  hasPrefix: "ss>b",
  hasSuffix: "ss>b",
  base: "p>s",
  dir: "p>s",
  clean: "p>s",
  ext: "p>s",
  isAbs: "p>b",
  osBase: "p>s",
  osDir: "p>s",
  osClean: "p>s",
  osExt: "p>s",
  osIsAbs: "p>b",
  int: "n>i",
  int64: "n>n",
  float64: "n>f",
  add: "n*>n",
  add1: "n>n",
  sub: "nn>n",
  mul: "nn*>n",
  div: "nn>n",
  mod: "nn>n",
  max: "nn*>n",
  min: "nn*>n",
  biggest: "nn*>n",
  floor: "n>f",
  ceil: "n>f",
  round: "nif*>f",
  atoi: "s>i",
  toDecimal: "n>n",
  seq: "i*>s",
  until: "i>l",
  untilStep: "iii>l",
  addf: "n*>f",
  add1f: "n>f",
  subf: "nn*>f",
  mulf: "nn*>f",
  divf: "nn*>f",
  maxf: "nn*>f",
  minf: "nn*>f",
  list: "a*>l",
  tuple: "a*>l",
  first: "l>a",
  last: "l>a",
  rest: "l>l",
  initial: "l>l",
  append: "la>l",
  push: "la>l",
  prepend: "la>l",
  reverse: "l>l",
  compact: "l>l",
  concat: "l*>l",
  uniq: "l>l",
  without: "la*>l",
  has: "al>b",
  slice: "li*>l",
  chunk: "il>l",
  toStrings: "l>l",
  sortAlpha: "l>l",
  dict: "k*>m",
  get: "mk>a",
  set: "mka>m",
  unset: "mk>m",
  hasKey: "mk>b",
  keys: "m*>l",
  values: "m>l",
  pick: "mk*>m",
  omit: "mk*>m",
  pluck: "km*>l",
  dig: "kam>a",
  deepCopy: "a>a",
  merge: "mm*>m",
  mergeOverwrite: "mm*>m",
  toJson: "a>s",
  toRawJson: "a>s",
  toPrettyJson: "a>s",
  fromJson: "J>m",
  fromJsonArray: "J>l",
  toYaml: "a>s",
  fromYaml: "Y>m",
  fromYamlArray: "Y>l",
  b64dec: "x>s",
  b32dec: "x>s",
  decryptAES: "sx>s",
  urlParse: "u>m",
  urlJoin: "U>s",
  regexMatch: "rs>b",
  regexFind: "rs>s",
  regexFindAll: "rsi>l",
  regexReplaceAll: "rsR>s",
  regexReplaceAllLiteral: "rss>s",
  regexSplit: "rsi>l",
  regexQuoteMeta: "s>s",
  duration: "n>s",
  durationRound: "d>s",
  kindOf: "a>s",
  kindIs: "Ta>b",
  typeOf: "a>s",
  typeIs: "Ta>b",
  typeIsLike: "Ta>b",
  deepEqual: "aa>b",
  semver: "v>a",
  semverCompare: "Vv>b",
  include: "ca>s",
  tpl: "ta>s",
};

const goKinds: Readonly<Record<string, Kind>> = {
  "string": "s",
  "int": "i",
  "float64": "f",
  "bool": "b",
  "map[string]interface {}": "m",
  "interface {}": "a",
  "reflect.Value": "a",
};

/** Every function that templates may call. What is not written above goes by the plain name without `must`, or by Go's types. */
export const shapes: ReadonlyMap<string, Shape> = new Map(
  [...functions].map(([name, { parameters, variadic }]) => {
    const plain = name.replace(/^must_?([A-Za-z])/, (_, first: string) => first.toLowerCase());
    const shape = written[name] ?? written[plain];
    if (shape !== undefined) return [name, read(shape)];
    return [name, { parameters: parameters.map(({ type }) => goKinds[type] ?? "a"), variadic, result: "s" }];
  }),
);

/** Functions whose result is of a kind. */
export const functionsByResult: ReadonlyMap<Kind, readonly string[]> = Map.groupBy(
  shapes.keys(),
  (name) => shapes.get(name)?.result ?? "a",
);

function read(shape: string): Shape {
  const [parameters = "", result = ""] = shape.split(">");
  return {
    parameters: [...parameters.replace("*", "")].filter(isKind),
    variadic: parameters.endsWith("*"),
    result: isKind(result) ? result : "a",
  };
}

function isKind(letter: string): letter is Kind {
  return letter in kinds;
}
