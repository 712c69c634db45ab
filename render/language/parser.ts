/** Turns a template's text into syntax trees, by the grammar and with the error messages of Go's text/template. */

import type { Branch, ChainNode, Command, Operand, Pipe, Statement, Tree, VariableNode } from "./ast.ts";
import { source } from "./ast.ts";
import { limits } from "../budget.ts";
import { isSpace } from "../characters.ts";
import { whyMissing } from "../functions/refused.ts";
import { goQuote } from "../printing/go_quote.ts";
import { lex, type Token, type TokenKind } from "./lexer.ts";
import { numberOf, unquote } from "./literal.ts";
import { Names } from "./names.ts";
import { placeOf, TemplateError } from "../template_error.ts";
import { bytes } from "../utf8.ts";

/** The templates that one source defines, by name. */
export type Trees = Map<string, Tree>;

/**
 * Parses `text` and adds it, under `name`, and every template it defines to `trees`.
 * Throws a TemplateError that names the place.
 */
export function parse(name: string, text: string, isFunction: (name: string) => boolean, trees: Trees): void {
  new Parser(name, text, isFunction, trees).template();
}

/** What ended a list of statements. */
interface Stop {
  readonly keyword: "end" | "else";
  readonly offset: number;
}

const operandKinds: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "bool",
  "character",
  "complex",
  "dot",
  "field",
  "identifier",
  "number",
  "raw string",
  "string",
  "variable",
  "left paren",
]);

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  /** Index of the last token looked at: Go reports errors on its line. */
  #seen = 0;
  #variables = new Names();
  #ranges = 0;
  #depth = 0;
  #actionLine = 0;

  constructor(
    readonly name: string,
    readonly text: string,
    readonly isFunction: (name: string) => boolean,
    readonly trees: Trees,
  ) {
    this.#tokens = lex(text);
  }

  template(): void {
    const body: Statement[] = [];
    while (this.#peek().kind !== "end") {
      const start = this.#next;
      if (this.#take().kind === "left delimiter" && this.#isKeyword(this.#takeNonSpace(), "define")) {
        this.#definition();
        continue;
      }
      this.#next = start;
      const statement = this.#statement();
      if ("keyword" in statement) this.#fail(`unexpected {{${statement.keyword}}}`);
      body.push(statement);
    }
    this.#add(this.name, body);
  }

  #add(name: string, body: readonly Statement[]): void {
    const known = this.trees.get(name);
    if (known === undefined || isEmpty(known.body)) {
      this.trees.set(name, { name, file: this.name, text: this.text, body });
    } else if (!isEmpty(body)) {
      this.#fail(`template: multiple definition of template ${goQuote(name)}`);
    }
  }

  #definition(): void {
    const context = "define clause";
    const name = this.#templateName(this.#takeNonSpace(), context);
    this.#expect("right delimiter", context);
    this.#add(name, this.#ownScope(context));
  }

  /** The statements of a template inside this one, up to its end: it sees none of the variables around it. */
  #ownScope(context: string): readonly Statement[] {
    const { variables, ranges } = { variables: this.#variables, ranges: this.#ranges };
    const start = this.#seen;
    this.#variables = new Names();
    this.#ranges = 0;
    this.#actionLine = 0;
    const [body, stop] = this.#statements();
    // What Go says of a block comes from the parser around it, which has not moved on.
    if (stop.keyword !== "end" && context === "block clause") this.#seen = start;
    if (stop.keyword !== "end") this.#fail(`unexpected {{else}} in ${context}`);
    this.#variables = variables;
    this.#ranges = ranges;
    return body;
  }

  #statements(): [Statement[], Stop] {
    const body: Statement[] = [];
    while (this.#peekNonSpace().kind !== "end") {
      const statement = this.#statement();
      if ("keyword" in statement) return [body, statement];
      body.push(statement);
    }
    return this.#fail("unexpected EOF");
  }

  #statement(): Statement | Stop {
    const token = this.#takeNonSpace();
    if (token.kind === "text") return { kind: "text", offset: token.offset, line: token.line, text: token.text };
    if (token.kind !== "left delimiter") return this.#unexpected(token, "input");
    this.#actionLine = token.line;
    const statement = this.#action();
    this.#actionLine = 0;
    return statement;
  }

  #action(): Statement | Stop {
    const token = this.#takeNonSpace();
    if (token.kind === "keyword") {
      switch (token.text) {
        case "block":
          return this.#block();
        case "break":
        case "continue":
          return this.#jump(token, token.text);
        case "else":
          return this.#else();
        case "end":
          return { keyword: "end", offset: this.#expect("right delimiter", "end").offset };
        case "if":
        case "with":
        case "range":
          return this.#branch(token.text);
        case "template":
          return this.#templateCall();
      }
    }
    this.#next--;
    const { offset, line } = this.#peek();
    return { kind: "action", offset, line, pipe: this.#pipeline("command", "right delimiter") };
  }

  #jump(token: Token, kind: "break" | "continue"): Statement {
    const next = this.#takeNonSpace();
    if (next.kind !== "right delimiter") return this.#unexpected(next, `{{${kind}}}`);
    if (this.#ranges === 0) return this.#fail(`{{${kind}}} outside {{range}}`);
    return { kind, offset: token.offset };
  }

  /** `else` alone, or before `if` or `with`, which are left to read. */
  #else(): Stop {
    const next = this.#peekNonSpace();
    if (this.#isKeyword(next, "if") || this.#isKeyword(next, "with")) return { keyword: "else", offset: next.offset };
    return { keyword: "else", offset: this.#expect("right delimiter", "else").offset };
  }

  #branch(kind: Branch["kind"]): Branch {
    return this.#nested("exceeded the depth of nested blocks", () => {
      const scope = this.#variables.size;
      const pipe = this.#pipeline(kind, "right delimiter");
      if (kind === "range") this.#ranges++;
      const [body, stop] = this.#statements();
      if (kind === "range") this.#ranges--;
      const otherwise = stop.keyword === "else" ? this.#otherwise(kind) : [];
      this.#variables.shrink(scope);
      return { kind, offset: pipe.offset, pipe, body, otherwise };
    });
  }

  #otherwise(kind: Branch["kind"]): readonly Statement[] {
    if (kind !== "range" && this.#isKeyword(this.#peek(), kind)) {
      this.#take();
      return [this.#branch(kind)];
    }
    const [body, stop] = this.#statements();
    if (stop.keyword !== "end") this.#fail("expected end; found {{else}}");
    return body;
  }

  #block(): Statement {
    const context = "block clause";
    const token = this.#takeNonSpace();
    const name = this.#templateName(token, context);
    const pipe = this.#pipeline(context, "right delimiter");
    this.#add(name, this.#nested("exceeded the depth of nested blocks", () => this.#ownScope(context)));
    return { kind: "template", offset: token.offset, name, pipe };
  }

  #templateCall(): Statement {
    const context = "template clause";
    const token = this.#takeNonSpace();
    const name = this.#templateName(token, context);
    if (this.#takeNonSpace().kind === "right delimiter") {
      return { kind: "template", offset: token.offset, name, pipe: undefined };
    }
    this.#next--;
    return { kind: "template", offset: token.offset, name, pipe: this.#pipeline(context, "right delimiter") };
  }

  #templateName(token: Token, context: string): string {
    if (token.kind !== "string" && token.kind !== "raw string") return this.#unexpected(token, context);
    return unquote(token.text) ?? this.#fail("invalid syntax");
  }

  #pipeline(context: string, end: "right delimiter" | "right paren"): Pipe {
    const offset = this.#peekNonSpace().offset;
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#takeNonSpace();
      if (token.kind === end) break;
      if (!operandKinds.has(token.kind) && !this.#isKeyword(token, "nil")) return this.#unexpected(token, context);
      this.#next--;
      commands.push(this.#command());
    }
    if (commands.length === 0) this.#fail(`missing value for ${context}`);
    commands.slice(1).forEach(({ operands: [first] }, i) => {
      if (["bool", "dot", "nil", "number", "string"].includes(first.kind)) {
        this.#fail(`non executable command in pipeline stage ${i + 2}`);
      }
    });
    return { kind: "pipe", offset, variables, assigns, commands };
  }

  /** `$a :=`, `$a =` or, in a range, `$a, $b :=`. */
  #declarations(context: string): { variables: string[]; assigns: boolean } {
    const variables: string[] = [];
    while (this.#peekNonSpace().kind === "variable") {
      const start = this.#next;
      const variable = this.#take();
      const next = this.#takeNonSpace();
      if (next.kind === "assign" || next.kind === "declare") {
        variables.push(variable.text);
        this.#variables.add(variable.text);
        return { variables, assigns: next.kind === "assign" };
      }
      if (next.kind !== "other" || next.text !== ",") {
        this.#next = start;
        break;
      }
      variables.push(variable.text);
      this.#variables.add(variable.text);
      if (context !== "range" || variables.length >= 2) this.#fail(`too many declarations in ${context}`);
      if (!["variable", "right delimiter", "right paren"].includes(this.#peekNonSpace().kind)) {
        this.#fail("range can only initialize variables");
      }
    }
    return { variables, assigns: false };
  }

  #command(): Command {
    const offset = this.#peekNonSpace().offset;
    const operands: Operand[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#take();
      if (token.kind === "space") continue;
      if (token.kind === "right delimiter" || token.kind === "right paren") this.#next--;
      else if (token.kind !== "pipe") return this.#unexpected(token, "operand");
      break;
    }
    const [first, ...rest] = operands;
    if (first === undefined) return this.#fail("empty command");
    return { kind: "command", offset, operands: [first, ...rest] };
  }

  #operand(): Operand | undefined {
    const operand = this.#term();
    if (operand === undefined || this.#peek().kind !== "field") return operand;
    const offset = this.#peek().offset;
    const fields: string[] = [];
    while (this.#peek().kind === "field") fields.push(this.#take().text.slice(1));
    switch (operand.kind) {
      case "field":
        return { kind: "field", offset, fields: [...operand.fields, ...fields] };
      case "variable":
        return { ...operand, offset, fields: [...operand.fields, ...fields] };
      case "bool":
      case "string":
      case "number":
      case "nil":
      case "dot":
        return this.#fail(`unexpected . after term ${goQuote(source(operand))}`);
      case "pipe":
      case "chain":
      case "function":
        return { kind: "chain", offset, operand, fields } satisfies ChainNode;
    }
  }

  #term(): Operand | undefined {
    const token = this.#takeNonSpace();
    const { offset, text } = token;
    switch (token.kind) {
      case "identifier":
        if (!this.isFunction(text)) this.#failAt(token, whyMissing(text));
        return { kind: "function", offset, name: text };
      case "dot":
        return { kind: "dot", offset };
      case "keyword":
        if (text === "nil") return { kind: "nil", offset };
        break;
      case "variable":
        return this.#variable(token);
      case "field":
        return { kind: "field", offset, fields: [text.slice(1)] };
      case "bool":
        return { kind: "bool", offset, value: text === "true" };
      case "character":
      case "complex":
      case "number": {
        const number = numberOf(text, token.kind === "complex");
        return typeof number === "string" ? this.#fail(number) : { kind: "number", offset, source: text, ...number };
      }
      case "left paren":
        return this.#nested(
          "max expression depth exceeded",
          () => this.#pipeline("parenthesized pipeline", "right paren"),
        );
      case "string":
      case "raw string":
        return { kind: "string", offset, source: text, value: unquote(text) ?? this.#fail("invalid syntax") };
    }
    this.#next--;
    return undefined;
  }

  #variable(token: Token): VariableNode {
    if (!this.#variables.has(token.text)) this.#fail(`undefined variable ${goQuote(token.text)}`);
    return { kind: "variable", offset: token.offset, name: token.text, fields: [] };
  }

  #nested<T>(problem: string, read: () => T): T {
    if (this.#depth >= limits.depth) this.#fail(problem);
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  /** The lexer's last token, an end or an error, stays there however often it is taken. */
  #peek(): Token {
    this.#seen = Math.max(this.#seen, Math.min(this.#next, this.#tokens.length - 1));
    return this.#tokens[this.#next] ?? { kind: "end", text: "EOF", offset: this.text.length, line: this.#lastLine() };
  }

  #lastLine(): number {
    return this.#tokens.at(-1)?.line ?? 1;
  }

  #takeNonSpace(): Token {
    if (this.#peek().kind === "space") this.#next++;
    return this.#take();
  }

  #peekNonSpace(): Token {
    if (this.#peek().kind === "space") this.#next++;
    return this.#peek();
  }

  #expect(kind: TokenKind, context: string): Token {
    const token = this.#takeNonSpace();
    return token.kind === kind ? token : this.#unexpected(token, context);
  }

  #isKeyword(token: Token, keyword: string): boolean {
    return token.kind === "keyword" && token.text === keyword;
  }

  #unexpected(token: Token, context: string): never {
    if (token.kind !== "error") return this.#failAt(token, `unexpected ${describe(token)} in ${context}`);
    if (this.#actionLine === 0 || this.#actionLine === token.line) return this.#failAt(token, token.text);
    const started = `${token.text.endsWith(" action") ? "" : " in action"} started at ${this.name}:${this.#actionLine}`;
    return this.#failAt(token, token.text + started);
  }

  #fail(problem: string): never {
    return this.#failAt(this.#tokens[this.#seen], problem);
  }

  #failAt(token: Token | undefined, problem: string): never {
    const line = this.#tokens[this.#seen]?.line ?? 1;
    const { column } = placeOf(this.text, token?.offset ?? 0);
    throw new TemplateError(`template: ${this.name}:${line}: ${problem}`, this.name, line, column);
  }
}

/** Whether a body is comments and white space only, so that another definition may replace it. */
function isEmpty(body: readonly Statement[]): boolean {
  return body.every((statement) => statement.kind === "text" && [...statement.text].every(isSpace));
}

/** A token as Go's messages show it. */
function describe(token: Token): string {
  if (token.kind === "end") return "EOF";
  if (token.kind === "keyword" || token.kind === "dot") return `<${token.text}>`;
  // Go shows ten characters of what is longer than ten bytes.
  return bytes(token.text).length > 10 ? `${goQuote([...token.text].slice(0, 10).join(""))}...` : goQuote(token.text);
}
