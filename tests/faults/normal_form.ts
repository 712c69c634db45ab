/** What is stored in a namespace, without what rightly differs from one run of a scenario to the next. */

import { BatchRun, Task } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import { judged, type NamespaceRecord } from "./record.ts";

/** Lines, one per object (its kind, its name and all of it), that are the same if and only if the state is. */
export function normalForm(namespace: string, record: NamespaceRecord): string {
  const hashed = [...record.live(Task).map(nameOf), ...record.live(BatchRun).map(nameOf)];
  return judged.flatMap((kind) => {
    const lines = record.live(kind).map((object) => `${kind.kind} ${nameOf(object)} ${JSON.stringify(sorted(object))}`);
    return lines.map((line) => withoutChance(line, namespace, hashed)).sort();
  }).join("\n");
}

/** What only one of two states has, an object or a field a line. */
export function differences(expected: string, found: string): string[] {
  const [wanted, there] = [expected, found].map((text) => new Map(text.split("\n").filter(Boolean).map(entryOf)));
  const names = new Set([...wanted!.keys(), ...there!.keys()]);
  return [...names].flatMap((name) => {
    const [before, after] = [wanted!.get(name), there!.get(name)];
    if (before === undefined) return [`${name} is there`];
    if (after === undefined) return [`${name} is missing`];
    return fieldsThatDiffer(JSON.parse(before), JSON.parse(after), name);
  });
}

function entryOf(line: string): [string, string] {
  const start = line.indexOf(" {");
  return [line.slice(0, start), line.slice(start + 1)];
}

function fieldsThatDiffer(before: unknown, after: unknown, path: string): string[] {
  const [old, now] = [JSON.stringify(before) ?? "nothing", JSON.stringify(after) ?? "nothing"];
  if (old === now) return [];
  if (!isObject(before) || !isObject(after)) return [`${path}: expected ${old}, is ${now}`];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => fieldsThatDiffer(before[key], after[key], `${path}.${key}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Set by the API server or a clock. */
const varying = /^(uid|resourceVersion|generation|managedFields)$|[tT]ime(stamp)?$/;
const uid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function withoutChance(text: string, namespace: string, hashed: readonly string[]): string {
  const shorter = text.replaceAll(uid, "UID").replaceAll(namespace, "NAMESPACE");
  // Names that end in a hash of their owner's UID.
  return hashed.reduce(
    (text, name) => text.replaceAll(new RegExp(`\\b${name}-[0-9a-f]{5,10}\\b`, "g"), `${name}-#`),
    shorter,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !varying.test(key)).map(([key, item]) => [key, sorted(item)]);
  return Object.fromEntries(entries.sort(([a], [b]) => String(a) < String(b) ? -1 : 1));
}
