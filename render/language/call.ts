/** Calls template functions: Go's rules for arguments, the budget, and what is trusted of the result. */

import { type Operand, source } from "./ast.ts";
import type { Budget } from "../budget.ts";
import type { Context, GoFunction, Parameter } from "../functions/function.ts";
import { flat, isText, pieces, Rope } from "../rope.ts";
import { type Box, Boxed } from "./scope.ts";
import { deferAll, List, typeOf, type Value, visit } from "../value.ts";

/** What is wrong with the number of arguments: `operands` written behind the name, and perhaps one piped in. */
export function countProblem(
  name: string,
  { parameters, variadic }: GoFunction,
  operands: number,
  isPiped: boolean,
): string | undefined {
  const count = operands + (isPiped ? 1 : 0);
  const wanted = parameters.length;
  if (variadic) {
    const least = wanted - 1;
    return count < least ? `wrong number of args for ${name}: want at least ${least} got ${operands}` : undefined;
  }
  return count === wanted ? undefined : `wrong number of args for ${name}: want ${wanted} got ${count}`;
}

/** Go checks a constant against the parameter's type before it evaluates anything. */
export function constantProblem(operand: Operand, { type }: Parameter<unknown>): string | undefined {
  if (type === "interface {}" || type === "reflect.Value") return undefined;
  const expected = constants.get(type);
  if (operand.kind === "nil") return /^[*[]|^map\[/.test(type) ? undefined : `cannot assign nil to ${type}`;
  if (operand.kind !== "bool" && operand.kind !== "number" && operand.kind !== "string") return undefined;
  if (expected === undefined) return `can't handle ${source(operand)} for arg of type ${type}`;
  const fits = operand.kind === expected.kind &&
    (operand.kind !== "number" || (type === "float64" ? operand.float : operand.int) !== undefined);
  return fits ? undefined : `expected ${expected.name}; found ${source(operand)}`;
}

/** The constants that parameters of a type take, and what messages call them. */
const constants: ReadonlyMap<string, { kind: Operand["kind"]; name: string }> = new Map([
  ["string", { kind: "string", name: "string" }],
  ["int", { kind: "number", name: "integer" }],
  ["time.Duration", { kind: "number", name: "integer" }],
  ["float64", { kind: "number", name: "float" }],
  ["bool", { kind: "bool", name: "bool" }],
]);

/** What is wrong with a value that its parameter does not take. */
export function typeProblem(box: Box, { type }: Parameter<unknown>): string {
  if (box === undefined) return `invalid value; expected ${type}`;
  const value = box instanceof Boxed ? box.value : box;
  const given = value === undefined || value === null ? "interface {}" : typeOf(value);
  return `wrong type for value; expected ${type}; got ${given}`;
}

/** Calls `called` with arguments that its parameters have `taken` from `values`. Throws a FunctionError. */
export function invoke(
  called: GoFunction,
  values: readonly Value[],
  taken: readonly unknown[],
  context: Context,
): Value {
  const { budget } = context;
  if (called.style === "passes") {
    spendOnItems(values, budget);
    for (const taking of taken) if (typeof taking === "string") budget.spendOnText(taking.length);
    const result = called.call(context, taken);
    spendOnItems([result], budget);
    return result;
  }
  const trusted = measure(values, budget);
  const result = called.call(context, taken);
  measure([result], budget);
  if (called.style !== "computes" || trusted) return result;
  visit(result, () => budget.spend(0.5));
  return deferAll(result);
}

function spendOnItems(values: readonly Value[], budget: Budget): void {
  for (const value of values) if (value instanceof List) budget.spend(value.items.length / 16);
}

/** Accounts for reading `values` to the bottom, so that functions may; says whether all of it is trusted. */
export function measure(values: readonly Value[], budget: Budget): boolean {
  let trusted = true;
  for (const value of values) {
    visit(value, (part) => {
      if (isText(part)) budget.spendOnText(8 * pieces(part).length + flat(part).length);
      else budget.spend(0.5);
      trusted &&= !(part instanceof Rope);
    });
  }
  return trusted;
}
