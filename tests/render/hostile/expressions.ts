/** Generates template expressions that put values through every kind of function. */

import fc from "fast-check";

/**
 * Expressions whose value is a text of one kind only, whatever the variables are: `plain` ones come out as they are, the
 * text of `encoded` ones is a complete scalar, list or mapping of YAML.
 */
export interface Expressions {
  readonly plain: fc.Arbitrary<string>;
  readonly encoded: fc.Arbitrary<string>;
  /** The index of the variables, or a length: a number. */
  readonly number: fc.Arbitrary<string>;
  /** Lists of two and mappings, which are no texts yet. */
  readonly list: fc.Arbitrary<string>;
  readonly mapping: fc.Arbitrary<string>;
}

const variables = [
  "$.Name",
  "$.BatchName",
  "$.Namespace",
  "$.Repository.Branch",
  "$.Contexts",
  "(index (fromJsonArray $.Contexts) 0).file.name",
  "(index (fromJsonArray $.Contexts) 0).file.source.inline",
  "(index (fromJsonArray $.Contexts) 1).file.source | keys | first",
  "(index (fromJsonArray $.Contexts) 1).file.source | values | first",
];

/** `@` and `%%` are texts. Whatever they are, so is what comes out, and no error does. */
const ofTexts = [
  ...[
    "trim @",
    "upper @",
    "lower @",
    "title @",
    "untitle @",
    "swapcase @",
    "snakecase @",
    "camelcase @",
    "kebabcase @",
  ],
  ...[
    "nospace @",
    "initials @",
    "reverse (list @ 1) | last",
    "b64enc @",
    "b64dec @",
    "b32enc @ | b32dec",
    "sha256sum @",
  ],
  ...["html @", "js @", "urlquery @", "toString @", "print @", "print @ %%", "println @", "cat @ %%", "printf `%s` @"],
  ...[
    "printf `%v: %s` @ %%",
    "printf `%q` @",
    "printf `%.3s` @",
    "printf `%-9s|%x` @ %%",
    "printf @ %%",
    "printf `%v` (list @ %%)",
  ],
  ...["trunc 5 @", "trunc -3 @", "abbrev 9 @", "abbrevboth 5 12 @", "wrap 10 @", "wrapWith 7 `\n` @", "repeat 2 @"],
  ...[
    "substr 0 1 @ | trimSuffix @",
    "trimPrefix `w` @",
    "trimSuffix `\n` @",
    "trimAll `\"'` @",
    "trimPrefix @ %%",
    "trimAll @ %%",
  ],
  ...["replace `o` `\n- ` @", "replace `a` %% @", "replace @ `: ` %%", "regexReplaceAll `[a-z]+` @ `$0: x`"],
  ...["regexReplaceAllLiteral `\\W` @ %%", "regexQuoteMeta @", "regexFind `.$` @", "regexSplit `\x1f` @ -1 | first"],
  ...[
    "join `, ` (list @ %%)",
    "join @ (list %% 1)",
    "splitList `,` @ | join `\n`",
    "(split `\x1f` @)._0",
    "splitList `\x1f` @ | first",
  ],
  ...[
    "default `none` @",
    "default @ ``",
    "coalesce @ %% `none`",
    "ternary @ %% true",
    "ternary @ %% (empty %%)",
    "required `x` (default `none` @)",
  ],
  ...[
    "first (list @ %%)",
    "index (list @ %%) 1",
    "list @ %% | last",
    "(append (list @) %%) | last",
    "concat (list @) (list %%) | join ` `",
  ],
  ...[
    "(dict `a` @).a",
    "get (dict `a` @) `a`",
    "(set (dict) `a` @).a",
    "(merge (dict `a` ``) (dict `a` @)).a | toString",
    "pluck `a` (dict `a` @) | first",
  ],
  ...[
    "(mergeOverwrite (dict `a` %%) (dict `a` @)).a",
    "dig `a` `b` %% (dict `a` (dict `b` @))",
    "(deepCopy (dict `a` @)).a",
    "dict @ %% | keys | first",
  ],
  ...[
    "dict @ %% | values | first",
    "merge (dict) (dict @ %%) | keys | first",
    "set (dict) @ %% | keys | first",
    "pick (dict @ %%) @ | keys | first",
    "(pick (dict `a` @ `b` 1) `a`).a",
    "(omit (dict `a` @ `b` 1) `b`).a",
    "index (dict @ %%) @",
  ],
  ...[
    "(fromJson (dict `a` @ | toJson)).a",
    "(fromYaml (dict `a` @ | toYaml)).a",
    "fromJsonArray (list @ | toJson) | first",
    "fromYamlArray (list @ %% | toYaml) | last",
  ],
  ...[
    "fromYaml @ | toJson | print $.Name",
    "fromJson @ | toYaml | print $.Name",
    "fromYamlArray @ | print $.Name",
    "toStrings (list @ %%) | first",
    "sortAlpha (list @ %%) | last",
  ],
  ...[
    "include `echo` @",
    "include `both` (list @ %%)",
    "tpl `<{{.}}>` @",
    "tpl `{{.a | quote}}` (dict `a` @) | print",
    "quote @ | print",
    "squote @ %% | lower",
  ],
  ...[
    "toYaml @ | print",
    "toJson (list @ %%) | print",
    "indent 3 @",
    "nindent 2 @ | trim",
    "plural @ %% 1",
    "uniq (list @) | first",
    "without (list `q` @) `q` | join ``",
  ],
  ...[
    "typeOf @",
    "kindOf @",
    "index (print `x` @) 0 | printf `%c`",
    "printf `%c` (list (index (print @ `x`) 0))",
    "adler32sum @",
    "(splitn `\x1f` 2 @)._0",
    "regexFindAll `^.?` @ 1 | join `x`",
    "rest (list 1 @) | first",
    "push (list 1) @ | last",
    "slice (list 1 @) 1 | first",
    "(unset (dict `a` @ `b` 1) `b`).a",
    "urlJoin (dict `host` `h` `path` @)",
    "clean @",
    "ternary @ %% (contains `:` %%)",
    "ternary @ %% (has @ (list %%))",
    "ext @",
    "base @",
    "dir @",
    "duration @",
  ],
];

const encoders = [
  ...[
    "quote @",
    "toJson @",
    "toRawJson @",
    "toPrettyJson @",
    "mustToJson @",
    "mustToRawJson @",
    "mustToPrettyJson @",
    "printf `%q` @",
    "include `quoted` @",
    "tpl `{{quote .}}` @",
  ],
  ...[
    "squote @",
    "toYaml @",
    "quote @ | trim",
    "toJson @ | trimSuffix `\n`",
    "default (quote @) ``",
    "ternary (toJson @) `x` true",
  ],
  ...["toJson @ | indent 1", "quote @ | include `as-is`"],
];

const lists = [
  "list @ %%",
  "prepend (list 1 %%) @ | initial",
  "splitList `\x1f` @ | concat (list %%)",
  "list (list @) %%",
  "tuple @ `own0`",
  "chunk 1 (list @ %%)",
];
const mappings = [
  ...[
    "dict `a` @ `own` %%",
    "dict `own` (list @ %%)",
    "dict `a` (dict `b` @)",
    "dict `v` @ | merge (dict `own` `own0`)",
    "dict @ `own0`",
  ],
  ...[
    "set (dict `own` `own1`) `b` @",
    "dict `own` @ | deepCopy",
    "fromJson (dict `a` @ | toJson)",
    "index (fromJsonArray $.Contexts) 1",
  ],
];

export const { plain, encoded, number, list, mapping } = fc.letrec<{ [K in keyof Expressions]: string }>((tie) => {
  const text = tie("plain");
  const filled = (patterns: readonly string[]) =>
    fc.tuple(fc.constantFrom(...patterns), text, text)
      .map(([pattern, one, other]) => pattern.replaceAll("@", () => `(${one})`).replaceAll("%%", () => `(${other})`));
  return {
    plain: fc.oneof(
      { depthSize: "small", maxDepth: 4 },
      { weight: 5, arbitrary: fc.constantFrom(...variables) },
      { weight: 4, arbitrary: filled(ofTexts) },
    ),
    encoded: filled(encoders),
    number: filled([
      "len @",
      "$.Index",
      "int (len @)",
      "add 1 (len @)",
      "ternary 1 2 (empty @)",
      "index (print `x` @) 0",
    ]),
    list: filled(lists),
    mapping: filled(mappings),
  };
});
