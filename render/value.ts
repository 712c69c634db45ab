/** Values as Go's text/template sees them: JSON plus Go's distinct number types. */

import type { GoFunction } from "./functions/function.ts";
import { deferred, flat, isText, Rope, type Text } from "./rope.ts";

/**
 * `undefined` is Go's invalid value (nothing at all), `null` a nil interface, a JavaScript number is a float64.
 * The two nils differ: a field of `undefined` is `undefined`, a field of `null` is an error.
 */
export type Value = undefined | null | boolean | number | Int | Complex | Text | List | Dict | Struct;

export type IntKind =
  | "int"
  | "int64"
  | "int32"
  | "uint8"
  | "uint64"
  | "time.Month"
  | "time.Weekday"
  | "time.Duration";

/** A Go integer. */
export class Int {
  constructor(readonly kind: IntKind, readonly value: bigint) {}
}

/** A Go complex128: only constants are complex. */
export class Complex {
  constructor(readonly real: number, readonly imaginary: number) {}
}

/** A Go slice. Never changed once made. */
export class List {
  constructor(
    readonly items: readonly Value[],
    readonly element: "interface {}" | "[]interface {}" | "string" | "int" = "interface {}",
  ) {}
}

/** Go's nil slices: empty lists that JSON writes as null. */
export const nilList = new List([]);
export const nilStrings = new List([], "string");

/** A Go map with string keys. It is shared and mutable, as Sprig's `set` needs. */
export class Dict {
  readonly #entries = new Map<string, { key: Text; value: Value }>();

  readonly #startsNil: boolean;

  constructor(readonly element: "interface {}" | "string" = "interface {}", isNil = false) {
    this.#startsNil = isNil;
  }

  /** Go's nil map reads as an empty one, but templates cannot set anything in it. */
  get isNil(): boolean {
    return this.#startsNil && this.size === 0;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): Value {
    return this.#entries.get(key)?.value;
  }

  set(key: Text, value: Value): this {
    this.#entries.set(flat(key), { key, value });
    return this;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  unordered(): Iterable<{ key: Text; value: Value }> {
    return this.#entries.values();
  }

  /** In the order of the keys' UTF-8 bytes, as Go prints and ranges over maps. */
  entries(): { key: Text; value: Value }[] {
    return [...this.#entries].sort(([a], [b]) => compareStrings(a, b)).map(([, entry]) => entry);
  }
}

/** A Go struct, or a pointer to one: its fields are fixed, and asking for another is an error. */
export class Struct {
  constructor(
    readonly type: string,
    readonly fields: ReadonlyMap<string, Value>,
    readonly methods: Readonly<Record<string, GoFunction>> = {},
    /** What its String method gives: so it is printed. */
    readonly printed?: Text,
    /** How JSON and YAML write what is printed; null where they cannot. */
    readonly encoded: Text | null = printed ?? null,
  ) {}
}

export function int(value: number | bigint): Int {
  return new Int("int", BigInt(value));
}

export function int64(value: number | bigint): Int {
  return new Int("int64", BigInt.asIntN(64, BigInt(value)));
}

/** Go's name of the value's type, as `%T` prints it. */
export function typeOf(value: Value): string {
  if (value === undefined || value === null) return "<nil>";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "float64";
  if (isText(value)) return "string";
  if (value instanceof Int) return value.kind;
  if (value instanceof Complex) return "complex128";
  if (value instanceof List) return `[]${value.element}`;
  if (value instanceof Dict) return `map[string]${value.element}`;
  return value.type;
}

/** Go's name of the value's kind. */
export function kindOf(value: Value): string {
  if (value === undefined || value === null) return "invalid";
  if (value instanceof List) return "slice";
  if (value instanceof Dict) return "map";
  if (value instanceof Struct) return value.type.startsWith("*") ? "ptr" : "struct";
  if (value instanceof Int && value.kind.startsWith("time.")) return value.kind === "time.Duration" ? "int64" : "int";
  return typeOf(value);
}

/** Whether Go sees nil: nothing at all, a nil interface, a nil slice or a nil map. */
export function isNil(value: Value): boolean {
  if (value === undefined || value === null || value === nilList || value === nilStrings) return true;
  return value instanceof Dict && value.isNil;
}

/** Whether `if` takes the first branch. */
export function truth(value: Value): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (isText(value)) return flat(value) !== "";
  if (value instanceof Int) return value.value !== 0n;
  if (value instanceof Complex) return value.real !== 0 || value.imaginary !== 0;
  if (value instanceof List) return value.items.length > 0;
  if (value instanceof Dict) return value.size > 0;
  return true;
}

/** Go's order of strings: by UTF-8 bytes, which is by code point and not by UTF-16 unit. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all other units. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Deepest nesting that values may have. */
const maxNesting = 500;

/**
 * Decoded JSON as Go decodes it: numbers are float64, `null` is nil. Strings pass through `text`.
 * Throws a RangeError when nested more than 500 deep.
 */
export function valueOfJson(json: unknown, text: (string: string) => Text, depth = 0): Value {
  if (depth > maxNesting) throw new RangeError("nested too deeply");
  if (typeof json === "string") return text(json);
  if (json === null || typeof json === "boolean" || typeof json === "number") return json;
  if (Array.isArray(json)) return new List(json.map((item) => valueOfJson(item, text, depth + 1)));
  if (typeof json !== "object") return undefined;
  const dict = new Dict();
  for (const [key, item] of Object.entries(json)) dict.set(text(key), valueOfJson(item, text, depth + 1));
  return dict;
}

/** Marks every string in `value` as coming from a value. */
export function deferAll(value: Value): Value {
  if (isNil(value)) return value;
  if (typeof value === "string") return deferred(value);
  if (value instanceof Rope) return deferred(flat(value));
  if (value instanceof List) return new List(value.items.map(deferAll), value.element);
  if (value instanceof Dict) {
    const copy = new Dict(value.element);
    for (const { key, value: item } of value.entries()) copy.set(deferred(flat(key)), deferAll(item));
    return copy;
  }
  return value;
}

/** Visits `value` and everything inside it, containers before their content. Throws a RangeError past the nesting limit. */
export function visit(value: Value, each: (value: Value) => void, depth = 0): void {
  if (depth > maxNesting) throw new RangeError("nested too deeply");
  each(value);
  if (value instanceof List) { for (const item of value.items) visit(item, each, depth + 1); }
  else if (value instanceof Dict) {
    for (const { key, value: item } of value.unordered()) {
      each(key);
      visit(item, each, depth + 1);
    }
  } else if (value instanceof Struct) {
    for (const item of value.fields.values()) visit(item, each, depth + 1);
    if (value.printed !== undefined) each(value.printed);
  }
}

/** Go's reflect.DeepEqual of two values is string equality of their identities. */
export function identity(value: Value): string {
  if (isText(value)) return JSON.stringify(flat(value));
  if (value instanceof Int) return `${value.kind}:${value.value}`;
  if (value instanceof Complex) return `complex128:${value.real},${value.imaginary}`;
  // To DeepEqual, a nil slice or map is not an empty one.
  if ((value instanceof List || value instanceof Dict) && isNil(value)) return `${typeOf(value)}(nil)`;
  if (value instanceof List) return `${typeOf(value)}(${value.items.map(identity).join(",")})`;
  if (value instanceof Dict) {
    const entries = value.entries().map(({ key, value: item }) => `${identity(key)}:${identity(item)}`);
    return `${typeOf(value)}(${entries.join(",")})`;
  }
  if (value instanceof Struct) return `${value.type}(${[...value.fields.values()].map(identity).join(",")})`;
  return typeof value === "number" ? `float64:${value}` : String(value ?? "nil");
}
