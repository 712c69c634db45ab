/** A text that is being migrated: its changes, and what has to be said about it. */

import { resolve } from "../../render/notation/yaml_scalar.ts";
import { InputError } from "../filter.ts";
import { Edits } from "./edits.ts";
import { type Entry, followed, type List, type Mapping, type Node } from "./nodes.ts";

export class Manuscript {
  readonly edits: Edits;
  readonly #said: { readonly line: number; readonly what: string }[] = [];
  readonly #lineStarts = [0];
  /** Where parts between brackets began that are gone. */
  readonly #erased = new Set<number>();
  readonly #met = new Set<Node>();

  constructor(readonly text: string) {
    this.edits = new Edits(text);
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#lineStarts.push(at + 1);
  }

  /** What was said, by line, and each in one; names cannot command a terminal. */
  get complaints(): string[] {
    const said = this.#said.sort((a, b) => a.line - b.line);
    return said.map(({ line, what }) => `line ${line}: ${what.replaceAll(/\p{Cc}/gu, "�")}`);
  }

  /** Says what cannot be carried over from that place of the text. */
  say(at: number, what: string): void {
    this.#said.push({ line: this.lineOf(at), what });
  }

  /** Says it only the first time. */
  sayOnce(at: number, what: string): void {
    if (!this.#said.some((said) => said.what === what)) this.say(at, what);
  }

  /** Whether it is met for the first time: what stands behind an anchor is met again through its aliases. */
  isNew(node: Node): boolean {
    const isNew = !this.#met.has(node);
    this.#met.add(node);
    return isNew;
  }

  /** From 1. */
  lineOf(at: number): number {
    let [low, high] = [0, this.#lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  lineStart(at: number): number {
    return this.#lineStarts[this.lineOf(at) - 1] ?? 0;
  }

  /** From 0. */
  columnOf(at: number): number {
    return at - this.lineStart(at);
  }

  sourceOf(node: Node): string {
    return this.text.slice(node.start, node.end);
  }

  /** Gives a scalar another text, in the quotes that it has. */
  retext(node: Node, text: string): void {
    const quote = /["']/.exec(this.text.charAt(node.content))?.[0] ?? "";
    this.edits.replace(node.content, node.end, quote + text + quote);
  }

  /** Takes an entry away without a word. */
  erase(mapping: Mapping, entry: Entry): void {
    if (mapping.isFlow) return this.#eraseInFlow(mapping.entries.map(entryPlace), entryPlace(entry));
    this.#refuseShared(entry.value);
    const end = this.#lineBehind(entry.value.end);
    const isFirst = this.text.slice(this.lineStart(entry.key.start), entry.key.start).trim() === "";
    if (isFirst) return this.edits.remove(this.lineStart(entry.key.start), end);
    const next = end + (/^ */.exec(this.text.slice(end, end + 1000))?.[0].length ?? 0);
    this.edits.remove(entry.key.start, next);
  }

  /** Makes an entry a comment; between brackets it just goes. */
  retire(mapping: Mapping, entry: Entry): void {
    if (mapping.isFlow) return this.erase(mapping, entry);
    this.#refuseShared(entry.value);
    this.#comment(entry.key.start, entry.value.end);
  }

  /** Makes an item a comment; between brackets it just goes. */
  retireItem(list: List, item: Node): void {
    this.#refuseShared(item);
    if (list.isFlow) return this.#eraseInFlow(list.items, item);
    const column = this.columnOf(list.content);
    let dash = this.lineStart(item.start) + column;
    while (!/^\s*-\s$/.test(this.text.slice(this.lineStart(dash), dash + 2))) {
      dash = this.lineStart(this.lineStart(dash) - 1) + column;
    }
    this.#comment(dash, item.end);
  }

  retireDocument(root: Mapping): void {
    if (root.isFlow) this.edits.remove(root.start, root.end);
    else this.#comment(root.start, root.end);
  }

  /** Puts a value where all that was there is gone: `spec: {}`. */
  empty(key: Node, value: "{}" | "[]"): void {
    this.edits.insert(this.text.indexOf(":", key.end) + 1, ` ${value}`);
  }

  /** The end of a block node with the comments behind it that stand as far right as it does. */
  endWithComments(node: Node): number {
    const column = this.columnOf(node.content);
    let end = node.end;
    for (let at = this.#lineBehind(end); at < this.text.length; at = this.#lineBehind(at + 1)) {
      const line = this.text.slice(at, this.#lineBehind(at + 1)).trimEnd();
      if (line !== "" && line.search(/\S/) < column || !/^\s*(?:#|$)/.test(line)) break;
      if (line !== "") end = at + line.length;
    }
    return end;
  }

  /** Where the next line begins; the place itself, if it is the start of one. */
  #lineBehind(at: number): number {
    if (at === 0 || this.text[at - 1] === "\n") return at;
    const end = this.text.indexOf("\n", at);
    return end < 0 ? this.text.length : end + 1;
  }

  #comment(start: number, end: number): void {
    const column = this.columnOf(start);
    this.edits.insert(start, "# ");
    for (let at = this.#lineBehind(start + 1); at < end; at = this.#lineBehind(at + 1)) {
      const line = this.text.slice(at, this.#lineBehind(at + 1));
      const indent = line.search(/\S/);
      if (indent >= 0) this.edits.insert(at + Math.min(indent, column), "# ");
    }
  }

  /** With its comma, or that of the one before. */
  #eraseInFlow(places: readonly Range[], { start, end }: Range): void {
    this.#erased.add(start);
    const next = places.find((place) => place.start > start);
    if (next !== undefined) return this.edits.remove(start, next.start);
    const before = places.findLast((place) => !this.#erased.has(place.start));
    this.edits.remove(before?.end ?? start, end);
  }

  #refuseShared(node: Node): void {
    for (const { start, isShared } of sharedIn(node)) {
      if (!isShared) continue;
      throw new InputError(
        `Cannot migrate: line ${
          this.lineOf(start)
        }: this part has no counterpart in KubeTask, but an alias refers to it`,
      );
    }
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function entryPlace({ key, value }: Entry): Range {
  return { start: key.start, end: Math.max(key.end, value.end) };
}

function* sharedIn(node: Node): Generator<{ start: number; isShared: boolean }> {
  if (node.type === "alias") return;
  yield node;
  if (node.type === "list") { for (const item of node.items) yield* sharedIn(item); }
  if (node.type === "mapping") { for (const { value } of node.entries) yield* sharedIn(value); }
}

/** The text that a node says, if it is one: undefined for numbers, booleans and nothing. */
export function stringOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  const { type, ...scalar } = followed(node);
  if (type !== "scalar" || !("text" in scalar)) return undefined;
  return scalar.isPlain && !["string", "timestamp"].includes(resolve(scalar.text).type) ? undefined : scalar.text;
}
