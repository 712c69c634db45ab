/** The syntax tree of a template, and how Go writes its parts in error messages. `offset` is a place in the template's text. */

import { goQuote } from "../printing/go_quote.ts";
import type { Complex } from "../value.ts";

export interface Tree {
  readonly name: string;
  /** The file the template was defined in, and its text: errors point there. */
  readonly file: string;
  readonly text: string;
  readonly body: readonly Statement[];
}

export type Statement =
  | { readonly kind: "text"; readonly offset: number; readonly line: number; readonly text: string }
  | { readonly kind: "action"; readonly offset: number; readonly line: number; readonly pipe: Pipe }
  | Branch
  | { readonly kind: "template"; readonly offset: number; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly kind: "break" | "continue"; readonly offset: number };

export interface Branch {
  readonly kind: "if" | "with" | "range";
  readonly offset: number;
  readonly pipe: Pipe;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

/** `$a, $b := command | command`. */
export interface Pipe {
  readonly kind: "pipe";
  readonly offset: number;
  readonly variables: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export interface Command {
  readonly kind: "command";
  readonly offset: number;
  readonly operands: readonly [Operand, ...Operand[]];
}

export type Operand =
  | Pipe
  | { readonly kind: "dot"; readonly offset: number }
  | { readonly kind: "nil"; readonly offset: number }
  | { readonly kind: "bool"; readonly offset: number; readonly value: boolean }
  | NumberNode
  | { readonly kind: "string"; readonly offset: number; readonly source: string; readonly value: string }
  | FieldNode
  | VariableNode
  | ChainNode
  | FunctionNode;

/** An untyped constant: it may serve as an integer, as a float, as both, or as a complex number. */
export interface NumberNode {
  readonly kind: "number";
  readonly offset: number;
  readonly source: string;
  readonly int: bigint | undefined;
  readonly float: number | undefined;
  readonly complex: Complex | undefined;
}

/** `.a.b`. */
export interface FieldNode {
  readonly kind: "field";
  readonly offset: number;
  readonly fields: readonly string[];
}

/** `$name.a.b`. */
export interface VariableNode {
  readonly kind: "variable";
  readonly offset: number;
  readonly name: string;
  readonly fields: readonly string[];
}

/** `(pipeline).a.b`. */
export interface ChainNode {
  readonly kind: "chain";
  readonly offset: number;
  readonly operand: Operand;
  readonly fields: readonly string[];
}

export interface FunctionNode {
  readonly kind: "function";
  readonly offset: number;
  readonly name: string;
}

export type Node = Statement | Command | Operand;

/** The node as Go prints it inside `at <…>`. */
export function source(node: Node): string {
  switch (node.kind) {
    case "text":
      return goQuote(node.text);
    case "action":
      return `{{${source(node.pipe)}}}`;
    case "if":
    case "with":
    case "range": {
      const otherwise = node.otherwise.length > 0 ? `{{else}}${node.otherwise.map(source).join("")}` : "";
      return `{{${node.kind} ${source(node.pipe)}}}${node.body.map(source).join("")}${otherwise}{{end}}`;
    }
    case "template":
      return `{{template ${goQuote(node.name)}${node.pipe === undefined ? "" : ` ${source(node.pipe)}`}}}`;
    case "break":
    case "continue":
      return `{{${node.kind}}}`;
    case "pipe": {
      const commands = node.commands.map(source).join(" | ");
      return node.variables.length > 0
        ? `${node.variables.join(", ")} ${node.assigns ? "=" : ":="} ${commands}`
        : commands;
    }
    case "command":
      return node.operands.map(bracketed).join(" ");
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "bool":
      return String(node.value);
    case "number":
    case "string":
      return node.source;
    case "field":
      return dotted(node.fields);
    case "variable":
      return node.name + dotted(node.fields);
    case "chain":
      return bracketed(node.operand) + dotted(node.fields);
    case "function":
      return node.name;
  }
}

function bracketed(operand: Operand): string {
  return operand.kind === "pipe" ? `(${source(operand)})` : source(operand);
}

function dotted(fields: readonly string[]): string {
  return fields.map((field) => `.${field}`).join("");
}
