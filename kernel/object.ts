/** What every Kubernetes object has in common: its kind, its key and its owner. */

import type { V1ObjectMeta, V1OwnerReference } from "@kubernetes/client-node";

/** A client-node type as it looks in JSON: its `Date` fields are RFC 3339 strings. */
export type AsJson<T> = T extends Date ? string
  : T extends (infer Item)[] ? AsJson<Item>[]
  : T extends object ? { [Key in keyof T]: AsJson<T[Key]> }
  : T;

export type ObjectMeta = AsJson<V1ObjectMeta>;
export type OwnerReference = AsJson<V1OwnerReference>;

/** An object as the API server stores it. `spec`, `status` and the rest belong to its kind. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
}

/**
 * The fields of a message in protobuf, by their numbers in Kubernetes' `generated.proto`, with their names in JSON. What is not named is
 * skipped, which is what makes it cheap.
 */
export interface Message {
  readonly [number: number]: readonly [name: string, type: FieldType];
}

/**
 * As in JSON, no field is there for an empty `string` or an `integer` of 0, but for an `optional integer`; a `time` is an RFC 3339 string, a
 * `map` one from strings to strings. A message in an array may be there several times.
 */
export type FieldType =
  | "string"
  | "strings"
  | "bytes"
  | "boolean"
  | "integer"
  | "optional integer"
  | "time"
  | "map"
  | Message
  | readonly [Message];

/** A kind of namespaced object: where it lives in the API, and how much of it is worth keeping in memory. */
export interface Kind<T extends KubeObject = KubeObject> {
  /** `v1` or `group/version`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** As in the URL: `batchruns`. */
  readonly plural: string;
  /** Label selector of the watch: only matching objects are seen. */
  readonly selector?: string;
  /** Never changes once created: read once, kept, never watched. */
  readonly immutable?: true;
  /**
   * Kubernetes' own kinds can be listed and watched as protobuf, at a fraction of the work on both sides: what is read of them beside the
   * metadata, at least all that `project` keeps. Absent: JSON, as for every custom resource.
   */
  readonly protobuf?: Message;
  /** What the store keeps of an object. Absent: all of it. */
  project?(object: T): T;
}

/** `namespace/name`, unique within a kind at one moment. Over time a key can name several objects: compare UIDs. */
export type Key = string;

export function keyOf(object: KubeObject): Key {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

export function nameOf(object: KubeObject): string {
  return object.metadata?.name ?? "";
}

export function namespaceOf(object: KubeObject): string {
  return object.metadata?.namespace ?? "";
}

export function uidOf(object: KubeObject): string {
  return object.metadata?.uid ?? "";
}

/** The one owner that manages the object, if it has one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller);
}

/** The reference that makes `owner` the managing owner of another object, which is then deleted with it. */
export function controlledBy<T extends KubeObject>(kind: Kind<T>, owner: T): OwnerReference {
  return {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    name: nameOf(owner),
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The URL path of a collection (`/apis/batch/v1/namespaces/team/jobs`; all namespaces if none is given) or, with a name, of one object. */
export function pathOf(kind: Kind, namespace?: string, name?: string): string {
  const group = kind.apiVersion.includes("/") ? `/apis/${kind.apiVersion}` : `/api/${kind.apiVersion}`;
  const scope = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  const object = name === undefined ? "" : `/${encodeURIComponent(name)}`;
  return `${group}${scope}/${kind.plural}${object}`;
}
