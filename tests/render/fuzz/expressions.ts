/** Writes pipelines whose types mostly fit, and now and then don't. */

import { literal, stringLiteral } from "./literals.ts";
import type { Random } from "./random.ts";
import { functionsByResult, type Kind, type Shape, shapes } from "./shapes.ts";

/** What a pipeline may name: a variable, or a path from the dot or the root. */
export interface Known {
  readonly source: string;
  readonly kind: Kind;
}

/** What pipelines at one place of a template see. */
export interface Surroundings {
  readonly random: Random;
  readonly known: readonly Known[];
  /** Writes a template that stands in a string, for `tpl`. */
  readonly template: () => string;
}

const allFunctions = [...shapes.keys()];
const allKinds: readonly Kind[] = ["s", "i", "n", "f", "b", "l", "m", "a", "k", "r", "p"];

/** A pipeline without parentheses around it, which perhaps gives a value of the kind. */
export function pipeline(around: Surroundings, kind: Kind, depth: number): string {
  const { random } = around;
  if (depth <= 0) return operand(around, kind, 0);
  return random.choose(
    [2, () => operand(around, kind, depth)],
    [5, () => call(around, functionFor(random, kind), depth)],
  );
}

/** A value of the kind that can stand as an argument. */
export function operand(around: Surroundings, wanted: Kind, depth: number): string {
  const { random, known } = around;
  const kind = random.chance(0.03) ? random.pick(allKinds) : wanted;
  const fitting = known.filter((each) => fits(each.kind, kind));
  return random.choose(
    [fitting.length > 0 ? 5 : 0, () => random.pick(fitting).source],
    [4, () => constant(around, kind, depth)],
    [depth > 0 ? 3 : 0, () => parenthesised(around, kind, depth - 1)],
    [1, () => random.pick([".", "$", ".missing", "$.missing", ".missing.x", "$.nil", ".nil", ".deep.a.b.c", ".s.x"])],
  );
}

/** A call of `name`, its last argument perhaps piped in. */
export function call(around: Surroundings, name: string, depth: number): string {
  const { random } = around;
  const shape = shapes.get(name);
  if (shape === undefined) throw new Error(`Cannot call ${name}: there is no such function`);
  const kinds = argumentKinds(random, shape);
  const last = kinds.at(-1);
  if (last === undefined || !random.chance(0.3)) {
    return [name, ...kinds.map((kind) => operand(around, kind, depth - 1))].join(" ");
  }
  const piped = pipeline(around, last, depth - 1);
  return `${piped} | ${[name, ...kinds.slice(0, -1).map((kind) => operand(around, kind, depth - 1))].join(" ")}`;
}

function argumentKinds(random: Random, { parameters, variadic }: Shape): Kind[] {
  const kinds = [...parameters];
  if (variadic) {
    const repeated = kinds.pop() ?? "a";
    kinds.push(...random.some(0, random.chance(0.9) ? 2 : 5, () => repeated));
  }
  if (random.chance(0.01)) kinds.pop();
  if (random.chance(0.01)) kinds.push("a");
  return kinds;
}

function functionFor(random: Random, kind: Kind): string {
  if (random.chance(0.1)) return random.pick(allFunctions);
  const results = functionsByResult.get(resultKind(kind)) ?? [];
  const vague = functionsByResult.get("a") ?? [];
  return random.pick(results.length > 0 && random.chance(0.85) ? results : [...vague, ...allFunctions]);
}

/** The kind that results have instead of the closer one that a parameter may have. */
function resultKind(kind: Kind): Kind {
  return "skpurRtcJYdxvVTPZ".includes(kind) ? "s" : kind === "U" ? "m" : kind;
}

function fits(given: Kind, wanted: Kind): boolean {
  return wanted === "a" || given === resultKind(wanted) || (wanted === "n" && "ifn".includes(given)) ||
    (wanted === "f" && given === "n");
}

function parenthesised(around: Surroundings, kind: Kind, depth: number): string {
  const { random } = around;
  const fields = kind === "a" && random.chance(0.1) ? random.pick([".a", ".x", ".name", ".a.b"]) : "";
  return `(${random.chance(0.05) ? " " : ""}${pipeline(around, kind, depth)})${fields}`;
}

/** A constant, or a call that makes one of its arguments. */
function constant(around: Surroundings, kind: Kind, depth: number): string {
  const { random } = around;
  switch (kind) {
    case "l":
      return random.choose(
        [4, () => `(list ${random.some(0, 4, () => operand(around, "a", depth - 1)).join(" ")})`],
        [1, () => `(list ${random.some(1, 5, () => literal(random, "n") ?? "1").join(" ")})`],
        [1, () => `(splitList ${random.pick(['","', '" "', '""'])} ${operand(around, "s", depth - 1)})`],
        [1, () => `(until ${random.below(5)})`],
      );
    case "m":
      return `(dict ${
        random.some(0, 3, () => `${literal(random, "k")} ${operand(around, "a", depth - 1)}`).join(" ")
      })`;
    case "U":
      return random.choose(
        [2, () => `(urlParse ${literal(random, "u")})`],
        [3, () => `(dict ${random.some(0, 4, () => urlPart(random)).join(" ")})`],
      );
    case "z":
      return random.choose(
        [3, () => `(int64 ${random.pick(["0", "1709164800", "-1", "1e9", "253402300800", "951782400"])})`],
        [2, () => `(toDate "2006-01-02" "${random.pick(["2024-02-29", "1970-01-01", "0001-01-01", "9998-12-31"])}")`],
      );
    case "i":
      return random.chance(0.8) ? literal(random, kind) ?? "1" : `(int ${operand(around, "n", depth - 1)})`;
    case "t":
      return stringLiteral(random, around.template());
    default:
      return literal(random, kind) ?? operand(around, "s", depth - 1);
  }
}

const urlParts = ["scheme", "host", "path", "query", "fragment", "opaque", "userinfo"] as const;

function urlPart(random: Random): string {
  const part = random.pick(urlParts);
  const value = random.pick([
    "",
    "http",
    "a.b",
    "/p/a",
    "p a",
    "q=1&r",
    "f",
    "u:p",
    "é",
    "x:y",
    "//",
    "a%20b",
    "*",
    "h:80",
  ]);
  return `"${part}" ${stringLiteral(random, value)}`;
}
