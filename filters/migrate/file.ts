/** A file of a Bundle becomes a File context. */

import { contextOf } from "./context.ts";
import type { Fields, Take } from "./fields.ts";
import { fieldOf } from "./lookup.ts";
import { type Manuscript, stringOf } from "./manuscript.ts";
import { type Entry, followed, keyOf, type List, type Mapping, type Node } from "./nodes.ts";

const texts = ["inline", "content", "text"];
const references = ["configMapKeyRef", "secretKeyRef"];

/** `path` is that of the list. A file that lacks something is said, and left for the API server to refuse. */
export function file(fields: Fields, item: Node, list: List, path: string): void {
  const { manuscript } = fields;
  if (followed(item).type !== "mapping") return fields.retireItem(item, list, path);
  const name = stringOf(fieldOf(item, "name") ?? fieldOf(item, "path"));
  if (name === undefined) fields.say(item.start, `${path}: this file has no name, which KubeTask needs`);
  if (name?.includes("/")) fields.say(item.start, `${path}: the name ${name} has a directory, which KubeTask refuses`);
  const sources = [...texts, ...references, "source", "valueFrom"].filter((name) => fieldOf(item, name) !== undefined);
  if (sources.length !== 1) fields.say(item.start, `${path}: this file has ${sources.length} sources, not one`);
  contextOf(manuscript, item, "File");
  const insideSource: Take = ({ value }) => source(fields, value, `${path}.source`);
  fields.take(item, path, {
    ...fields.synonyms(item, "name", ["path"]),
    source: insideSource,
    valueFrom: (entry, item) => {
      manuscript.retext(entry.key, "source");
      insideSource(entry, item);
    },
    ...takeEach(texts, (entry, item) => intoSource(manuscript, entry, item, "inline")),
    ...takeEach(references, (entry, item) => {
      intoSource(manuscript, entry, item);
      keyReference(fields, entry, path);
    }),
  });
}

function source(fields: Fields, value: Node, path: string): void {
  fields.take(value, path, {
    ...fields.synonyms(value, "inline", ["content", "text"]),
    ...takeEach(references, (entry) => keyReference(fields, entry, path)),
  });
}

function keyReference(fields: Fields, { key, value }: Entry, parent: string): void {
  const path = `${parent}.${keyOf(key)}`;
  const isWhole = ["name", "key"].every((name) => stringOf(fieldOf(value, name)) !== undefined);
  if (!isWhole) fields.say(key.start, `${path}: the reference needs a name and a key`);
  fields.reference(value, path, ["name", "key"]);
}

function takeEach(names: readonly string[], take: Take): Record<string, Take> {
  return Object.fromEntries(names.map((name) => [name, take]));
}

/** `content: text` becomes `source: {inline: text}`, in whatever style it stands. */
function intoSource(manuscript: Manuscript, { key, value }: Entry, item: Mapping, name?: string): void {
  if (item.isFlow) {
    manuscript.edits.wrap(key.start, Math.max(key.end, value.end), { before: "source: { ", after: " }" });
    if (name !== undefined) manuscript.retext(key, name);
    return;
  }
  const indent = " ".repeat(manuscript.columnOf(key.start) + 2);
  const end = value.type === "scalar" ? value.end : manuscript.endWithComments(value);
  manuscript.edits.replace(key.start, key.end, `source:\n${indent}${name ?? manuscript.sourceOf(key)}`);
  manuscript.edits.wrap(key.end, end, { shift: 2 });
}
