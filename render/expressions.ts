/** Evaluates pipelines, commands and operands, with the semantics and error messages of Go's text/template. */

import {
  type ChainNode,
  type Command,
  type FunctionNode,
  type Node,
  type NumberNode,
  type Operand,
  type Pipe,
  source,
  type VariableNode,
} from "./ast.ts";
import { constantProblem, countProblem, invoke, typeProblem } from "./call.ts";
import { type Context, FunctionError, type GoFunction, type Parameter } from "./functions/function.ts";
import { redacted } from "./rope.ts";
import { type Box, Boxed, type Scope, unbox } from "./scope.ts";
import { Dict, int, Struct, truth, typeOf, type Value } from "./value.ts";

export interface Rules {
  /** What a missing map key is: no value at all, a nil (whose fields are errors), or an error. */
  readonly missingKey: "default" | "zero" | "error";
  readonly functions: ReadonlyMap<string, GoFunction>;
}

/** Unlike undefined, which is a value that a pipeline may pass on. */
const nothing = Symbol("nothing");
type Piped = Value | typeof nothing;

export class Expressions {
  constructor(readonly scope: Scope, readonly rules: Rules, readonly context: Context) {}

  /** The pipeline's value; its variables are declared or assigned in the scope. */
  pipeline(dot: Box, pipe: Pipe): Value {
    this.scope.at = pipe;
    let value: Piped = nothing;
    for (const command of pipe.commands) value = unbox(this.#command(dot, command, value));
    const result = value === nothing ? undefined : value;
    for (const name of pipe.variables) {
      if (pipe.assigns) this.scope.assign(name, result);
      else this.scope.declare(name, result);
    }
    return result;
  }

  /** `piped` is what the command before this one in the pipeline made: this one's last argument. */
  #command(dot: Box, command: Command, piped: Piped): Box {
    this.context.budget.spend(1);
    const [first, ...rest] = command.operands;
    if (first.kind === "function") return this.#call(dot, first, command, rest, piped);
    const hasArguments = rest.length > 0 || piped !== nothing;
    const takesArguments = first.kind === "field" || first.kind === "chain" ||
      (first.kind === "variable" && first.fields.length > 0);
    if (first.kind !== "pipe") this.scope.at = first;
    if (hasArguments && !takesArguments) this.scope.fail(`can't give argument to non-function ${source(first)}`);
    if (first.kind === "nil") this.scope.fail("nil is not a command");
    return this.#operand(dot, first, hasArguments);
  }

  #operand(dot: Box, operand: Operand, hasArguments = false): Box {
    if (operand.kind === "pipe") return this.pipeline(dot, operand);
    this.scope.at = operand;
    switch (operand.kind) {
      case "dot":
        return dot;
      case "nil":
        return null;
      case "bool":
      case "string":
        return operand.value;
      case "number":
        return this.#number(operand);
      case "field":
        return this.#fields(dot, operand.fields, hasArguments);
      case "variable":
        return this.#variable(operand, hasArguments);
      case "chain":
        return this.#chain(dot, operand, hasArguments);
      case "function":
        return this.#call(dot, operand, operand, [], nothing);
    }
  }

  /** A constant is a float64 if it is written as one, else an int. */
  #number({ source, int: whole, float }: NumberNode): Value {
    const looksLikeFloat = /^[+-]?0[xX]/.test(source) ? /[pP]/.test(source) : /^[^'].*[.eEpP]|^[.]/.test(source);
    if (looksLikeFloat && float !== undefined) return float;
    return whole === undefined ? this.scope.fail(`${source} overflows int`) : int(whole);
  }

  #variable({ name, fields }: VariableNode, hasArguments: boolean): Box {
    return this.#fields(this.scope.lookUp(name), fields, hasArguments);
  }

  #chain(dot: Box, node: ChainNode, hasArguments: boolean): Box {
    if (node.operand.kind === "nil") this.scope.fail(`indirection through explicit nil in ${source(node)}`);
    return this.#fields(this.#operand(dot, node.operand), node.fields, hasArguments);
  }

  #fields(start: Box, fields: readonly string[], hasArguments: boolean): Box {
    return fields.reduce(
      (value: Box, field, i) => this.#field(value, field, hasArguments && i === fields.length - 1),
      start,
    );
  }

  #field(receiver: Box, field: string, hasArguments: boolean): Box {
    const value = receiver instanceof Boxed ? receiver.value : receiver;
    if (value === undefined) {
      if (this.rules.missingKey !== "error") return undefined;
      return this.scope.fail(`nil data; no entry for key ${JSON.stringify(field)}`);
    }
    if (value === null) return this.scope.fail(`nil pointer evaluating interface {}.${field}`);
    if (value instanceof Dict) {
      if (hasArguments) this.scope.fail(`${field} is not a method but has arguments`);
      return value.has(field) ? boxed(value, value.get(field)) : this.#missing(value, field);
    }
    const type = receiver instanceof Boxed ? "interface {}" : typeOf(value);
    if (!(value instanceof Struct)) return this.scope.fail(`can't evaluate field ${field} in type ${type}`);
    if (!value.fields.has(field)) {
      const known = [...value.fields.keys()].map((name) => `.${name}`).join(", ");
      this.scope.fail(`can't evaluate field ${field} in type ${type} (there are ${known})`);
    }
    if (hasArguments) this.scope.fail(`${field} has arguments but cannot be invoked as function`);
    return value.fields.get(field);
  }

  #missing(dict: Dict, key: string): Box {
    switch (this.rules.missingKey) {
      case "default":
        return undefined;
      case "zero":
        return dict.element === "string" ? "" : new Boxed(null);
      case "error":
        return this.scope.fail(`map has no entry for key ${JSON.stringify(key)}`);
    }
  }

  /** `whole` is what error messages of the function itself show. */
  #call(dot: Box, node: FunctionNode, whole: Node, operands: readonly Operand[], piped: Piped): Box {
    this.scope.at = node;
    const { name } = node;
    const called = this.rules.functions.get(name) ??
      this.scope.fail(`${JSON.stringify(name)} is not a defined function`);
    const problem = countProblem(name, called, operands.length, piped !== nothing);
    if (problem !== undefined) this.scope.fail(problem);
    if (name === "and" || name === "or") return this.#shortCircuit(dot, name, operands, piped);

    const boxes = operands.map((operand, i) => this.#argument(dot, operand, parameterAt(called, i)));
    if (piped !== nothing) boxes.push(this.#fitting(piped, parameterAt(called, operands.length)));
    const values = boxes.map((box) => box instanceof Boxed ? box.value : box);
    const taken = values.map((value, i) => parameterAt(called, i).take(value)?.value);
    try {
      return invoke(called, values, taken, this.context);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      this.scope.at = whole;
      return this.scope.fail(`error calling ${name}: ${redacted(error.text)}`);
    }
  }

  #shortCircuit(dot: Box, name: "and" | "or", operands: readonly Operand[], piped: Piped): Box {
    let value: Value;
    for (const operand of operands) {
      value = unbox(this.#operand(dot, operand));
      if (truth(value) === (name === "or")) return value;
    }
    return piped === nothing ? value : piped;
  }

  #argument(dot: Box, operand: Operand, parameter: Parameter<unknown>): Box {
    this.scope.at = operand;
    const problem = constantProblem(operand, parameter);
    if (problem !== undefined) this.scope.fail(problem);
    // An integer parameter takes a constant like 1e3, which else would be a float.
    if (operand.kind === "number" && parameter.type === "int" && operand.int !== undefined) return int(operand.int);
    if (operand.kind === "number" && parameter.type === "float64") return operand.float;
    if (operand.kind === "nil" && parameter.type === "reflect.Value") return undefined;
    // Go's nil map reads as an empty one.
    if (operand.kind === "nil" && parameter.type.startsWith("map[")) return new Dict();
    return this.#fitting(this.#operand(dot, operand), parameter);
  }

  #fitting(box: Box, parameter: Parameter<unknown>): Box {
    const taken = parameter.take(box instanceof Boxed ? box.value : box);
    return taken === undefined ? this.scope.fail(typeProblem(box, parameter)) : box;
  }
}

/** An element of a container, boxed if the container holds `interface {}`. */
export function boxed(container: { readonly element: string }, element: Value): Box {
  return container.element === "interface {}" ? new Boxed(element) : element;
}

function parameterAt(called: GoFunction, index: number): Parameter<unknown> {
  const parameter = called.parameters[Math.min(index, called.parameters.length - 1)];
  if (parameter === undefined) throw new Error("Cannot take an argument: the function has no parameter");
  return parameter;
}
