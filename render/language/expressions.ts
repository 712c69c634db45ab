/** Evaluates pipelines, commands and operands, with the semantics and error messages of Go's text/template. */

import {
  type ChainNode,
  type Command,
  type FieldNode,
  type FunctionNode,
  type Node,
  type NumberNode,
  type Operand,
  type Pipe,
  source,
  type VariableNode,
} from "./ast.ts";
import { constantProblem, countProblem, invoke, typeProblem } from "./call.ts";
import { isUpper } from "../characters.ts";
import { type Context, FunctionError, type GoFunction, type Parameter } from "../functions/function.ts";
import { goQuote } from "../printing/go_quote.ts";
import { methodsOf } from "../named_integers.ts";
import { redacted } from "../rope.ts";
import { type Box, Boxed, type Scope, unbox } from "./scope.ts";
import { Dict, Int, int, Struct, truth, typeOf, type Value } from "../value.ts";

export interface Rules {
  /** What a missing map key is: no value at all, a nil (whose fields are errors), or an error. */
  readonly missingKey: "default" | "zero" | "error";
  readonly functions: ReadonlyMap<string, GoFunction>;
}

/** Unlike undefined, which is a value that a pipeline may pass on. */
const nothing = Symbol("nothing");
type Piped = Value | typeof nothing;

/** The arguments written behind a field, and the one piped into it. */
interface Given {
  readonly operands: readonly Operand[];
  readonly piped: Piped;
}

const noArguments: Given = { operands: [], piped: nothing };

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
    if (first.kind === "variable") this.scope.lookUp(first.name);
    if (hasArguments && !takesArguments) this.scope.fail(`can't give argument to non-function ${source(first)}`);
    if (first.kind === "nil") this.scope.fail("nil is not a command");
    return this.#operand(dot, first, { operands: rest, piped });
  }

  #operand(dot: Box, operand: Operand, given = noArguments): Box {
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
        return this.#fields(dot, dot, operand, given);
      case "variable":
        return this.#variable(dot, operand, given);
      case "chain":
        return this.#chain(dot, operand, given);
      case "function":
        return this.#call(dot, operand, operand, [], nothing);
    }
  }

  /** A constant is a float64 if it is written as one, else an int. */
  #number({ source, int: whole, float, complex }: NumberNode): Value {
    if (complex !== undefined) return complex;
    // Behind a sign, Go does not see that a number is hexadecimal, and takes its digit e for an exponent.
    const looksLikeFloat = /^0[xX]/.test(source) ? /[pP]/.test(source) : /^[^'].*[.eEpP]|^[.]/.test(source);
    if (looksLikeFloat && float !== undefined) return float;
    return whole === undefined ? this.scope.fail(`${source} overflows int`) : int(whole);
  }

  #variable(dot: Box, node: VariableNode, given: Given): Box {
    return this.#fields(dot, this.scope.lookUp(node.name), node, given);
  }

  #chain(dot: Box, node: ChainNode, given: Given): Box {
    if (node.operand.kind === "nil") this.scope.fail(`indirection through explicit nil in ${source(node)}`);
    return this.#fields(dot, this.#operand(dot, node.operand), node, given);
  }

  #fields(dot: Box, start: Box, node: FieldNode | VariableNode | ChainNode, given: Given): Box {
    this.context.budget.spend(node.fields.length / 8);
    return node.fields.reduce(
      (value: Box, field, i) =>
        this.#field(dot, value, field, node, i === node.fields.length - 1 ? given : noArguments),
      start,
    );
  }

  #field(dot: Box, receiver: Box, field: string, node: Node, given: Given): Box {
    const hasArguments = given.operands.length > 0 || given.piped !== nothing;
    const value = receiver instanceof Boxed ? receiver.value : receiver;
    if (value === undefined) {
      if (this.rules.missingKey !== "error") return undefined;
      return this.scope.fail(`nil data; no entry for key ${goQuote(field)}`);
    }
    if (value === null) return this.scope.fail(`nil pointer evaluating interface {}.${field}`);
    if (value instanceof Dict) {
      if (hasArguments) this.scope.fail(`${field} is not a method but has arguments`);
      return value.has(field) ? boxed(value, value.get(field)) : this.#missing(value, field);
    }
    const type = receiver instanceof Boxed ? "interface {}" : typeOf(value);
    const methods = value instanceof Struct ? value.methods : value instanceof Int ? methodsOf(value) : {};
    const method = Object.hasOwn(methods, field) ? methods[field] : undefined;
    if (method !== undefined) return this.#invoke(dot, field, method, node, given);
    if (!(value instanceof Struct)) return this.scope.fail(`can't evaluate field ${field} in type ${type}`);
    if (!value.fields.has(field)) {
      const known = [...value.fields.keys()].filter(isExported).map((name) => `.${name}`).join(", ");
      const hint = known === "" ? "" : ` (there are ${known})`;
      this.scope.fail(`can't evaluate field ${field} in type ${type}${hint}`);
    }
    if (!isExported(field)) this.scope.fail(`${field} is an unexported field of struct type ${type}`);
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
        return this.scope.fail(`map has no entry for key ${goQuote(key)}`);
    }
  }

  /** `whole` is what error messages of the function itself show. */
  #call(dot: Box, node: FunctionNode, whole: Node, operands: readonly Operand[], piped: Piped): Box {
    this.scope.at = node;
    const { name } = node;
    const called = this.rules.functions.get(name) ??
      this.scope.fail(`${goQuote(name)} is not a defined function`);
    if (name === "and" || name === "or") return this.#shortCircuit(dot, name, called, operands, piped);
    return this.#invoke(dot, name, called, whole, { operands, piped });
  }

  #invoke(dot: Box, name: string, called: GoFunction, whole: Node, { operands, piped }: Given): Box {
    this.#checkCount(name, called, operands, piped);
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

  #checkCount(name: string, called: GoFunction, operands: readonly Operand[], piped: Piped): void {
    const problem = countProblem(name, called, operands.length, piped !== nothing);
    if (problem !== undefined) this.scope.fail(problem);
  }

  #shortCircuit(
    dot: Box,
    name: "and" | "or",
    called: GoFunction,
    operands: readonly Operand[],
    piped: Piped,
  ): Box {
    this.#checkCount(name, called, operands, piped);
    let value: Value;
    for (const operand of operands) {
      this.context.budget.spend(0.5);
      value = unbox(this.#operand(dot, operand));
      if (truth(value) === (name === "or")) return value;
    }
    return piped === nothing ? value : piped;
  }

  #argument(dot: Box, operand: Operand, parameter: Parameter<unknown>): Box {
    this.scope.at = operand;
    this.context.budget.spend(0.5);
    const problem = constantProblem(operand, parameter);
    if (problem !== undefined) this.scope.fail(problem);
    // An integer parameter takes a constant like 1e3, which else would be a float.
    if (operand.kind === "number" && parameter.type === "int" && operand.int !== undefined) return int(operand.int);
    if (operand.kind === "number" && parameter.type === "float64") return operand.float;
    if (operand.kind === "number" && parameter.type === "time.Duration" && operand.int !== undefined) {
      return new Int("time.Duration", operand.int);
    }
    if (operand.kind === "nil" && parameter.type === "reflect.Value") return undefined;
    if (operand.kind === "nil" && parameter.type.startsWith("map[")) return nilMap();
    return this.#fitting(this.#operand(dot, operand), parameter);
  }

  #fitting(box: Box, parameter: Parameter<unknown>): Box {
    if (box === undefined && parameter.type.startsWith("map[")) return nilMap();
    const taken = parameter.take(box instanceof Boxed ? box.value : box);
    return taken === undefined ? this.scope.fail(typeProblem(box, parameter)) : box;
  }
}

/** An element of a container, boxed if the container holds `interface {}`. */
export function boxed(container: { readonly element: string }, element: Value): Box {
  return container.element === "interface {}" ? new Boxed(element) : element;
}

/** Go hides what does not begin with a capital letter. */
function isExported(name: string): boolean {
  return isUpper(name.slice(0, 1));
}

function nilMap(): Dict {
  return new Dict("interface {}", true);
}

function parameterAt(called: GoFunction, index: number): Parameter<unknown> {
  const parameter = called.parameters[Math.min(index, called.parameters.length - 1)];
  if (parameter === undefined) throw new Error("Cannot take an argument: the function has no parameter");
  return parameter;
}
