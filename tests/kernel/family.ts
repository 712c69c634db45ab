/** Kinds and objects that mean nothing, for tests of what the kernel does with any kind. */

import { ApiError } from "../../kernel/errors.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { controlledBy } from "../../kernel/object.ts";
import type { Create } from "../../kernel/plan.ts";

export interface Parent extends KubeObject {
  status?: object;
}

export const Parent: Kind<Parent> = { apiVersion: "example.com/v1", kind: "Parent", plural: "parents" };
export const Child: Kind = { apiVersion: "v1", kind: "Child", plural: "children" };
export const Notes: Kind = { apiVersion: "v1", kind: "Notes", plural: "notes" };
export const Pet: Kind = { apiVersion: "v1", kind: "Pet", plural: "pets", selector: "collar=ours" };
export const Setting: Kind = { apiVersion: "v1", kind: "Setting", plural: "settings" };
export const Oath: Kind = { apiVersion: "v1", kind: "Oath", plural: "oaths", immutable: true };

let version = 0;

/** Its UID is `uid-NAME` unless told. */
export function aParent(name: string, status?: object): Parent {
  const metadata = { namespace: "home", name, uid: `uid-${name}`, resourceVersion: `${++version}` };
  return { metadata, ...(status && { status }) };
}

export function aChild(name: string, parent?: KubeObject, annotations: Record<string, string> = {}): KubeObject {
  const ownerReferences = parent ? [controlledBy(Parent, parent)] : [];
  return { metadata: { namespace: "home", name, annotations, ownerReferences } };
}

/** The object as a server answers it: with a UID of its own and a new version. */
export function stored<T extends KubeObject>(object: T): T {
  const { uid = `uid-${object.metadata?.name}` } = object.metadata ?? {};
  return { ...object, metadata: { ...object.metadata, uid, resourceVersion: `${++version}` } };
}

/** The create of a child of that name. */
export function bear(name: string, parent: KubeObject, annotations: Record<string, string> = {}): Create {
  const make = () => aChild(name, parent, annotations);
  return { do: "create", kind: Child, name, identity: Object.keys(annotations), make };
}

export function refusal(status: number, reason: string, message = reason, retryAfter?: number): ApiError {
  return new ApiError({ status, reason, message, ...(retryAfter !== undefined && { retryAfter }) });
}

export const quotaExceeded = () => refusal(403, "Forbidden", "forbidden: exceeded quota: few");
export const denied = () => refusal(403, "Forbidden", `admission webhook "no" denied the request: no`);
export const exists = () => refusal(409, "AlreadyExists");
export const conflict = () => refusal(409, "Conflict");
export const overloaded = (retryAfter?: number) => refusal(503, "ServiceUnavailable", "later", retryAfter);
