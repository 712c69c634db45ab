/** Arithmetic, and Sprig's forgiving conversions to numbers. */

import { limits, OverBudget } from "../budget.ts";
import { floatOf, intOf } from "../literal.ts";
import { flat, isText } from "../rope.ts";
import { Int, int, int64, List, type Value } from "../value.ts";
import { any, computes, FunctionError, type FunctionTable, integer, rest } from "./function.ts";

export const numbers: FunctionTable = {
  int: computes([any], (value) => int(toInt(value))),
  int64: computes([any], (value) => int64(toInt(value))),
  float64: computes([any], toFloat),
  add: computes([rest(any)], (values) => int64(values.reduce<bigint>((sum, value) => sum + toInt(value), 0n))),
  add1: computes([any], (value) => int64(toInt(value) + 1n)),
  sub: computes([any, any], (a, b) => int64(toInt(a) - toInt(b))),
  mul: computes([any, rest(any)], (a, others) => {
    return int64(others.reduce<bigint>((product, value) => BigInt.asIntN(64, product * toInt(value)), toInt(a)));
  }),
  div: computes([any, any], (a, b) => int64(toInt(a) / divisor(b))),
  mod: computes([any, any], (a, b) => int64(toInt(a) % divisor(b))),
  max: computes([any, rest(any)], (a, others) => int64(others.map(toInt).reduce((x, y) => y > x ? y : x, toInt(a)))),
  min: computes([any, rest(any)], (a, others) => int64(others.map(toInt).reduce((x, y) => y < x ? y : x, toInt(a)))),
  floor: computes([any], (value) => Math.floor(toFloat(value))),
  ceil: computes([any], (value) => Math.ceil(toFloat(value))),
  until: computes([integer], (count) => steps(0, count, count < 0 ? -1 : 1)),
  untilStep: computes([integer, integer, integer], steps),
};

/** What cannot be read as a number is 0. */
export function toInt(value: Value): bigint {
  if (value instanceof Int) return value.value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return floatToInt(value);
  return isText(value) ? intOf(flat(value).replace(/\.0+$/, "")) ?? 0n : 0n;
}

/** Out of range, Go on amd64 gives the least integer. */
function floatToInt(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

function toFloat(value: Value): number {
  if (value instanceof Int) return Number(value.value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  return isText(value) ? parseFloat64(flat(value)) : 0;
}

function parseFloat64(text: string): number {
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (word !== null) return word[2]?.toLowerCase() === "nan" ? NaN : word[1] === "-" ? -Infinity : Infinity;
  const value = floatOf(text);
  return value === undefined || !Number.isFinite(value) ? 0 : value;
}

function divisor(value: Value): bigint {
  const by = toInt(value);
  if (by === 0n) throw new FunctionError("runtime error: integer divide by zero");
  return by;
}

function steps(start: number, stop: number, step: number): List {
  const items: Int[] = [];
  if (step === 0 || stop === start || stop < start !== step < 0) return new List(items, "int");
  if (Math.abs((stop - start) / step) > limits.steps) {
    throw new OverBudget(`exceeded the limit of ${limits.steps} steps`);
  }
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) items.push(int(i));
  return new List(items, "int");
}
