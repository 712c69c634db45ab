/** How Go's fmt prints values with `%v`. */

import { spelled } from "../named_integers.ts";
import { deferred, flat, isText, Rope, type Text } from "../rope.ts";
import { Complex, Dict, Int, List, Struct, type Value, visit } from "../value.ts";

/** `%v`. Text stays the rope it is; a container with text from values becomes one deferred string. */
export function print(value: Value): Text {
  if (isText(value)) return value;
  const text = printFlat(value);
  return isTrusted(value) ? text : deferred(text);
}

/** `%v` as a plain string. */
export function printFlat(value: Value): string {
  if (value === undefined || value === null) return "<nil>";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return printFloat(value);
  if (isText(value)) return flat(value);
  if (value instanceof Int) return spelled(value) ?? String(value.value);
  if (value instanceof Complex) {
    const { real, imaginary } = value;
    return `(${printFloat(real)}${printFloat(imaginary).replace(/^(?![+-])/, "+")}i)`;
  }
  if (value instanceof List) return `[${value.items.map(printFlat).join(" ")}]`;
  if (value instanceof Dict) {
    return `map[${value.entries().map((entry) => `${flat(entry.key)}:${printFlat(entry.value)}`).join(" ")}]`;
  }
  if (value.printed !== undefined) return flat(value.printed);
  return `{${[...value.fields.values()].map(printFlat).join(" ")}}`;
}

/** Whether nothing in `value` came from outside the template. */
export function isTrusted(value: Value): boolean {
  if (value instanceof List || value instanceof Dict || value instanceof Struct) {
    let trusted = true;
    visit(value, (part) => trusted &&= !(part instanceof Rope));
    return trusted;
  }
  return !(value instanceof Rope);
}

/** `%g` with as many digits as the number needs; exponents below -4 and from 6 on are written out. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa = "0", exponentText = "0"] = Math.abs(value).toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) return `${sign}${mantissa}e${goExponent(exponent)}`;
  const digits = mantissa.replace(".", "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return sign + whole + (fraction === "" ? "" : `.${fraction}`);
}

/** Go writes an exponent with its sign and at least two digits. */
export function goExponent(exponent: number): string {
  return (exponent < 0 ? "-" : "+") + String(Math.abs(exponent)).padStart(2, "0");
}
