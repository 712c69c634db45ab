/** Go's comparison functions and their rules about types. */

import { flat, isText } from "../rope.ts";
import {
  compareStrings,
  Complex,
  Dict,
  identity,
  Int,
  isNil,
  kindOf,
  List,
  Struct,
  typeOf,
  type Value,
} from "../value.ts";
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

type BasicKind = "bool" | "complex" | "float" | "int" | "uint" | "string" | undefined;

function basicKind(value: Value): BasicKind {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "float";
  if (value instanceof Complex) return "complex";
  if (isText(value)) return "string";
  if (value instanceof Int) return value.kind.startsWith("uint") ? "uint" : "int";
  return undefined;
}

function equal(a: Value, b: Value): boolean {
  const kind = basicKind(a);
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (kind !== basicKind(b)) {
    if (kindOf(a) === "invalid" || kindOf(b) === "invalid") return false;
    throw new FunctionError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
  }
  if (isText(a) && isText(b)) return flat(a) === flat(b);
  if (a instanceof Complex && b instanceof Complex) return a.real === b.real && a.imaginary === b.imaginary;
  if (kind !== undefined) return a === b;
  const kinds = new Set([kindOf(a), kindOf(b)]);
  if (kinds.size > 1 && !kinds.has("invalid")) {
    throw new FunctionError(`non-comparable types …: ${typeOf(a)}, ${typeOf(b)}: …`);
  }
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (b instanceof List || b instanceof Dict) throw new FunctionError(`non-comparable type …: ${typeOf(b)}`);
  return a === b || (a instanceof Struct && b instanceof Struct && kindOf(a) === "struct" && haveSameFields(a, b));
}

/** Pointers are the same only if they point to the very same. */
function haveSameFields(a: Struct, b: Struct): boolean {
  return a.type === b.type && [...a.fields].every(([name, field]) => {
    const other = b.fields.get(name);
    return field === other || (!(field instanceof Struct) && identity(field) === identity(other));
  });
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
