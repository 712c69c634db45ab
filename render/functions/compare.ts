/** Go's comparison functions and their rules about types. */

import { flat, isText } from "../rope.ts";
import { compareStrings, Dict, Int, List, typeOf, type Value } from "../value.ts";
import { computes, FunctionError, type FunctionTable, reflected, rest } from "./function.ts";

export const comparisons: FunctionTable = {
  eq: computes([reflected, rest(reflected)], (first, others) => {
    if (others.length === 0) throw new FunctionError("missing argument for comparison");
    return others.some((other) => equal(first, other));
  }),
  ne: computes([reflected, reflected], (a, b) => !equal(a, b)),
  lt: computes([reflected, reflected], (a, b) => less(a, b)),
  le: computes([reflected, reflected], (a, b) => less(a, b) || equal(a, b)),
  gt: computes([reflected, reflected], (a, b) => !(less(a, b) || equal(a, b))),
  ge: computes([reflected, reflected], (a, b) => !less(a, b)),
};

type BasicKind = "bool" | "float" | "int" | "uint" | "string" | undefined;

function basicKind(value: Value): BasicKind {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "float";
  if (isText(value)) return "string";
  if (value instanceof Int) return value.kind === "uint8" ? "uint" : "int";
  return undefined;
}

function equal(a: Value, b: Value): boolean {
  const kind = basicKind(a);
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (kind !== basicKind(b)) {
    if (isNil(a) || isNil(b)) return false;
    throw new FunctionError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
  }
  if (isText(a) && isText(b)) return flat(a) === flat(b);
  if (kind !== undefined) return a === b;
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (typeOf(a).split("[")[0] !== typeOf(b).split("[")[0]) {
    throw new FunctionError(`non-comparable types …: ${typeOf(a)}, ${typeOf(b)}: …`);
  }
  if (b instanceof List || b instanceof Dict) throw new FunctionError(`non-comparable type …: ${typeOf(b)}`);
  return a === b;
}

function isNil(value: Value): boolean {
  return value === undefined || value === null;
}

function less(a: Value, b: Value): boolean {
  const kind = basicKind(a);
  const other = basicKind(b);
  if (kind === undefined || other === undefined) throw new FunctionError("invalid type for comparison");
  if (a instanceof Int && b instanceof Int) return a.value < b.value;
  if (kind !== other) throw new FunctionError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
  if (isText(a) && isText(b)) return compareStrings(flat(a), flat(b)) < 0;
  if (typeof a === "number" && typeof b === "number") return a < b;
  throw new FunctionError("invalid type for comparison");
}
