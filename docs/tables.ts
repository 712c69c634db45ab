/** The tables of docs/templates.md, from the code. */

import { limits } from "../render/budget.ts";
import type { GoFunction } from "../render/functions/function.ts";
import { manual, origins, type Subject } from "../render/functions/manual.ts";
import { refused } from "../render/functions/refused.ts";
import { functions } from "../render/functions/table.ts";
import { filled, table } from "./page.ts";

const tables: Readonly<Record<string, () => string>> = {
  functions: () =>
    Object.entries(manual).map(([title, subject]) => `### ${title}\n\n${table(head, rowsOf(subject))}`).join("\n\n"),
  refused: () => table(["Functions", "Why not"], refusedRows()),
  limits: () => table(["What", "At most"], limitRows),
};

const head = ["Function", "Arguments", "From", "Gives"];

export function withTables(page: string): string {
  return filled(page, tables);
}

/** Every name that shares the line of `name`: itself, its `must` twin, and what is the same function. */
export function namesOf(name: string): string[] {
  const must = `must${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const called = functions.get(name);
  const documented = new Set(Object.values(manual).flatMap((subject) => Object.keys(subject)));
  const twins = [...functions].filter(([other, its]) => !documented.has(other) && (other === must || its === called));
  return [name, ...twins.map(([other]) => other)];
}

function rowsOf(subject: Subject): string[][] {
  return Object.entries(subject).map(([name, gives]) => {
    const called = functions.get(name);
    if (called === undefined) throw new Error(`Cannot describe "${name}": there is no such function`);
    return [codes(namesOf(name)), argumentsOf(called), origins.get(name) ?? "Sprig", gives];
  });
}

/** Types in the order in which a template writes the arguments; a pipeline gives the last one. */
function argumentsOf({ parameters, variadic }: GoFunction): string {
  const types = parameters.map(({ type }) => type.replaceAll("interface {}", "any").replace("reflect.Value", "any"));
  return types.map((type, i) => variadic && i === types.length - 1 ? `${type}…` : type).join(" ");
}

function refusedRows(): string[][] {
  const names = Map.groupBy(refused.keys(), (name) => refused.get(name) ?? "");
  return [...names].map(([reason, names]) => [codes(names), reason]);
}

const limitRows = [
  ["Template", `${limits.template / 1024} Ki characters`],
  ["Words, numbers and punctuation marks in its actions", limits.tokens.toLocaleString("en")],
  ["What it writes, and any text on the way", `${limits.text / 1024} Ki characters`],
  ["Steps: actions, calls, rounds of a loop, texts by their length", limits.steps.toLocaleString("en")],
  ["Characters of a YAML text that may begin or end something in it", limits.yaml.toLocaleString("en")],
  ["Templates that include templates, blocks in blocks, YAML in YAML", `${limits.depth} deep`],
];

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
