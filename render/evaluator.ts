/** Runs syntax trees over data, with the semantics and error messages of Go's text/template. */

import {
  type Branch,
  type ChainNode,
  type Command,
  type FunctionNode,
  type Node,
  type Operand,
  type Pipe,
  source,
  type Statement,
  type Tree,
  type VariableNode,
} from "./ast.ts";
import { type Budget, limits, OverBudget } from "./budget.ts";
import { type Context, FunctionError, type GoFunction, type Parameter } from "./functions/function.ts";
import { Output } from "./output.ts";
import { parse, type Trees } from "./parser.ts";
import { print } from "./print.ts";
import { concat, flat, isText, redacted, type Text } from "./rope.ts";
import { placeOf, TemplateError } from "./template_error.ts";
import { deferAll, Dict, Int, int, List, Struct, truth, typeOf, type Value, visit } from "./value.ts";

export interface Options {
  /** What a missing map key is: no value at all, a nil (whose fields are errors), or an error. */
  readonly missingKey: "default" | "zero" | "error";
  /** What nothing prints as: Go's `<no value>`, or nothing, as Helm does it. */
  readonly noValue: string;
  readonly functions: ReadonlyMap<string, GoFunction>;
  readonly budget: Budget;
}

/** Runs the template `name` of `trees` over `data`. Throws a TemplateError. */
export function evaluate(trees: Trees, name: string, data: Value, options: Options): Output {
  const tree = trees.get(name);
  if (tree === undefined) throw new TemplateError(`template: no template ${JSON.stringify(name)}`, name, 1, 0);
  const output = new Output();
  new Evaluator(trees, tree, options, output, 0).run(data);
  return output;
}

/** A value inside an `interface {}`, as elements of maps and lists are: Go's messages tell it from the bare value. */
class Boxed {
  constructor(readonly value: Value) {}
}
type Box = Value | Boxed;

function unbox(box: Box): Value {
  return box instanceof Boxed ? box.value ?? undefined : box;
}

/** Unlike undefined, which is a value that a pipeline may pass on. */
const nothing = Symbol("nothing");
type Piped = Value | typeof nothing;

type Flow = "next" | "break" | "continue";

class Evaluator {
  #variables: { name: string; value: Box }[] = [];
  #at: Node | undefined;

  constructor(
    readonly trees: Trees,
    readonly tree: Tree,
    readonly options: Options,
    readonly output: Output,
    readonly depth: number,
  ) {}

  run(dot: Box): void {
    this.#variables = [{ name: "$", value: dot }];
    try {
      this.#walkAll(dot, this.tree.body);
    } catch (error) {
      if (error instanceof OverBudget) this.#fail(error.message);
      if (error instanceof RangeError) this.#fail("exceeded the limits of nesting or size");
      throw error;
    }
  }

  #walkAll(dot: Box, statements: readonly Statement[]): Flow {
    for (const statement of statements) {
      const flow = this.#walk(dot, statement);
      if (flow !== "next") return flow;
    }
    return "next";
  }

  #walk(dot: Box, statement: Statement): Flow {
    this.options.budget.spend(1);
    this.#at = statement;
    switch (statement.kind) {
      case "text":
        this.output.write(statement.text, statement.line, true);
        return "next";
      case "action": {
        const value = this.#pipeline(dot, statement.pipe);
        this.#at = statement;
        if (statement.pipe.variables.length === 0) this.#print(value, statement.line);
        return "next";
      }
      case "if":
      case "with":
        return this.#scoped(() => {
          const value = this.#pipeline(dot, statement.pipe);
          if (!truth(value)) return this.#walkAll(dot, statement.otherwise);
          return this.#walkAll(statement.kind === "with" ? value : dot, statement.body);
        });
      case "range":
        return this.#scoped(() => this.#range(dot, statement));
      case "template":
        this.#template(dot, statement);
        return "next";
      case "break":
      case "continue":
        return statement.kind;
    }
  }

  #print(value: Value, line: number): void {
    this.#measure([value]);
    const text = value === undefined || value === null ? this.options.noValue : print(value);
    this.output.write(text, line, false);
  }

  #scoped(run: () => Flow): Flow {
    const mark = this.#variables.length;
    const flow = run();
    this.#variables.length = mark;
    return flow;
  }

  #range(dot: Box, branch: Branch): Flow {
    const value = this.#pipeline(dot, branch.pipe);
    const { variables, assigns } = branch.pipe;
    const items = this.#itemsOf(value, variables.length);
    const mark = this.#variables.length;
    let empty = true;
    for (const [index, item] of items) {
      empty = false;
      this.options.budget.spend(1);
      const targets = variables.length > 1 ? [index, item] : [item];
      variables.forEach((name, i) => {
        if (assigns) this.#assign(name, targets[i]);
        else this.#variables[mark - variables.length + i] = { name, value: targets[i] };
      });
      const flow = this.#walkAll(item, branch.body);
      this.#variables.length = mark;
      if (flow === "break") break;
    }
    return empty ? this.#walkAll(dot, branch.otherwise) : "next";
  }

  *#itemsOf(value: Value, variables: number): Generator<[Box, Box]> {
    if (value === undefined || value === null) return;
    if (value instanceof Int) {
      if (variables > 1) this.#fail(`can't use ${value.value} to iterate over more than one variable`);
      for (let i = 0n; i < value.value; i++) yield [undefined, new Int(value.kind, i)];
    } else if (value instanceof List) {
      for (const [i, item] of value.items.entries()) {
        yield [int(i), value.element === "interface {}" ? new Boxed(item) : item];
      }
    } else if (value instanceof Dict) {
      for (const { key, value: item } of value.entries()) {
        yield [key, value.element === "interface {}" ? new Boxed(item) : item];
      }
    } else {
      this.#fail("range can't iterate over …");
    }
  }

  #template(dot: Box, call: Extract<Statement, { kind: "template" }>): void {
    const tree = this.trees.get(call.name);
    if (tree === undefined) this.#fail(`template ${JSON.stringify(call.name)} not defined`);
    this.#mayNest();
    const value = call.pipe === undefined ? undefined : this.#pipeline(dot, call.pipe);
    new Evaluator(this.trees, tree, this.options, this.output, this.depth + 1).run(value);
  }

  #mayNest(): void {
    if (this.depth >= limits.depth) this.#fail(`exceeded maximum template depth (${limits.depth})`);
  }

  #pipeline(dot: Box, pipe: Pipe): Value {
    this.#at = pipe;
    let value: Piped = nothing;
    for (const command of pipe.commands) value = unbox(this.#command(dot, command, value));
    const result = value === nothing ? undefined : value;
    for (const name of pipe.variables) {
      if (pipe.assigns) this.#assign(name, result);
      else this.#variables.push({ name, value: result });
    }
    return result;
  }

  #assign(name: string, value: Box): void {
    const variable = this.#variables.findLast((variable) => variable.name === name);
    if (variable === undefined) this.#fail(`undefined variable: ${name}`);
    variable.value = value;
  }

  /** `piped` is what the command before this one in the pipeline made: this one's last argument. */
  #command(dot: Box, command: Command, piped: Piped): Box {
    this.options.budget.spend(1);
    const [first, ...rest] = command.operands;
    const hasArguments = rest.length > 0 || piped !== nothing;
    switch (first.kind) {
      case "function":
        return this.#call(dot, first, command, rest, piped);
      case "field":
        this.#at = first;
        return this.#fields(dot, first.fields, hasArguments);
      case "chain":
        return this.#chain(dot, first, hasArguments);
      case "variable":
        this.#at = first;
        if (first.fields.length === 0 && hasArguments) this.#notAFunction(first);
        return this.#variable(first, hasArguments);
      case "pipe":
        if (hasArguments) this.#notAFunction(first);
        return this.#pipeline(dot, first);
      case "nil":
        this.#at = first;
        if (hasArguments) this.#notAFunction(first);
        return this.#fail("nil is not a command");
      case "bool":
      case "dot":
      case "number":
      case "string":
        this.#at = first;
        if (hasArguments) this.#notAFunction(first);
        return this.#constant(dot, first);
    }
  }

  #notAFunction(operand: Operand): never {
    return this.#fail(`can't give argument to non-function ${source(operand)}`);
  }

  #constant(dot: Box, operand: Extract<Operand, { kind: "bool" | "dot" | "number" | "string" }>): Box {
    switch (operand.kind) {
      case "dot":
        return dot;
      case "bool":
      case "string":
        return operand.value;
      case "number": {
        this.#at = operand;
        const isInteger = /^[+-]?0[xX]/.test(operand.source) || operand.source.startsWith("'");
        if (
          operand.float !== undefined && /[.eEpP]/.test(operand.source) && !(isInteger && !/[pP]/.test(operand.source))
        ) {
          return operand.float;
        }
        return operand.int === undefined ? this.#fail(`${operand.source} overflows int`) : int(operand.int);
      }
    }
  }

  #variable(node: VariableNode, hasArguments: boolean): Box {
    const variable = this.#variables.findLast(({ name }) => name === node.name);
    if (variable === undefined) return this.#fail(`undefined variable: ${node.name}`);
    return this.#fields(variable.value, node.fields, hasArguments);
  }

  #chain(dot: Box, node: ChainNode, hasArguments: boolean): Box {
    this.#at = node;
    if (node.operand.kind === "nil") this.#fail(`indirection through explicit nil in ${source(node)}`);
    return this.#fields(this.#operand(dot, node.operand), node.fields, hasArguments);
  }

  #fields(start: Box, fields: readonly string[], hasArguments: boolean): Box {
    let value = start;
    fields.forEach((field, i) => {
      value = this.#field(value, field, hasArguments && i === fields.length - 1);
    });
    return value;
  }

  #field(receiver: Box, field: string, hasArguments: boolean): Box {
    const value = receiver instanceof Boxed ? receiver.value : receiver;
    if (value === undefined) {
      if (this.options.missingKey === "error") this.#fail(`nil data; no entry for key ${JSON.stringify(field)}`);
      return undefined;
    }
    if (value === null) return this.#fail(`nil pointer evaluating interface {}.${field}`);
    if (value instanceof Dict) {
      if (hasArguments) this.#fail(`${field} is not a method but has arguments`);
      if (value.has(field)) return value.element === "interface {}" ? new Boxed(value.get(field)) : value.get(field);
      if (this.options.missingKey === "error") this.#fail(`map has no entry for key ${JSON.stringify(field)}`);
      if (this.options.missingKey === "default") return undefined;
      return value.element === "interface {}" ? new Boxed(null) : "";
    }
    const type = receiver instanceof Boxed ? "interface {}" : typeOf(value);
    if (!(value instanceof Struct)) return this.#fail(`can't evaluate field ${field} in type ${type}`);
    if (!value.fields.has(field)) {
      const known = [...value.fields.keys()].map((name) => `.${name}`).join(", ");
      this.#fail(`can't evaluate field ${field} in type ${type} (there are ${known})`);
    }
    if (hasArguments) this.#fail(`${field} has arguments but cannot be invoked as function`);
    return value.fields.get(field);
  }

  /** An operand whose type nobody asks for. */
  #operand(dot: Box, operand: Operand): Box {
    switch (operand.kind) {
      case "pipe":
        return this.#pipeline(dot, operand);
      case "field":
        this.#at = operand;
        return this.#fields(dot, operand.fields, false);
      case "variable":
        this.#at = operand;
        return this.#variable(operand, false);
      case "chain":
        return this.#chain(dot, operand, false);
      case "function":
        return this.#call(dot, operand, operand, [], nothing);
      case "nil":
        return null;
      case "bool":
      case "dot":
      case "number":
      case "string":
        this.#at = operand;
        return this.#constant(dot, operand);
    }
  }

  /** `whole` is what error messages of the function itself show. */
  #call(dot: Box, node: FunctionNode, whole: Node, operands: readonly Operand[], piped: Piped): Box {
    this.#at = node;
    const { name } = node;
    const called = this.options.functions.get(name);
    if (called === undefined) return this.#fail(`${JSON.stringify(name)} is not a defined function`);
    this.#checkCount(name, called, operands.length, piped);
    if (name === "and" || name === "or") return this.#shortCircuit(dot, name, operands, piped);

    const values: Value[] = [];
    const taken: unknown[] = [];
    const take = (value: Value, parameter: Parameter<unknown>, box: Box) => {
      values.push(value);
      const argument = parameter.take(value);
      if (argument === undefined) return this.#wrongType(box, parameter);
      taken.push(argument.value);
    };
    operands.forEach((operand, i) => {
      const parameter = parameterAt(called, i);
      const box = this.#argument(dot, operand, parameter);
      take(box instanceof Boxed ? box.value : box, parameter, box);
    });
    if (piped !== nothing) take(piped, parameterAt(called, operands.length), piped);
    return this.#invoke(name, called, whole, values, taken);
  }

  #checkCount(name: string, called: GoFunction, operands: number, piped: Piped): void {
    const count = operands + (piped === nothing ? 0 : 1);
    const wanted = called.parameters.length;
    if (called.variadic && count < wanted - 1) {
      this.#fail(`wrong number of args for ${name}: want at least ${wanted - 1} got ${operands}`);
    }
    if (!called.variadic && count !== wanted) {
      this.#fail(`wrong number of args for ${name}: want ${wanted} got ${count}`);
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

  /** Go checks constants against the parameter's type before it evaluates anything. */
  #argument(dot: Box, operand: Operand, parameter: Parameter<unknown>): Box {
    this.#at = operand;
    const { type } = parameter;
    const isConstant = operand.kind === "bool" || operand.kind === "number" || operand.kind === "string";
    if (operand.kind === "nil" && (type === "string" || type === "int" || type === "bool")) {
      this.#fail(`cannot assign nil to ${type}`);
    }
    if (isConstant && type !== "interface {}" && type !== "reflect.Value") {
      const expected = { string: "string", int: "number", bool: "bool" }[type];
      if (expected === undefined) this.#fail(`can't handle ${source(operand)} for arg of type ${type}`);
      if (operand.kind !== expected || (operand.kind === "number" && operand.int === undefined)) {
        this.#fail(`expected ${type === "int" ? "integer" : type}; found ${source(operand)}`);
      }
      if (operand.kind === "number" && operand.int !== undefined) return int(operand.int);
    }
    return this.#operand(dot, operand);
  }

  #wrongType(box: Box, { type }: Parameter<unknown>): never {
    if (box === undefined) return this.#fail(`invalid value; expected ${type}`);
    const given = box instanceof Boxed && (box.value === null || box.value === undefined)
      ? "interface {}"
      : typeOf(box instanceof Boxed ? box.value : box);
    return this.#fail(`wrong type for value; expected ${type}; got ${given}`);
  }

  #invoke(name: string, called: GoFunction, whole: Node, values: readonly Value[], taken: readonly unknown[]): Box {
    const trusted = called.style === "passes" ? this.#spendOnLists(values) : this.#measure(values);
    try {
      const result = called.call(this.#context(), taken);
      const marked = called.style === "computes" && !trusted ? deferAll(result) : result;
      this.#measureResult(called, marked);
      return marked;
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      this.#at = whole;
      return this.#fail(`error calling ${name}: ${redacted(error.text)}`);
    }
  }

  #measureResult(called: GoFunction, result: Value): void {
    if (isText(result)) this.options.budget.spend(flat(result).length / 256);
    else if (called.style === "computes") this.#measure([result]);
    else this.#spendOnLists([result]);
  }

  #spendOnLists(values: readonly Value[]): boolean {
    for (const value of values) if (value instanceof List) this.options.budget.spend(value.items.length / 16);
    return true;
  }

  /** Accounts for reading `values` to the bottom, so that functions may; says whether all of it is trusted. */
  #measure(values: readonly Value[]): boolean {
    let trusted = true;
    for (const value of values) {
      visit(value, (part) => {
        this.options.budget.spend(isText(part) ? flat(part).length / 256 : 0.5);
        if (isText(part) && typeof part !== "string") trusted = false;
      });
    }
    return trusted;
  }

  #context(): Context {
    return {
      budget: this.options.budget,
      include: (name, dot) => {
        const tree = this.trees.get(flat(name));
        if (tree !== undefined) return this.#inner(this.trees, tree, dot);
        const known = JSON.stringify(this.tree.file);
        throw new FunctionError(concat('template: no template "', name, `" associated with template ${known}`));
      },
      run: (text, dot) => {
        const trees: Trees = new Map(this.trees);
        const name = this.tree.file;
        trees.delete(name);
        nested(() => parse(name, text, (name) => this.options.functions.has(name), trees));
        const tree = trees.get(name);
        return tree === undefined ? "" : this.#inner(trees, tree, dot);
      },
    };
  }

  #inner(trees: Trees, tree: Tree, dot: Value): Text {
    this.#mayNest();
    const output = new Output();
    nested(() => new Evaluator(trees, tree, this.options, output, this.depth + 1).run(dot ?? undefined));
    return output.text;
  }

  #fail(problem: string): never {
    const { name, file, text } = this.tree;
    if (this.#at === undefined) throw new TemplateError(`template: ${name}: ${problem}`, file, 1, 0);
    const { line, column } = placeOf(text, this.#at.offset);
    const where = `template: ${file}:${line}:${column}: executing ${JSON.stringify(name)} at <${source(this.#at)}>`;
    throw new TemplateError(`${where}: ${problem}`, file, line, column);
  }
}

/** An error inside a template that a function runs is, to the template that calls it, an error of the function. */
function nested(run: () => void): void {
  try {
    run();
  } catch (error) {
    throw error instanceof TemplateError ? new FunctionError(error.message) : error;
  }
}

function parameterAt(called: GoFunction, index: number): Parameter<unknown> {
  const parameter = called.parameters[Math.min(index, called.parameters.length - 1)];
  if (parameter === undefined) throw new Error("Cannot take an argument: the function has no parameter");
  return parameter;
}
