/** Arithmetic, and Sprig's forgiving conversions to numbers. */

import { limits, OverBudget } from "../budget.ts";
import { bigintOf, floatOf, intOf, nearestInt } from "../language/literal.ts";
import { printFlat } from "../printing/print.ts";
import { flat, isText } from "../rope.ts";
import { Int, int, int64, List, type Value } from "../value.ts";
import { any, computes, FunctionError, type FunctionTable, rest, string, wideInteger } from "./function.ts";

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
  biggest: computes([any, rest(any)], (a, others) => {
    return int64(others.map(toInt).reduce((x, y) => y > x ? y : x, toInt(a)));
  }),
  atoi: computes([string], (text) => int(nearestInt(text))),
  toDecimal: computes([any], (value) => int64(octal(printFlat(value)))),
  seq: computes([rest(wideInteger)], function (bounds) {
    const { items } = sequence(bounds);
    this.budget.spend(items.length / 2);
    return items.map(printFlat).join(" ");
  }),
  until: computes([wideInteger], (count) => steps(0n, count, count < 0n ? -1n : 1n)),
  untilStep: computes([wideInteger, wideInteger, wideInteger], steps),
};

/** What cannot be read as a number is 0. */
export function toInt(value: Value): bigint {
  if (value instanceof Int) return value.kind === "time.Duration" ? 0n : value.value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return floatToInt(value);
  return isText(value) ? intOf(flat(value).replace(/\.0+\.*$/, "")) ?? 0n : 0n;
}

/** Out of range, Go on amd64 gives the least integer. */
function floatToInt(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

export function toFloat(value: Value): number {
  if (value instanceof Int) return Number(toInt(value));
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

/** What is not an octal number, or too large, is 0. */
function octal(text: string): bigint {
  const [, sign, digits] = /^([+-]?)([0-7]+)$/.exec(text) ?? [];
  if (digits === undefined) return 0n;
  const magnitude = bigintOf(`0o${digits}`);
  const value = sign === "-" ? -magnitude : magnitude;
  return BigInt.asIntN(64, value) === value ? value : 0n;
}

/** From 1 to the end; or from start to end; or from start by a step to the end, which are included. */
function sequence(bounds: readonly bigint[]): List {
  const [first = 0n, second = 0n, third = 0n] = bounds;
  if (bounds.length === 0 || bounds.length > 3) return new List([]);
  const [start, end] = bounds.length === 1 ? [1n, first] : bounds.length === 2 ? [first, second] : [first, third];
  const direction = end < start ? -1n : 1n;
  const step = bounds.length === 3 ? second : direction;
  return steps(start, BigInt.asIntN(64, end + direction), step);
}

/** As Go's numbers do, `i` starts over at the other end when it gets too large. */
function steps(start: bigint, stop: bigint, step: bigint): List {
  const items: Int[] = [];
  if (step === 0n || stop === start || stop < start !== step < 0n) return new List(items, "int");
  const overBudget = () => new OverBudget(`exceeded the limit of ${limits.steps} steps`);
  if ((stop - start) / step > limits.steps) throw overBudget();
  for (let i = start; step > 0n ? i < stop : i > stop; i = BigInt.asIntN(64, i + step)) {
    if (items.push(int(i)) > limits.steps) throw overBudget();
  }
  return new List(items, "int");
}
