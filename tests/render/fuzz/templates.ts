/** Writes whole templates: every statement of the language, over data whose fields it knows. */

import { call, type Known, operand, pipeline, type Surroundings } from "./expressions.ts";
import type { Random } from "./random.ts";
import { type Kind, shapes } from "./shapes.ts";

/** What the statements at one place see. */
interface Place {
  readonly dot: unknown;
  readonly variables: readonly Known[];
  readonly inRange: boolean;
  readonly depth: number;
}

/** A template over `data` with statements of every kind. */
export function someTemplate(random: Random, data: unknown): string {
  const writer = new Writer(random, data);
  const defined = ["one", "two"].filter(() => random.chance(0.4)).map((name) => writer.definition(name));
  const body = writer.statements({ dot: data, variables: [], inRange: false, depth: 3 });
  return random.chance(0.5) ? defined.join("") + body : body + defined.join("");
}

/** A template of a few calls and little else, for the functions' sake. */
export function someCalls(random: Random, data: unknown): string {
  const writer = new Writer(random, data);
  const around = writer.around({ dot: data, variables: [], inRange: false, depth: 0 });
  const names = [...shapes.keys()];
  const calls = random.some(1, 3, () => `{{${call(around, random.pick(names), random.below(3))}}}`).join("|");
  return /include|tpl/.test(calls) ? `${calls}{{define "one"}}[{{.}}]{{end}}` : calls;
}

/** A template of constants and calls for numbers, texts and formats alone. */
export function someFormats(random: Random, data: unknown): string {
  const writer = new Writer(random, data);
  const around = writer.around({ dot: data, variables: [], inRange: false, depth: 0 });
  return random.some(1, 3, () => `{{${call(around, random.pick(dense), random.below(2))}}}`).join("|");
}

const dense = [
  ...[
    "printf",
    "printf",
    "printf",
    "printf",
    "int",
    "int64",
    "float64",
    "add",
    "addf",
    "mul",
    "div",
    "mod",
    "mulf",
    "divf",
    "round",
  ],
  ...[
    "floor",
    "ceil",
    "max",
    "min",
    "toString",
    "toJson",
    "toYaml",
    "quote",
    "print",
    "trunc",
    "substr",
    "abbrev",
    "title",
    "wrap",
  ],
  ...[
    "snakecase",
    "camelcase",
    "kebabcase",
    "swapcase",
    "untitle",
    "trim",
    "trimAll",
    "replace",
    "eq",
    "lt",
    "atoi",
    "toDecimal",
  ],
  ...[
    "html",
    "js",
    "urlquery",
    "regexReplaceAll",
    "regexFindAll",
    "b64dec",
    "b32dec",
    "durationRound",
    "duration",
    "urlParse",
  ],
];

class Writer {
  constructor(readonly random: Random, readonly data: unknown) {}

  definition(name: string): string {
    const place = { dot: this.random.chance(0.7) ? this.data : undefined, variables: [], inRange: false, depth: 1 };
    return this.#tag(`define "${name}"`) + this.statements(place) + this.#tag("end");
  }

  /** `inner` sees the variables that statements before it in the same block declare. */
  statements(place: Place): string {
    const { random } = this;
    let variables = place.variables;
    return random.some(1, place.depth > 1 ? 4 : 2, () => {
      const here = { ...place, variables };
      if (random.chance(0.12)) {
        const kind = random.pick<Kind>(["s", "n", "l", "m", "a", "b", "i"]);
        const source = random.pick(["$x", "$y", "$z", "$x"]);
        const declared = this.#tag(`${source} := ${this.#pipe(here, kind)}`);
        variables = [...variables.filter((variable) => variable.source !== source), { source, kind }];
        return declared;
      }
      return this.#statement(here);
    }).join("");
  }

  around(place: Place): Surroundings {
    const fromRoot = place.dot === this.data ? [] : pathsOf(this.data, "$");
    const known = [...place.variables, ...pathsOf(place.dot, ""), ...fromRoot];
    const inner = { dot: undefined, variables: [], inRange: false, depth: 0 };
    return { random: this.random, known, template: () => place.depth > 0 ? this.statements(inner) : "{{.}}" };
  }

  #statement(place: Place): string {
    const { random } = this;
    const nests = place.depth > 0 ? 1 : 0;
    return random.choose(
      [6, () => this.#text()],
      [8, () => this.#tag(this.#pipe(place, random.pick<Kind>(["s", "n", "a", "b", "l", "m", "s", "a"])))],
      [3 * nests, () => this.#if(place)],
      [3 * nests, () => this.#with(place)],
      [4 * nests, () => this.#range(place)],
      [
        1,
        () =>
          this.#tag(
            `template "${random.pick(["one", "two", "one", "none"])}" ${random.pick([".", "$", "", ".m", "nil"])}`,
          ),
      ],
      [nests, () => this.#block(place)],
      [place.variables.length > 0 ? 2 : 0, () => this.#assignment(place)],
      [place.inRange ? 2 : 0, () => this.#jump(place)],
      [1, () => `{{${random.pick(["", "- "])}/* ${random.pick(["c", "{{", "-}}", ""])} */${random.pick(["", " -"])}}}`],
    );
  }

  #if(place: Place): string {
    const { random } = this;
    const inner = { ...place, depth: place.depth - 1 };
    const branch = () => this.statements(inner);
    const more = random.some(
      0,
      random.chance(0.2) ? 2 : 0,
      () => this.#tag(`else if ${this.#condition(place)}`) + branch(),
    );
    const otherwise = random.chance(0.4) ? this.#tag("else") + branch() : "";
    return this.#tag(`if ${this.#condition(place)}`) + branch() + more.join("") + otherwise + this.#tag("end");
  }

  #with(place: Place): string {
    const { random } = this;
    const known = pathsOf(place.dot, "").filter(({ kind }) => kind === "m");
    const path = known.length > 0 && random.chance(0.6) ? random.pick(known).source : undefined;
    const inner = { ...place, depth: place.depth - 1 };
    const dot = path === undefined ? undefined : valueAt(place.dot, path);
    const variable = random.chance(0.3)
      ? [{ source: "$w", kind: path === undefined ? "a" as const : "m" as const }]
      : [];
    const pipe = path ?? this.#pipe(place, random.pick<Kind>(["m", "a", "s", "l"]));
    const body = this.statements({ ...inner, dot, variables: [...place.variables, ...variable] });
    const more = random.chance(0.15)
      ? this.#tag(`else with ${this.#pipe(place, "a")}`) + this.statements({ ...inner, dot: undefined })
      : "";
    const otherwise = random.chance(0.4) ? this.#tag("else") + this.statements(inner) : "";
    return this.#tag(`with ${variable.length > 0 ? "$w := " : ""}${pipe}`) + body + more + otherwise + this.#tag("end");
  }

  #range(place: Place): string {
    const { random } = this;
    const variables = random.pick([[], [], ["$v"], ["$k", "$v"], ["$x"]]);
    const assigns = variables.every((name) => place.variables.some(({ source }) => source === name)) &&
      random.chance(0.5);
    const over = random.pick<Kind>(["l", "l", "m", "i", "a"]);
    const declared = variables.map((source, i): Known => ({
      source,
      kind: i === 0 && variables.length > 1 ? (over === "m" ? "s" : "i") : "a",
    }));
    const pipe = over === "i" && random.chance(0.7) ? String(random.below(5)) : this.#pipe(place, over);
    const inner = { ...place, depth: place.depth - 1 };
    const body = this.statements({
      ...inner,
      dot: undefined,
      variables: [...place.variables, ...declared],
      inRange: true,
    });
    const otherwise = random.chance(0.3) ? this.#tag("else") + this.statements(inner) : "";
    const head = variables.length === 0 ? "" : `${variables.join(", ")} ${assigns ? "=" : ":="} `;
    return this.#tag(`range ${head}${pipe}`) + body + otherwise + this.#tag("end");
  }

  #block(place: Place): string {
    const inner = { dot: undefined, variables: [], inRange: false, depth: place.depth - 1 };
    const name = this.random.pick(["one", "two", "three"]);
    return this.#tag(`block "${name}" ${this.#pipe(place, "a")}`) + this.statements(inner) + this.#tag("end");
  }

  #assignment(place: Place): string {
    const { source, kind } = this.random.pick(place.variables);
    return this.#tag(`${source} = ${this.#pipe(place, kind)}`);
  }

  #jump(place: Place): string {
    const jump = this.#tag(this.random.pick(["break", "continue"]));
    return this.random.chance(0.5) ? jump : this.#tag(`if ${this.#condition(place)}`) + jump + this.#tag("end");
  }

  #condition(place: Place): string {
    return this.#pipe(place, this.random.pick<Kind>(["b", "b", "a"]));
  }

  #pipe(place: Place, kind: Kind): string {
    const depth = this.random.below(3);
    return depth === 0 ? operand(this.around(place), kind, 0) : pipeline(this.around(place), kind, depth);
  }

  #tag(inside: string): string {
    const { random } = this;
    const open = random.chance(0.12) ? random.pick(["{{- ", "{{-\n", "{{ ", "{{\t", "{{-  "]) : "{{";
    const close = random.chance(0.12) ? random.pick([" -}}", "\n-}}", " }}", "\r\n}}", "  -}}"]) : "}}";
    return open + inside + close;
  }

  #text(): string {
    return this.random.pick([
      ...[
        "x",
        " ",
        "\n",
        "  \n\t",
        "a: b\n",
        "é日",
        "{",
        "}",
        "{ {",
        "} }",
        "-",
        " - ",
        "\"'`",
        "\r\n",
        "\u00a0",
        "/* */",
        "end",
        "\ufeff",
      ],
    ]);
  }
}

/** All paths into `value` that templates can write, down to three fields. */
function pathsOf(value: unknown, prefix: string, depth = 3): Known[] {
  if (value === undefined) return prefix === "" ? [{ source: ".", kind: "a" }] : [];
  const self: Known = { source: prefix === "" ? "." : prefix, kind: kindOf(value) };
  if (depth === 0 || typeof value !== "object" || value === null || Array.isArray(value)) return [self];
  const fields = Object.entries(value).filter(([key]) => /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(key));
  return [self, ...fields.flatMap(([key, field]) => pathsOf(field, `${prefix}.${key}`, depth - 1))];
}

function kindOf(value: unknown): Kind {
  if (typeof value === "string") return "s";
  if (typeof value === "number") return "n";
  if (typeof value === "boolean") return "b";
  if (Array.isArray(value)) return "l";
  return value === null ? "a" : "m";
}

/** The value that a path such as `.a.b` leads to. */
function valueAt(value: unknown, path: string): unknown {
  return path.split(".").filter((key) => key !== "").reduce<unknown>((found, key) => {
    return typeof found === "object" && found !== null ? new Map(Object.entries(found)).get(key) : undefined;
  }, value);
}
