/** Looks fields up in YAML's nodes as Kubernetes sees them, with what is merged. */

import { type Entry, followed, keyOf, type Mapping, type Node } from "./nodes.ts";

/** The value of a field, its own or one that is merged. */
export function fieldOf(node: Node | undefined, name: string): Node | undefined {
  if (node === undefined) return undefined;
  const mapping = followed(node);
  if (mapping.type !== "mapping") return undefined;
  const own = entryOf(mapping, name);
  if (own !== undefined) return own.value;
  for (const merged of mergedInto(mapping)) {
    const value = fieldOf(merged, name);
    if (value !== undefined) return value;
  }
}

/** An entry that stands in the mapping itself. */
export function entryOf(mapping: Mapping, name: string): Entry | undefined {
  return mapping.entries.find(({ key }) => keyOf(key) === name);
}

/** The mappings that `<<` merges. */
export function mergedInto(mapping: Mapping): readonly Node[] {
  const entry = entryOf(mapping, "<<");
  if (entry === undefined) return [];
  const value = followed(entry.value);
  return value.type === "list" ? value.items : [value];
}
