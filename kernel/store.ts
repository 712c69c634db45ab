/** The last known objects of one kind. Its watch writes it; our own writes are added as soon as they are answered. */

import { controllerOf, type Key, keyOf, type KubeObject, namespaceOf, uidOf } from "./object.ts";
import type { WatchEvent } from "./watch.ts";

/** Called for every object that the watch shows to be new, changed or gone. What we wrote ourselves we know already. */
export type Listener<T> = (object: T, change: "put" | "gone") => void;

/**
 * Guarantees that what it shows of an object never goes back to a version which one of our own writes replaced, and that an
 * object which was seen and then deleted is remembered (`gone`) until its owner is forgotten.
 */
export class Store<T extends KubeObject> {
  /** Resolves once the first list is in. */
  readonly synced: Promise<void>;
  #resolveSynced = () => {};
  #live = new Map<Key, T>();
  #byUid = new Map<string, T>();
  #byNamespace = new Map<string, Map<string, T>>();
  #byOwner = new Map<string, Map<string, T>>();
  #goneByOwner = new Map<string, Map<string, T>>();
  /** How many lists were begun. */
  #lists = 0;
  /** UIDs of created objects that the watch has not shown yet, and how many lists were begun before the answer. */
  #learned = new Map<string, number>();
  /** By UID, of objects that we patched: the version that the watch has still to show, and those it replaced. */
  #patched = new Map<string, { awaited: string | undefined; replaced: Set<string> }>();

  constructor(private readonly listener: Listener<T> = () => {}) {
    this.synced = new Promise((resolve) => this.#resolveSynced = resolve);
  }

  get size(): number {
    return this.#live.size;
  }

  get(uid: string): T | undefined {
    return this.#byUid.get(uid);
  }

  all(): Iterable<T> {
    return this.#live.values();
  }

  inNamespace(namespace: string): readonly T[] {
    return [...this.#byNamespace.get(namespace)?.values() ?? []];
  }

  /** The live objects whose controller has this UID. */
  ownedBy(uid: string): readonly T[] {
    return [...this.#byOwner.get(uid)?.values() ?? []];
  }

  countOwnedBy(uid: string): number {
    return this.#byOwner.get(uid)?.size ?? 0;
  }

  /** The last state of objects whose controller has this UID and that were deleted. */
  goneFrom(uid: string): readonly T[] {
    return [...this.#goneByOwner.get(uid)?.values() ?? []];
  }

  /** Forgets the deleted objects of an owner that needs them no more. */
  forget(ownerUid: string): void {
    this.#goneByOwner.delete(ownerUid);
  }

  /** What the watch says. */
  receive(event: WatchEvent<T>): void {
    switch (event.type) {
      case "put":
        return this.#put(event.object, "stream");
      case "delete":
        return this.#delete(event.object);
      case "listing":
        this.#lists += 1;
        return;
      case "replace":
        return this.#replace(event.objects);
    }
  }

  /** Adds an object that we created, unless the watch has shown it (or its deletion) already. */
  learn(object: T): void {
    const uid = uidOf(object);
    const owner = controllerOf(object)?.uid ?? "";
    if (this.#byUid.has(uid) || this.#goneByOwner.get(owner)?.has(uid)) return;
    this.#learned.set(uid, this.#lists);
    this.#set(object);
  }

  /** Puts the answer to our own patch in place of the version that was patched; does nothing if the watch is ahead. */
  supersede(previous: T, object: T): void {
    const uid = uidOf(object);
    const version = versionOf(previous);
    const known = this.#byUid.get(uid);
    if (version === undefined || !known || versionOf(known) !== version || versionOf(object) === version) return;
    const replaced = this.#patched.get(uid)?.replaced ?? new Set();
    this.#set(object);
    this.#patched.set(uid, { awaited: versionOf(object), replaced: replaced.add(version) });
  }

  #put(object: T, from: "stream" | "list"): void {
    const uid = uidOf(object);
    if (this.#isBehind(object, from)) return;
    this.#patched.delete(uid);
    const isConfirmed = this.#learned.delete(uid);
    const known = this.#byUid.get(uid);
    const isNews = !known || versionOf(known) !== versionOf(object);
    // What we created may have been stored with changes that its answer did not tell.
    if (isNews || isConfirmed) this.#set(object);
    if (isNews) this.listener(object, "put");
  }

  /** Whether what the watch shows is older than what our own writes were answered. */
  #isBehind(object: T, from: "stream" | "list"): boolean {
    const uid = uidOf(object);
    const holder = this.#live.get(keyOf(object));
    if (holder && uidOf(holder) !== uid && this.#learned.has(uidOf(holder))) return true;
    const patched = this.#patched.get(uid);
    if (!patched) return false;
    const version = versionOf(object);
    // A stream shows every version in turn, so ours is still to come. A list may have skipped it.
    return from === "stream" ? version !== patched.awaited : version !== undefined && patched.replaced.has(version);
  }

  #delete(object: T): void {
    const uid = uidOf(object);
    const known = this.#byUid.get(uid);
    const owner = controllerOf(known ?? object)?.uid;
    this.#learned.delete(uid);
    this.#patched.delete(uid);
    if (known) {
      this.#live.delete(keyOf(known));
      this.#byUid.delete(uid);
      remove(this.#byNamespace, namespaceOf(known), uid);
    }
    if (owner) {
      remove(this.#byOwner, owner, uid);
      add(this.#goneByOwner, owner, uid, object);
    }
    this.listener(known ?? object, "gone");
  }

  /** What was created after the list was begun may rightly be missing from it. */
  #replace(objects: readonly T[]): void {
    const listed = new Set(objects.map(uidOf));
    for (const object of [...this.#live.values()]) {
      const uid = uidOf(object);
      if (listed.has(uid)) continue;
      if (this.#learned.get(uid) === this.#lists) continue;
      this.#delete(object);
    }
    for (const object of objects) this.#put(object, "list");
    this.#resolveSynced();
  }

  /** Shows the object under its name. Whatever was there before and is another one, or another owner's, is gone. */
  #set(object: T): void {
    const uid = uidOf(object);
    const owner = controllerOf(object)?.uid;
    const holder = this.#live.get(keyOf(object));
    if (holder && (uidOf(holder) !== uid || controllerOf(holder)?.uid !== owner)) this.#delete(holder);
    this.#live.set(keyOf(object), object);
    this.#byUid.set(uid, object);
    add(this.#byNamespace, namespaceOf(object), uid, object);
    if (!owner) return;
    add(this.#byOwner, owner, uid, object);
    remove(this.#goneByOwner, owner, uid);
  }
}

function versionOf(object: KubeObject): string | undefined {
  return object.metadata?.resourceVersion;
}

function add<T>(index: Map<string, Map<string, T>>, at: string, uid: string, object: T): void {
  const entry = index.get(at);
  if (entry) entry.set(uid, object);
  else index.set(at, new Map([[uid, object]]));
}

function remove<T>(index: Map<string, Map<string, T>>, at: string, uid: string): void {
  const entry = index.get(at);
  entry?.delete(uid);
  if (entry?.size === 0) index.delete(at);
}
