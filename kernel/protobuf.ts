/** Reads objects from protobuf, as the API server writes its own kinds: only the fields that are wanted, under their names in JSON. */

import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { FieldType, Kind, Message } from "./object.ts";

const mediaType = "application/vnd.kubernetes.protobuf";

/** What to ask for: protobuf where we can read it, and JSON of a server that cannot write it. */
export function acceptFor({ protobuf }: Kind): string {
  return protobuf ? `${mediaType},application/json` : "application/json";
}

export function isProtobuf({ headers }: Pick<Response, "headers">): boolean {
  return headers.get("content-type")?.startsWith(mediaType) ?? false;
}

/** Every object begins with these bytes (k8s.io/apimachinery/pkg/runtime/serializer/protobuf). */
const magic = [0x6b, 0x38, 0x73, 0x00];

// The messages of k8s.io/apimachinery/pkg/apis/meta/v1 and runtime, as far as anybody looks at them.

const ownerReference: Message = {
  1: ["kind", "string"],
  3: ["name", "string"],
  4: ["uid", "string"],
  5: ["apiVersion", "string"],
  6: ["controller", "boolean"],
  7: ["blockOwnerDeletion", "boolean"],
};

const objectMeta: Message = {
  1: ["name", "string"],
  3: ["namespace", "string"],
  5: ["uid", "string"],
  6: ["resourceVersion", "string"],
  8: ["creationTimestamp", "time"],
  9: ["deletionTimestamp", "time"],
  11: ["labels", "map"],
  12: ["annotations", "map"],
  13: ["ownerReferences", [ownerReference]],
  14: ["finalizers", "strings"],
};

const listMeta: Message = { 2: ["resourceVersion", "string"], 3: ["continue", "string"] };

const status: Message = {
  3: ["message", "string"],
  4: ["reason", "string"],
  5: ["details", {
    4: ["causes", [{ 1: ["reason", "string"], 2: ["message", "string"], 3: ["field", "string"] }]],
    5: ["retryAfterSeconds", "integer"],
  }],
  6: ["code", "integer"],
};

const time: Message = { 1: ["seconds", "optional integer"] };
const mapEntry: Message = { 1: ["key", "string"], 2: ["value", "string"] };

const runtimeUnknown: Message = { 2: ["raw", "bytes"] };
const rawExtension: Message = { 1: ["raw", "bytes"] };
const watchEvent: Message = { 1: ["type", "string"], 2: ["object", rawExtension] };

/** What a message holds, as it would be in JSON. */
export type Decoded = Record<string, unknown>;

/** Of the functions here each throws an error if the bytes are cut short or are none of the API server's. */
export function objectIn(bytes: Uint8Array, kind: Message): Decoded {
  return decoded(unwrapped(bytes), withMetadata(kind));
}

/** How the API server says no. */
export function statusIn(bytes: Uint8Array): Decoded {
  return decoded(unwrapped(bytes), status);
}

/** An event of a watch: its type, and the bytes of an object, or of a status if the type is ERROR. */
export function eventIn(bytes: Uint8Array): { readonly type: string; readonly object: Uint8Array } {
  const { type = "", object } = decoded(bytes, watchEvent) as { type?: string; object?: { raw?: Uint8Array } };
  return { type, object: object?.raw ?? new Uint8Array() };
}

/** What a list says of itself, and its objects, which are read when they are asked for. */
export function listIn(bytes: Uint8Array, kind: Message): { readonly metadata: Decoded; items(): Decoded[] } {
  const list = unwrapped(bytes);
  const { metadata = {} } = decoded(list, { 1: ["metadata", listMeta] }) as { metadata?: Decoded };
  const items = () => decoded(list, { 2: ["items", [withMetadata(kind)]] }).items ?? [];
  return { metadata, items: items as () => Decoded[] };
}

/** Of a `runtime.Unknown` behind the magic bytes. */
function unwrapped(bytes: Uint8Array): Uint8Array {
  const isKubernetes = magic.every((byte, at) => bytes[at] === byte);
  const { raw } = isKubernetes ? decoded(bytes.subarray(magic.length), runtimeUnknown) : {};
  if (!(raw instanceof Uint8Array)) throw new RangeError("Cannot read protobuf: it holds no object of Kubernetes");
  return raw;
}

function withMetadata(kind: Message): Message {
  return { ...kind, 1: ["metadata", objectMeta] };
}

function decoded(bytes: Uint8Array, message: Message): Decoded {
  return fieldsIn(new BinaryReader(bytes), bytes.length, message);
}

function messageIn(reader: BinaryReader, message: Message): Decoded {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError("Cannot read protobuf: it is cut short");
  return fieldsIn(reader, end, message);
}

function fieldsIn(reader: BinaryReader, end: number, message: Message): Decoded {
  const result: Decoded = {};
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    const field = message[number];
    if (field) put(result, field[0], field[1], reader);
    else reader.skip(wire, number);
  }
  if (reader.pos > end) throw new RangeError("Cannot read protobuf: a field is longer than its message");
  return result;
}

function put(into: Decoded, name: string, type: FieldType, reader: BinaryReader): void {
  switch (type) {
    case "string": {
      const text = reader.string();
      if (text !== "") into[name] = text;
      return;
    }
    case "strings":
      return append(into, name, reader.string());
    case "bytes":
      into[name] = reader.bytes();
      return;
    case "boolean":
      into[name] = reader.bool();
      return;
    case "integer":
    case "optional integer": {
      const number = Number(reader.int64());
      if (number !== 0 || type === "optional integer") into[name] = number;
      return;
    }
    case "time": {
      const { seconds } = messageIn(reader, time);
      if (seconds !== undefined) into[name] = timestamp(seconds as number);
      return;
    }
    case "map": {
      const { key = "", value = "" } = messageIn(reader, mapEntry);
      Object.assign(into[name] ??= {}, { [key as string]: value });
      return;
    }
  }
  if (isRepeated(type)) append(into, name, messageIn(reader, type[0]));
  else into[name] = messageIn(reader, type);
}

function append(into: Decoded, name: string, item: unknown): void {
  const list = into[name] as unknown[] | undefined;
  if (list) list.push(item);
  else into[name] = [item];
}

function isRepeated(type: Message | readonly [Message]): type is readonly [Message] {
  return Array.isArray(type);
}

/** RFC 3339 in whole seconds, as in JSON. */
function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
