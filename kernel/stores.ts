/** One store per watched kind. */

import type { Kind, KubeObject } from "./object.ts";
import type { Store } from "./store.ts";

export class Stores {
  #byPlural = new Map<string, Store<KubeObject>>();

  add(kind: Kind, store: Store<KubeObject>): void {
    this.#byPlural.set(kind.plural, store);
  }

  /** Throws for a kind that no controller declared. */
  of(kind: Kind): Store<KubeObject> {
    const store = this.#byPlural.get(kind.plural);
    if (!store) throw new TypeError(`Cannot see ${kind.kind}: no controller declared that it watches or owns it`);
    return store;
  }

  /** An object as its store keeps it. */
  static kept(kind: Kind, object: KubeObject): KubeObject {
    return kind.project?.(object) ?? object;
  }

  /** Resolves once every first list is in. */
  async synced(): Promise<void> {
    await Promise.all([...this.#byPlural.values()].map((store) => store.synced));
  }

  /** Forgets what an owner owned and lost. */
  forget(kinds: readonly Kind[], ownerUid: string): void {
    for (const kind of kinds) this.#byPlural.get(kind.plural)?.forget(ownerUid);
  }
}
