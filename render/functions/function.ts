/** How a template function is declared: Go's parameter types, and what it does with text that came from values. */

import type { Budget } from "../budget.ts";
import { flat, isText, type Text } from "../rope.ts";
import { Dict, Int, type Value } from "../value.ts";

/** A parameter of a Go type; `take` gives undefined for a value that Go would not assign to it. */
export interface Parameter<T> {
  readonly type: string;
  readonly take: (value: Value) => Taken<T> | undefined;
}

/** Wrapped, since undefined and null are values too. */
interface Taken<T> {
  readonly value: T;
}

/** What functions may use beyond their arguments. */
export interface Context {
  readonly budget: Budget;
  /** Runs a defined template. */
  include(name: Text, dot: Value): Text;
  /** Whether values may do all that they may in Helm: be run as templates, and make `toYaml` write nothing. */
  readonly trustsValues: boolean;
  /** Runs `text` as a template. */
  run(text: string, dot: Value): Text;
}

export interface GoFunction {
  readonly parameters: readonly Parameter<unknown>[];
  /** The last parameter takes any number of arguments. */
  readonly variadic: boolean;
  /**
   * `computes`: the result is new text; if a value took part, the result is a value.
   * `encodes`: reads its arguments to the bottom and itself keeps apart what is trusted and what is not.
   * `passes`: only hands its arguments on.
   */
  readonly style: "computes" | "encodes" | "passes";
  /** Arguments are checked against the parameters. Throws a FunctionError. */
  call(context: Context, args: readonly unknown[]): Value;
}

export type FunctionTable = Readonly<Record<string, GoFunction>>;

/** The error that a Go function returns. */
export class FunctionError extends Error {
  constructor(readonly text: Text) {
    super(flat(text));
  }
}

type Arguments<P extends readonly Parameter<unknown>[]> = {
  [I in keyof P]: P[I] extends Rest<infer T> ? readonly T[] : P[I] extends Parameter<infer T> ? T : never;
};

/** The last parameter of a variadic function. */
interface Rest<T> extends Parameter<T> {
  readonly rest: true;
}

export function rest<T>(parameter: Parameter<T>): Rest<T> {
  return { ...parameter, rest: true };
}

type Declare = <const P extends readonly Parameter<unknown>[]>(
  parameters: P,
  call: (this: Context, ...args: Arguments<P>) => Value,
) => GoFunction;

export const computes: Declare = (parameters, call) => declare("computes", parameters, call);
export const encodes: Declare = (parameters, call) => declare("encodes", parameters, call);
export const passes: Declare = (parameters, call) => declare("passes", parameters, call);

function declare<const P extends readonly Parameter<unknown>[]>(
  style: GoFunction["style"],
  parameters: P,
  call: (this: Context, ...args: Arguments<P>) => Value,
): GoFunction {
  const last = parameters.at(-1);
  const variadic = last !== undefined && "rest" in last;
  const fixed = variadic ? parameters.length - 1 : parameters.length;
  return {
    parameters,
    variadic,
    style,
    call(context, args) {
      const given = variadic ? [...args.slice(0, fixed), args.slice(fixed)] : args;
      // The evaluator has taken each argument through its parameter, so the types agree.
      return Reflect.apply(call, context, given);
    },
  };
}

/** `interface {}`: anything, nil included. */
export const any: Parameter<Value> = { type: "interface {}", take: (value) => ({ value: value ?? null }) };

/** Go's reflect.Value: as `any`, but tells an invalid value from nil. */
export const reflected: Parameter<Value> = { type: "reflect.Value", take: (value) => ({ value }) };

/** A string, flattened. */
export const string: Parameter<string> = {
  type: "string",
  take: (value) => isText(value) ? { value: flat(value) } : undefined,
};

/** A string that remembers what came from values. */
export const text: Parameter<Text> = { type: "string", take: (value) => isText(value) ? { value } : undefined };

export const integer: Parameter<number> = {
  type: "int",
  take: (value) => value instanceof Int && value.kind === "int" ? { value: Number(value.value) } : undefined,
};

/** An `int` that may lie beyond what a JavaScript number holds exactly. */
export const wideInteger: Parameter<bigint> = {
  type: "int",
  take: (value) => value instanceof Int && value.kind === "int" ? { value: value.value } : undefined,
};

export const float: Parameter<number> = {
  type: "float64",
  take: (value) => typeof value === "number" ? { value } : undefined,
};

export const boolean: Parameter<boolean> = {
  type: "bool",
  take: (value) => typeof value === "boolean" ? { value } : undefined,
};

export const map: Parameter<Dict> = {
  type: "map[string]interface {}",
  take: (value) => value instanceof Dict && value.element === "interface {}" ? { value } : undefined,
};
