/** Goes through the fields of one object that is migrated, and says what has no counterpart. */

import { resolve } from "../../render/notation/yaml_scalar.ts";
import { fieldOf, mergedInto } from "./lookup.ts";
import { type Manuscript, stringOf } from "./manuscript.ts";
import { type Entry, followed, keyOf, type List, type Mapping, type Node } from "./nodes.ts";

/** What is done with a field. */
export type Take = (entry: Entry, mapping: Mapping) => void;

export const keep: Take = () => {};

export class Fields {
  /** `subject` is how complaints call the object. */
  constructor(readonly manuscript: Manuscript, readonly subject: string, readonly namespace: string | undefined) {}

  say(at: number, what: string): void {
    this.manuscript.say(at, `${this.subject}: ${what}`);
  }

  /** Does with each field what the table has for it; others are retired. False when no field is left. */
  take(node: Node, path: string, table: Readonly<Record<string, Take>>): boolean {
    const mapping = followed(node);
    if (mapping.type !== "mapping") {
      this.say(node.start, `${path} must be a mapping`);
      return true;
    }
    if (!this.manuscript.isNew(mapping)) return true;
    for (const merged of mergedInto(mapping)) this.take(merged, path, table);
    let left = 0;
    for (const entry of mapping.entries) {
      const name = keyOf(entry.key);
      const take = name === "<<" ? keep : Object.hasOwn(table, name) ? table[name] : undefined;
      if (take === undefined) this.retire(mapping, entry, path);
      else {
        take(entry, mapping);
        left++;
      }
    }
    return mapping.isFlow || left > 0;
  }

  /** Does it with each item of a list. */
  items({ key, value }: Entry, path: string, take: (item: Node, list: List) => void): void {
    const list = followed(value);
    if (!this.manuscript.isNew(list)) return;
    if (list.type === "list") { for (const item of list.items) take(item, list); }
    else if (isNothing(list) && value.end > value.start) this.manuscript.edits.replace(value.start, value.end, "[]");
    else if (isNothing(list)) this.manuscript.empty(key, "[]");
    else this.say(value.start, `${path} must be a list`);
  }

  retire(mapping: Mapping, entry: Entry, path: string, why?: string): void {
    this.lose(entry, path, why);
    this.manuscript.retire(mapping, entry);
  }

  /** Says that it goes, without taking it away. */
  lose({ key }: Entry, path: string, why = "has no counterpart in KubeTask"): void {
    this.say(key.start, `${path === "" ? "" : `${path}.`}${keyOf(key)} ${why}`);
  }

  /** For an item that is not what it should be. */
  retireItem(item: Node, list: List, path: string): void {
    this.say(item.start, `${path}: this item cannot be carried over: it must be a mapping`);
    this.manuscript.retireItem(list, item);
  }

  /** The field of that name or, where it is missing, the first of its synonyms. */
  synonyms(node: Node, name: string, others: readonly string[]): Record<string, Take> {
    const other = others.find((other) => fieldOf(node, other) !== undefined);
    if (fieldOf(node, name) !== undefined || other === undefined) return { [name]: keep };
    return { [other]: ({ key }) => this.manuscript.retext(key, name) };
  }

  /** A reference by name, which may say what needs not be said: the kind, and the namespace of the object. */
  reference(node: Node, path: string, fields: readonly string[]): void {
    const erase: Take = (entry, mapping) => this.manuscript.erase(mapping, entry);
    this.take(node, path, {
      ...Object.fromEntries(fields.map((name) => [name, keep])),
      ...(this.isHere(fieldOf(node, "namespace")) ? { namespace: erase } : {}),
      kind: erase,
      apiVersion: erase,
    });
  }

  isHere(namespace: Node | undefined): boolean {
    return this.namespace !== undefined && stringOf(namespace) === this.namespace;
  }
}

export function isNothing(node: Node): boolean {
  const scalar = followed(node);
  return scalar.type === "scalar" && scalar.isPlain && resolve(scalar.text).type === "null";
}

/** A text as a scalar that says just that, between brackets too. */
export function scalarOf(text: string): string {
  return /^[A-Za-z0-9][\w./-]*$/.test(text) && resolve(text).type === "string" ? text : JSON.stringify(text);
}
