/** Reads YAML into nodes that know their place in the text, so that the text can be changed where they stand. */

import { type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";
import { flattened } from "../../render/notation/yaml_flow.ts";
import { InputError } from "../filter.ts";

interface Place {
  /** With its anchor and tag. */
  readonly start: number;
  /** Without them. */
  readonly content: number;
  /** Behind its last character: of a block mapping or list, that of its last node. */
  readonly end: number;
}

/** `text` is the value, `isPlain` says that it stands without quotes. */
export interface Scalar extends Place {
  readonly type: "scalar";
  readonly text: string;
  readonly isPlain: boolean;
  isShared: boolean;
}

export interface Entry {
  readonly key: Node;
  readonly value: Node;
}

export interface Mapping extends Place {
  readonly type: "mapping";
  readonly isFlow: boolean;
  readonly entries: readonly Entry[];
  isShared: boolean;
}

export interface List extends Place {
  readonly type: "list";
  readonly isFlow: boolean;
  readonly items: readonly Node[];
  isShared: boolean;
}

export interface Alias extends Place {
  readonly type: "alias";
  readonly of: Exclude<Node, Alias>;
}

/** `isShared` says that an alias refers to it. */
export type Node = Scalar | Mapping | List | Alias;

/** The node itself, or that which an alias stands for. */
export function followed(node: Node): Exclude<Node, Alias> {
  return node.type === "alias" ? node.of : node;
}

/** The root nodes of all documents. Throws an InputError with line and column when it is not YAML. */
export function readNodes(text: string): Node[] {
  try {
    return new Composer(text, parseEvents(text, {})).documents();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // Kubernetes reads flow collections that stand further left than the parser allows.
    const wider = error.reason === "deficient indentation" ? flattened(text) : text;
    if (wider !== text) return readNodes(wider);
    throw notYaml(text, error.mark?.position ?? 0, error.reason);
  }
}

function notYaml(text: string, offset: number, problem: string): InputError {
  const before = text.slice(0, offset).split("\n");
  const place = `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
  return new InputError(`Cannot read standard input: ${place}: ${problem}`);
}

type NodeEvent = Exclude<Event, { type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.POP | typeof EVENT_ID.ALIAS }>;

class Composer {
  #next = 0;
  /** Behind the last node that was read. */
  #end = 0;
  #anchors = new Map<string, Exclude<Node, Alias>>();

  constructor(readonly text: string, readonly events: readonly Event[]) {}

  documents(): Node[] {
    const roots: Node[] = [];
    while (this.#next < this.events.length) {
      this.#next++;
      this.#anchors = new Map();
      while (!this.#pops()) roots.push(this.#node());
    }
    return roots;
  }

  /** Whether the collection ends here; if so, goes on behind it. */
  #pops(): boolean {
    const isEnd = this.events[this.#next]?.type === EVENT_ID.POP;
    if (isEnd) this.#next++;
    return isEnd;
  }

  #node(): Node {
    const event = this.events[this.#next++];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      throw new Error("Cannot read YAML: the events of the parser do not nest");
    }
    const name = this.text.slice(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.ALIAS) {
      const start = event.anchorStart - 1;
      const of = this.#anchors.get(name);
      if (of === undefined) throw notYaml(this.text, start, `alias *${name} has no anchor before it`);
      of.isShared = true;
      this.#end = event.anchorEnd;
      return { type: "alias", start, content: start, end: this.#end, of };
    }
    const node = this.#content(event);
    this.#end = node.end;
    if (event.anchorStart >= 0) this.#anchors.set(name, node);
    return node;
  }

  #content(event: NodeEvent): Exclude<Node, Alias> {
    const content = this.#startOf(event);
    const properties = [event.anchorStart - 1, event.tagStart].filter((at) => at >= 0);
    const start = Math.min(content, ...properties);
    // Behind the bracket, if there is one.
    this.#end = content + 1;
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
        const end = event.valueEnd < 0 ? Math.max(content, event.anchorEnd, event.tagEnd) : event.valueEnd;
        const text = event.valueStart < 0 ? "" : getScalarValue(this.text, event);
        const isPlain = event.style === SCALAR_STYLE.PLAIN;
        return { type: "scalar", start, content, end: isQuoted ? end + 1 : end, text, isPlain, isShared: false };
      }
      case EVENT_ID.SEQUENCE: {
        const isFlow = this.text[content] === "[";
        const items: Node[] = [];
        while (!this.#pops()) items.push(this.#node());
        return { type: "list", start, content, end: this.#closed(isFlow), isFlow, items, isShared: false };
      }
      case EVENT_ID.MAPPING: {
        const isFlow = this.text[content] === "{";
        const entries: Entry[] = [];
        while (!this.#pops()) entries.push({ key: this.#node(), value: this.#node() });
        this.#refuseRepeated(entries);
        return { type: "mapping", start, content, end: this.#closed(isFlow), isFlow, entries, isShared: false };
      }
    }
  }

  #startOf(event: NodeEvent): number {
    if (event.type !== EVENT_ID.SCALAR) return event.start;
    if (event.valueStart < 0) return this.#skip(/[^\S\n]*:/y, this.#end);
    return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
      ? event.valueStart - 1
      : event.valueStart;
  }

  /** Behind the closing bracket of a flow collection. */
  #closed(isFlow: boolean): number {
    return isFlow ? this.#skip(/(?:[\s,:]|(?<=\s)#[^\n]*)*/y, this.#end) + 1 : this.#end;
  }

  #skip(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return from + (pattern.exec(this.text)?.[0].length ?? 0);
  }

  #refuseRepeated(entries: readonly Entry[]): void {
    const seen = new Set<string>();
    for (const { key } of entries) {
      const name = keyOf(key);
      if (seen.has(name) && name !== "<<") throw notYaml(this.text, key.start, "key appears twice in a mapping");
      seen.add(name);
    }
  }
}

/** What a key says; empty for keys that are no text, which Kubernetes does not know. */
export function keyOf(key: Node): string {
  const node = followed(key);
  return node.type === "scalar" ? node.text : "";
}
