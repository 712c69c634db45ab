/** Where a running template is: its variables, the part of it that runs, and how an error there reads. */

import { type Node, source, type Tree } from "./ast.ts";
import { goQuote } from "../printing/go_quote.ts";
import { placeOf, TemplateError } from "../template_error.ts";
import type { Value } from "../value.ts";

/** A value inside an `interface {}`, as elements of maps and lists are: Go's messages tell it from the bare value. */
export class Boxed {
  constructor(readonly value: Value) {}
}
export type Box = Value | Boxed;

/** What a pipeline passes on: nil becomes no value at all. */
export function unbox(box: Box): Value {
  return (box instanceof Boxed ? box.value : box) ?? undefined;
}

export class Scope {
  /** The names in scope, and the values of each: the last is the one that a template sees. */
  readonly #names: string[] = [];
  readonly #variables = new Map<string, { value: Box }[]>();
  /** What runs now: errors point there. */
  at: Node | undefined;

  constructor(readonly tree: Tree, root: Box) {
    this.declare("$", root);
  }

  declare(name: string, value: Box): void {
    this.#names.push(name);
    const hidden = this.#variables.get(name);
    if (hidden === undefined) this.#variables.set(name, [{ value }]);
    else hidden.push({ value });
  }

  lookUp(name: string): Box {
    return this.#find(name).value;
  }

  assign(name: string, value: Box): void {
    this.#find(name).value = value;
  }

  /** Runs `block`, whose variables end with it. */
  within<T>(block: () => T): T {
    const mark = this.#names.length;
    const result = block();
    for (const name of this.#names.splice(mark)) this.#variables.get(name)?.pop();
    return result;
  }

  #find(name: string): { value: Box } {
    return this.#variables.get(name)?.at(-1) ?? this.fail(`undefined variable: ${name}`);
  }

  fail(problem: string): never {
    const { name, file, text } = this.tree;
    if (this.at === undefined) throw new TemplateError(`template: ${name}: ${problem}`, file, 1, 0);
    const { line, column } = placeOf(text, this.at.offset);
    const where = `template: ${file}:${line}:${column}: executing ${goQuote(name)} at <${source(this.at)}>`;
    throw new TemplateError(`${where}: ${problem}`, file, line, column);
  }
}
