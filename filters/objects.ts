/** Reads standard input into Kubernetes objects: what kubectl prints, and what people write for it. */

import type { Kind, KubeObject } from "../kernel/object.ts";
import { isMapping, readYaml } from "../render/notation/yaml.ts";
import { JsonObjects, unreadable } from "./json_objects.ts";

export interface ReadObject {
  readonly object: KubeObject;
  /** Where its document begins, from 1. */
  readonly line: number;
  /** Its place in a list, from 1; absent where it stands alone. */
  readonly item?: number;
}

/** Characters; a namespace full of runs with 10,000 units has a tenth of it. */
const sizeLimit = 100_000_000;
const yamlBounds = { syntax: sizeLimit, nodes: 10_000_000 };

/**
 * All objects of YAML or JSON, of one document or several, with those of lists in place of the list. Throws an InputError for
 * anything else, and for an input without any document. Of an object its kind and the types of its `metadata` are checked.
 */
export async function readObjects(input: ReadableStream<Uint8Array>, limit = sizeLimit): Promise<ReadObject[]> {
  const values: Value[] = [];
  let line = 1;
  for (const document of (await readText(input, limit)).split(/^(?=---(?:\s|$))/m)) {
    for (const read of valuesIn(document, line)) if (read.value !== null) values.push(read);
    line += lineBreaks(document);
  }
  if (values.length === 0) throw unreadable("it has no object in it");
  return values.flatMap(objectsOf);
}

/** An object as a watch shows it. */
export interface Change {
  readonly object: KubeObject;
  /** Known only where kubectl was asked for it with `--output-watch-events`. */
  readonly isDeleted: boolean;
}

/**
 * The objects of concatenated JSON, each as soon as it is there: of `kubectl get -o json -w`, and of watch events what they
 * are about. Throws an InputError.
 */
export async function* changesAsTheyCome(
  input: ReadableStream<Uint8Array>,
  limit = sizeLimit,
): AsyncGenerator<Change, void> {
  const json = new JsonObjects();
  for await (const part of textParts(input)) {
    for (const { value, line } of json.take(part)) {
      const isEvent = isMapping(value) && value.kind === undefined && isText(value.type) && isMapping(value.object);
      const said = isEvent ? value.object : value;
      const isDeleted = isEvent && value.type === "DELETED";
      for (const { object } of objectsOf({ value: said, line })) yield { object, isDeleted };
    }
    if (json.waiting > limit) throw tooLarge(limit);
  }
  json.end();
}

/** The whole input as text; throws an InputError when it is empty, too large or no text. */
export async function readText(input: ReadableStream<Uint8Array>, limit = sizeLimit): Promise<string> {
  const parts: string[] = [];
  let size = 0;
  for await (const part of textParts(input)) {
    size += part.length;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  const text = parts.join("");
  if (text.trim() === "") throw unreadable("it is empty");
  return text;
}

/** Throws an InputError for the first object that is of none of these kinds. */
export function only(kinds: readonly Kind[], objects: readonly ReadObject[]): void {
  for (const { object, line, item } of objects) {
    if (kinds.some((kind) => isOf(kind, object))) continue;
    const isNamesake = kinds.some(({ kind }) => kind === object.kind);
    const what = isNamesake ? `kind ${object.kind} of ${object.apiVersion}` : `kind ${object.kind}`;
    throw unreadable(`${what} is none of ${kinds.map(({ kind }) => kind).join(", ")}`, line, item);
  }
}

/** Whether it says that it is of this kind: its `spec` and `status` are taken for what the API server would accept. */
export function isOf<T extends KubeObject>(kind: Kind<T>, object: KubeObject): object is T {
  return object.kind === kind.kind && object.apiVersion === kind.apiVersion;
}

/** The stream's chunks as text; a chunk may end in the middle of a character. */
async function* textParts(input: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      const text = decoder.decode(chunk, { stream: chunk !== undefined });
      if (!text.includes("\0")) return text;
    } catch {
      // Bytes that are no UTF-8.
    }
    throw unreadable("it is not text in UTF-8");
  };
  for await (const chunk of input) yield decode(chunk);
  yield decode();
}

function tooLarge(limit: number): Error {
  return unreadable(`it is larger than ${limit / 1_000_000} MB`);
}

interface Value {
  readonly value: unknown;
  readonly line: number;
}

/** What one document of a stream says, which begins in that line. JSON may be several values one after the other. */
function valuesIn(document: string, line: number): Value[] {
  const beforeJson = /^(?:---)?\s*(?=\{\s*["}])/.exec(document)?.[0];
  if (beforeJson !== undefined) {
    const json = new JsonObjects(line + lineBreaks(beforeJson));
    const values = [...json.take(document.slice(beforeJson.length))];
    json.end();
    return values;
  }
  const read = readYaml(document, undefined, "refused", yamlBounds);
  if (!read.ok) throw unreadable(read.problem, line + lineBreaks(document.slice(0, read.offset)));
  return read.documents.map((value) => ({ value, line }));
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function objectsOf({ value, line }: Value): ReadObject[] {
  const object = objectOf(value, line);
  // Its own kind, or that of one resource: `BatchRunList`.
  if (!object.kind?.endsWith("List") || !("items" in object)) return [{ object, line }];
  if (!Array.isArray(object.items)) throw unreadable("a list whose items are none", line);
  return object.items.map((item, i) => ({ object: objectOf(item, line, i + 1), line, item: i + 1 }));
}

function objectOf(value: unknown, line: number, item?: number): KubeObject {
  if (!isMapping(value)) throw unreadable("not a Kubernetes object", line, item);
  const { apiVersion, kind, metadata = {} } = value;
  if (!isText(apiVersion) || !isText(kind)) {
    const missing = isText(kind) ? "apiVersion" : "kind";
    throw unreadable(`not a whole Kubernetes object: it has no ${missing}`, line, item);
  }
  if (!isMapping(metadata)) throw unreadable("metadata must be a mapping", line, item);
  for (const field of ["name", "namespace", "uid", "resourceVersion"]) {
    const isWrong = metadata[field] !== undefined && typeof metadata[field] !== "string";
    if (isWrong) throw unreadable(`metadata.${field} must be a string`, line, item);
  }
  return value;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
