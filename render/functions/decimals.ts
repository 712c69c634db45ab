/** Arithmetic on floats, done in decimal as Sprig does, so that 0.1 and 0.2 make 0.3. */

import type { Budget } from "../budget.ts";
import type { Value } from "../value.ts";
import { any, computes, float, FunctionError, type FunctionTable, integer, rest } from "./function.ts";
import { toFloat } from "./numbers.ts";

export const decimals: FunctionTable = {
  addf: computes([rest(any)], function (values) {
    return fold(this.budget, 0, values, add);
  }),
  add1f: computes([any], function (value) {
    return fold(this.budget, value, [1], add);
  }),
  subf: computes([any, rest(any)], function (first, others) {
    return fold(this.budget, first, others, subtract);
  }),
  mulf: computes([any, rest(any)], function (first, others) {
    return fold(this.budget, first, others, multiply);
  }),
  divf: computes([any, rest(any)], function (first, others) {
    return fold(this.budget, first, others, divide);
  }),
  maxf: computes([any, rest(any)], (first, others) => Math.max(toFloat(first), ...others.map(toFloat))),
  minf: computes([any, rest(any)], (first, others) => Math.min(toFloat(first), ...others.map(toFloat))),
  round: computes([any, integer, rest(float)], (value, places, [roundsUpFrom = 0.5]) => {
    const power = powerOfTen(places);
    const scaled = power * toFloat(value);
    return (scaled % 1 >= roundsUpFrom ? Math.ceil(scaled) : Math.floor(scaled)) / power;
  }),
};

/** As Go's math.Pow works it out, which is not always the float that is nearest. */
function powerOfTen(places: number): number {
  let mantissa = 1;
  let exponent = 0;
  let [factor, power] = [0.625, 4];
  let rest = Math.abs(places);
  for (; rest > 0 && power <= 4096; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      mantissa *= factor;
      exponent += power;
    }
    factor *= factor;
    power *= 2;
    if (factor < 0.5) {
      factor *= 2;
      power--;
    }
  }
  if (rest > 0) exponent += power;
  const half = Math.floor(exponent / 2);
  if (places >= 0) return mantissa * 2 ** half * 2 ** (exponent - half);
  return 1 / mantissa * 2 ** -half * 2 ** (half - exponent);
}

/** `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

type Operation = (a: Decimal, b: Decimal) => Decimal;

/** Every operand may lengthen the number, and so the work with the next one. */
function fold(budget: Budget, first: Value, others: readonly Value[], operation: Operation): number {
  const { digits, exponent } = others.reduce<Decimal>((result, value, i) => {
    budget.spend(4 + 4 * i);
    return operation(result, decimalOf(value));
  }, decimalOf(first));
  return Number(`${digits}e${exponent}`);
}

function decimalOf(value: Value): Decimal {
  const number = toFloat(value);
  if (!Number.isFinite(number)) {
    throw new FunctionError(
      `Cannot create a Decimal from ${Number.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf"}`,
    );
  }
  const [mantissa = "0", exponent = "0"] = number.toExponential().split("e");
  const [, fraction = ""] = mantissa.split(".");
  return { digits: BigInt(mantissa.replace(".", "")), exponent: Number(exponent) - fraction.length };
}

/** The digits of `decimal` when its exponent is made `exponent`, which is not above its own. */
function digitsAt({ digits, exponent: own }: Decimal, exponent: number): bigint {
  return digits * 10n ** BigInt(own - exponent);
}

function add(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: digitsAt(a, exponent) + digitsAt(b, exponent), exponent };
}

function subtract(a: Decimal, { digits, exponent }: Decimal): Decimal {
  return add(a, { digits: -digits, exponent });
}

function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** To 16 places, halves away from zero. */
function divide(a: Decimal, b: Decimal): Decimal {
  if (b.digits === 0n) throw new FunctionError("decimal division by 0");
  const places = 16;
  const exponent = Math.min(a.exponent + places, b.exponent);
  const dividend = digitsAt({ ...a, exponent: a.exponent + places }, exponent);
  const divisor = digitsAt(b, exponent);
  const magnitude = (2n * absolute(dividend) + absolute(divisor)) / (2n * absolute(divisor));
  return { digits: dividend < 0n === divisor < 0n ? magnitude : -magnitude, exponent: -places };
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
