/** Reads YAML as kubectl does: go-yaml's YAML 1.1 scalars, merge keys, no dates, no duplicate keys, bounded aliases and depth. */

import { type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";
import { limits } from "../budget.ts";
import { flattened } from "./yaml_flow.ts";
import { resolve } from "./yaml_scalar.ts";

/** A scalar as it stands in the source. */
export interface Scalar {
  readonly text: string;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  readonly isKey: boolean;
  readonly offset: number;
  /** How many columns YAML takes off every line of a block scalar. */
  readonly indent: number;
}

/** What a scalar becomes; undefined leaves it to YAML's rules. May throw a YamlError. */
export type ReadScalar = (scalar: Scalar) => unknown;

/** Something is wrong with the YAML at `offset` of the source. */
export class YamlError extends Error {
  constructor(readonly problem: string, readonly offset: number) {
    super(problem);
  }
}

export type Read =
  | { readonly ok: true; readonly documents: readonly unknown[] }
  | { readonly ok: false; readonly problem: string; readonly offset: number };

/** Whether a mapping may have a key twice, as in Helm's `fromYaml`: then the last one counts. */
export type RepeatedKeys = "refused" | "last counts";

export interface Bounds {
  /** Characters of the source that may begin or end a node. */
  readonly syntax: number;
  /** Nodes of one document, aliases followed, and entries that merges copy. */
  readonly nodes: number;
}

/** For a text that comes out of a template. */
const rendered: Bounds = { syntax: limits.yaml, nodes: 100_000 };

/** Reads all documents of `source`. Maps become plain objects with own properties only; aliased nodes are shared. */
export function readYaml(
  source: string,
  readScalar: ReadScalar = () => undefined,
  repeatedKeys: RepeatedKeys = "refused",
  bounds = rendered,
): Read {
  if (syntaxOf(source) > bounds.syntax) {
    return { ok: false, problem: `exceeded the limit of ${bounds.syntax} characters of YAML syntax`, offset: 0 };
  }
  try {
    const { text, events } = parse(source);
    return { ok: true, documents: new Composer(text, events, readScalar, repeatedKeys, bounds.nodes).documents() };
  } catch (error) {
    if (error instanceof YamlError) return { ok: false, problem: error.problem, offset: error.offset };
    if (error instanceof YAMLException) return { ok: false, problem: error.reason, offset: error.mark?.position ?? 0 };
    throw error;
  }
}

/** Flow collections whose lines stand too far left for the parser are tried again, flattened. */
function parse(source: string): { text: string; events: Event[] } {
  const options = { maxDepth: limits.depth };
  try {
    return { text: source, events: parseEvents(source, options) };
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== "deficient indentation") throw error;
    const text = flattened(source);
    if (text === source) throw error;
    return { text, events: parseEvents(text, options) };
  }
}

/** How many characters of `source` may begin or end a node: a bound of the work to read it, and of what it becomes. */
export function syntaxOf(source: string): number {
  let count = 0;
  for (let i = 0; i < source.length; i++) {
    switch (source[i]) {
      case "\n":
      case "\r":
      case ",":
      case "[":
      case "{":
        count++;
        break;
      case ":":
      case "-":
      case "?":
        if (/[\s"'[{]/.test(source[i + 1] ?? " ")) count++;
    }
  }
  return count;
}

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;
type NodeEvent = Exclude<Event, { type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.POP }>;

/** A node and how many nodes it holds. */
interface Composed {
  readonly value: unknown;
  readonly size: number;
  readonly isMerge: boolean;
}

class Composer {
  #next = 0;
  #anchors = new Map<string, Composed>();
  #merged = 0;

  constructor(
    readonly source: string,
    readonly events: readonly Event[],
    readonly readScalar: ReadScalar,
    readonly repeatedKeys: RepeatedKeys,
    readonly maxNodes: number,
  ) {}

  documents(): unknown[] {
    const documents: unknown[] = [];
    while (this.#next < this.events.length) {
      this.#next++;
      this.#anchors = new Map();
      documents.push(this.#atPop() ? null : this.#node(false).value);
      this.#next++;
    }
    return documents;
  }

  #atPop(): boolean {
    return this.events[this.#next]?.type === EVENT_ID.POP;
  }

  #node(isKey: boolean): Composed {
    const event = this.events[this.#next++];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      throw new Error("Cannot compose YAML: the events of the parser do not nest");
    }
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event);
    const composed = this.#content(event, isKey);
    if (composed.size > this.maxNodes) {
      throw new YamlError(`document has more than ${this.maxNodes} nodes`, offsetOf(event));
    }
    if (event.anchorStart >= 0) this.#anchors.set(this.#name(event), composed);
    return composed;
  }

  #alias(event: NodeEvent): Composed {
    const anchored = this.#anchors.get(this.#name(event));
    if (anchored === undefined) throw new YamlError("alias without an anchor before it", offsetOf(event));
    return anchored;
  }

  #name(event: NodeEvent): string {
    return this.source.slice(event.anchorStart, event.anchorEnd);
  }

  #content(event: Exclude<NodeEvent, { type: typeof EVENT_ID.ALIAS }>, isKey: boolean): Composed {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event, isKey);
      case EVENT_ID.SEQUENCE:
        this.#expectTag(event, "seq");
        return this.#sequence();
      case EVENT_ID.MAPPING:
        this.#expectTag(event, "map");
        return this.#mapping();
    }
  }

  #tag(event: Exclude<NodeEvent, { type: typeof EVENT_ID.ALIAS }>): string {
    return event.tagStart < 0 ? "" : this.source.slice(event.tagStart, event.tagEnd);
  }

  #expectTag(event: Exclude<NodeEvent, { type: typeof EVENT_ID.ALIAS }>, kind: "seq" | "map"): void {
    const tag = this.#tag(event);
    if (tag !== "" && tag !== `!!${kind}` && tag !== "!") throw new YamlError("unsupported tag", offsetOf(event));
  }

  #sequence(): Composed {
    const items: unknown[] = [];
    let size = 1;
    while (!this.#atPop()) {
      const item = this.#node(false);
      items.push(item.value);
      size += item.size;
    }
    this.#next++;
    return { value: items, size, isMerge: false };
  }

  #mapping(): Composed {
    const entries = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    let size = 1;
    while (!this.#atPop()) {
      const at = this.events[this.#next];
      const offset = at === undefined ? 0 : offsetOf(at);
      const key = this.#node(true);
      const item = this.#node(false);
      size += key.size + item.size;
      if (key.isMerge) this.#merge(merged, item.value, offset);
      else {
        const name = keyText(key.value, offset);
        if (entries.has(name) && this.repeatedKeys === "refused") {
          throw new YamlError("key appears twice in a mapping", offset);
        }
        entries.set(name, item.value);
      }
    }
    this.#next++;
    // fromEntries defines own properties, whatever the key is called.
    return { value: Object.fromEntries([...merged, ...entries]), size, isMerge: false };
  }

  /** What a mapping says itself wins over what is merged, and what is merged first over what comes later. */
  #merge(into: Map<string, unknown>, source: unknown, offset: number): void {
    for (const mapping of Array.isArray(source) ? source : [source]) {
      if (!isMapping(mapping)) throw new YamlError("map merge requires map or sequence of maps as the value", offset);
      const entries = Object.entries(mapping);
      this.#merged += entries.length;
      if (this.#merged > this.maxNodes) throw new YamlError(`document has more than ${this.maxNodes} nodes`, offset);
      for (const [key, value] of entries) if (!into.has(key)) into.set(key, value);
    }
  }

  /** A block scalar whose last line has no line break, as the source ends there, has none either: so says go-yaml. */
  #textOf(event: ScalarEvent): string {
    const text = getScalarValue(this.source, event);
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    const isCut = isBlock && event.valueEnd >= this.source.length && !this.source.endsWith("\n");
    return isCut && text.endsWith("\n") ? text.slice(0, -1) : text;
  }

  #scalar(event: ScalarEvent, isKey: boolean): Composed {
    const text = this.#textOf(event);
    const style = styles[event.style];
    const tag = this.#tag(event);
    const read = this.readScalar({ text, style, isKey, offset: offsetOf(event), indent: Math.max(0, event.indent) });
    if (read !== undefined) {
      if (tag !== "" && tag !== "!" && tag !== "!!str") {
        throw new YamlError("unsupported tag on a value", offsetOf(event));
      }
      // Elsewhere it would be a text like the template's own, no longer one that a value takes part in.
      if (isKey && event.anchorStart >= 0) throw new YamlError("anchor on a key with a value in it", offsetOf(event));
      return { value: read, size: 1, isMerge: false };
    }
    if (tag === "!!str" || tag === "!" || (tag === "" && style !== "plain")) {
      return { value: text, size: 1, isMerge: false };
    }
    const resolved = resolve(text);
    if (tag !== "" && tag !== `!!${resolved.type}` && !(tag === "!!float" && resolved.type === "int")) {
      throw new YamlError("unsupported tag, or the scalar does not fit it", offsetOf(event));
    }
    if (typeof resolved.value === "number" && !Number.isFinite(resolved.value)) {
      throw new YamlError("number that JSON cannot hold", offsetOf(event));
    }
    return { value: resolved.value, size: 1, isMerge: isKey && resolved.type === "merge" };
  }
}

const styles = {
  [SCALAR_STYLE.PLAIN]: "plain",
  [SCALAR_STYLE.SINGLE_QUOTED]: "single",
  [SCALAR_STYLE.DOUBLE_QUOTED]: "double",
  [SCALAR_STYLE.LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE.FOLDED_BLOCK]: "folded",
} as const;

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype;
}

/** Keys that are numbers or booleans become text, as on the way to JSON. */
function keyText(key: unknown, offset: number): string {
  if (typeof key === "string") return key;
  if (typeof key === "number" || typeof key === "boolean") return String(key);
  throw new YamlError("key of a mapping must be a string", offset);
}

function offsetOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.DOCUMENT:
    case EVENT_ID.POP:
      return 0;
  }
}
