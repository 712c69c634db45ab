/** Puts back what admission control took from an object of ours, without which nobody would find it again. */

import type { Api } from "./api.ts";
import { ApiError } from "./errors.ts";
import { controllerOf, type Kind, type KubeObject, nameOf, namespaceOf, uidOf } from "./object.ts";

/**
 * The object with its name, its owner and the labels by which it is watched as they were sent, patched if they are not. Undefined if
 * admission control insists or forbids it, or changed the name, which nothing can change back.
 */
export async function restored<T extends KubeObject>(
  kind: Kind<T>,
  stored: T,
  sent: T,
  api: Api,
): Promise<T | undefined> {
  if (kind.immutable || isLike(kind, stored, sent)) return stored;
  if (nameOf(stored) !== nameOf(sent)) return undefined;
  const { labels, ownerReferences } = sent.metadata ?? {};
  // Guarded by the UID alone, because others are at work on the object already; to say this twice does no harm.
  const body = { metadata: { uid: uidOf(stored), labels, ownerReferences } };
  try {
    const patched = await api.patch(kind, namespaceOf(sent), nameOf(stored), { type: "merge", body });
    return isLike(kind, patched, sent) ? patched : undefined;
  } catch (error) {
    // With OwnerReferencesPermissionEnforcement only who may delete an object may give it another owner.
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

function isLike<T extends KubeObject>({ selector }: Kind<T>, stored: T, sent: T): boolean {
  const watchedBy = selector?.split(",").map((term) => term.split("=")[0] ?? "") ?? [];
  return nameOf(stored) === nameOf(sent) && controllerOf(stored)?.uid === controllerOf(sent)?.uid &&
    watchedBy.every((label) => stored.metadata?.labels?.[label] === sent.metadata?.labels?.[label]);
}
