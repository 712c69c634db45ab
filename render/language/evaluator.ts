/** Runs syntax trees over data, with the semantics and error messages of Go's text/template. */

import type { Branch, Statement, Tree } from "./ast.ts";
import { type Budget, limits, OverBudget } from "../budget.ts";
import { measure } from "./call.ts";
import { boxed, Expressions, type Rules } from "./expressions.ts";
import { type Context, FunctionError } from "../functions/function.ts";
import { goQuote } from "../printing/go_quote.ts";
import { Output } from "../output.ts";
import { parse, type Trees } from "./parser.ts";
import { print } from "../printing/print.ts";
import { concat, flat, type Text } from "../rope.ts";
import { type Box, Scope } from "./scope.ts";
import { TemplateError } from "../template_error.ts";
import { Dict, Int, int, List, truth, type Value } from "../value.ts";

export interface Options extends Rules {
  /** What nothing prints as: Go's `<no value>`, or nothing, as Helm does it. */
  readonly noValue: string;
  /** Whether values may do all that they may in Helm: be run as templates, and make `toYaml` write nothing. */
  readonly trustsValues: boolean;
  readonly budget: Budget;
}

/** Runs the template `name` of `trees` over `data`. Throws a TemplateError. */
export function evaluate(trees: Trees, name: string, data: Value, options: Options): Output {
  const tree = trees.get(name);
  if (tree === undefined) throw new TemplateError(`template: no template ${goQuote(name)}`, name, 1, 0);
  const output = new Output();
  run({ trees, options, output, depth: 0 }, tree, data ?? undefined);
  return output;
}

/** What stays the same while templates call templates, but for the depth. */
interface Execution {
  readonly trees: Trees;
  readonly options: Options;
  readonly output: Output;
  readonly depth: number;
}

function run(execution: Execution, tree: Tree, dot: Value): void {
  const scope = new Scope(tree, dot);
  try {
    new Evaluator(execution, scope).walkAll(dot, tree.body);
  } catch (error) {
    if (error instanceof OverBudget) scope.fail(error.message);
    // Values that nest too deeply, and what V8 itself cannot hold.
    if (error instanceof RangeError) scope.fail("exceeded the limits of nesting or size");
    throw error;
  }
}

const tooDeep = `exceeded maximum template depth (${limits.depth})`;

type Flow = "next" | "break" | "continue";

class Evaluator {
  readonly #expressions: Expressions;

  constructor(readonly execution: Execution, readonly scope: Scope) {
    this.#expressions = new Expressions(scope, execution.options, contextOf(execution, scope.tree));
  }

  walkAll(dot: Box, statements: readonly Statement[]): Flow {
    for (const statement of statements) {
      const flow = this.#walk(dot, statement);
      if (flow !== "next") return flow;
    }
    return "next";
  }

  #walk(dot: Box, statement: Statement): Flow {
    const { options, output } = this.execution;
    options.budget.spend(1);
    this.scope.at = statement;
    switch (statement.kind) {
      case "text":
        output.write(statement.text, statement.line, true);
        return "next";
      case "action": {
        const value = this.#expressions.pipeline(dot, statement.pipe);
        this.scope.at = statement;
        if (statement.pipe.variables.length === 0) this.#print(value, statement.line);
        return "next";
      }
      case "if":
      case "with":
        return this.scope.within(() => {
          const value = this.#expressions.pipeline(dot, statement.pipe);
          if (!truth(value)) return this.walkAll(dot, statement.otherwise);
          return this.walkAll(statement.kind === "with" ? value : dot, statement.body);
        });
      case "range":
        return this.scope.within(() => this.#range(dot, statement));
      case "template":
        this.#template(dot, statement);
        return "next";
      case "break":
      case "continue":
        return statement.kind;
    }
  }

  #print(value: Value, line: number): void {
    const { options, output } = this.execution;
    measure([value], options.budget);
    output.write(value === undefined || value === null ? options.noValue : print(value), line, false);
  }

  #range(dot: Box, { pipe, body, otherwise }: Branch): Flow {
    const value = this.#expressions.pipeline(dot, pipe);
    // Its keys are sorted first.
    if (value instanceof Dict) this.execution.options.budget.spend(value.size);
    let isEmpty = true;
    for (const [index, item] of this.#itemsOf(value, pipe.variables.length)) {
      isEmpty = false;
      this.execution.options.budget.spend(1);
      const targets = pipe.variables.length > 1 ? [index, item] : [item];
      const flow = this.scope.within(() => {
        pipe.variables.forEach((name, i) => {
          if (pipe.assigns) this.scope.assign(name, targets[i]);
          else this.scope.declare(name, targets[i]);
        });
        return this.walkAll(item, body);
      });
      if (flow === "break") break;
    }
    if (!isEmpty) return "next";
    // Go ends the range itself here, too: a `continue` is that of the range around it.
    const flow = this.walkAll(dot, otherwise);
    return flow === "break" ? "next" : flow;
  }

  *#itemsOf(value: Value, variables: number): Generator<[Box, Box]> {
    if (value === undefined || value === null) return;
    if (value instanceof Int) {
      if (variables > 1) this.scope.fail("can't use … to iterate over more than one variable");
      for (let i = 0n; i < value.value; i++) yield [undefined, new Int(value.kind, i)];
    } else if (value instanceof List) {
      for (const [i, item] of value.items.entries()) yield [int(i), boxed(value, item)];
    } else if (value instanceof Dict) {
      for (const { key, value: item } of value.entries()) yield [key, boxed(value, item)];
    } else {
      this.scope.fail("range can't iterate over …");
    }
  }

  #template(dot: Box, { name, pipe }: Extract<Statement, { kind: "template" }>): void {
    const tree = this.execution.trees.get(name) ?? this.scope.fail(`template ${goQuote(name)} not defined`);
    if (this.execution.depth >= limits.depth) this.scope.fail(tooDeep);
    const value = pipe === undefined ? undefined : this.#expressions.pipeline(dot, pipe);
    run({ ...this.execution, depth: this.execution.depth + 1 }, tree, value);
  }
}

/** What functions called from `tree` may use. */
function contextOf(execution: Execution, { file }: Tree): Context {
  const { trees, options, depth } = execution;
  return {
    budget: options.budget,
    trustsValues: options.trustsValues,
    include(name, dot) {
      const tree = trees.get(flat(name));
      if (tree !== undefined) return written({ ...execution, depth: depth + 1 }, tree, dot);
      const known = goQuote(file);
      const shown = typeof name === "string" ? goQuote(name) : concat('"', name, '"');
      throw new FunctionError(concat("template: no template ", shown, ` associated with template ${known}`));
    },
    run(text, dot) {
      if (text.length > limits.template) throw new FunctionError(`longer than ${limits.template} characters`);
      options.budget.spend(4 + text.length / 2 + trees.size / 4);
      const known: Trees = new Map(trees);
      known.delete(file);
      asFunctionError(() => parse(file, text, (name) => options.functions.has(name), known));
      const tree = known.get(file);
      return tree === undefined ? "" : written({ ...execution, trees: known, depth: depth + 1 }, tree, dot);
    },
  };
}

function written(execution: Execution, tree: Tree, dot: Value): Text {
  if (execution.depth > limits.depth) throw new FunctionError(tooDeep);
  const output = new Output();
  asFunctionError(() => run({ ...execution, output }, tree, dot ?? undefined));
  execution.options.budget.spendOnText(output.length);
  return output.text;
}

/** An error inside a template that a function runs is, to the template that calls it, an error of the function. */
function asFunctionError(run: () => void): void {
  try {
    run();
  } catch (error) {
    throw error instanceof TemplateError ? new FunctionError(error.message) : error;
  }
}
