/** Puts together what a reconciler may look at: what the watches know, and what it asked to read. */

import type { Api } from "./api.ts";
import type { Clock } from "./clock.ts";
import { classify } from "./errors.ts";
import { type Memory, nameIn } from "./memory.ts";
import { type Kind, type KubeObject, namespaceOf, uidOf } from "./object.ts";
import type { Controller, Observed, Read, Refusal } from "./plan.ts";
import type { Stores } from "./stores.ts";

export interface Sources {
  readonly api: Api;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly memory: Memory;
}

/** Throws an ApiError if something cannot be read now, but may be soon; what does not exist is undefined. */
export async function observe(
  controller: Controller<KubeObject>,
  object: KubeObject,
  { api, clock, stores, memory }: Sources,
): Promise<Observed<KubeObject>> {
  const [uid, namespace] = [uidOf(object), namespaceOf(object)];
  const found = new Map<string, KubeObject | undefined>();
  const known = new Map<string, readonly KubeObject[]>();
  /** The watches go on while something is read: what is concluded must go by the same as what was asked for. */
  const once = (what: string, look: () => readonly KubeObject[]) => {
    const objects = known.get(what) ?? look();
    known.set(what, objects);
    return objects;
  };
  // Stores hold each kind's own objects: what comes out under a kind was put in under it.
  const observed: Observed<KubeObject> = {
    object,
    owned: <K extends KubeObject>(kind: Kind<K>) => {
      return once(`owned ${kind.plural}`, () => stores.of(kind).ownedBy(uid)) as readonly K[];
    },
    gone: <K extends KubeObject>(kind: Kind<K>) => {
      return once(`gone ${kind.plural}`, () => stores.of(kind).goneFrom(uid)) as readonly K[];
    },
    watched: <K extends KubeObject>(kind: Kind<K>) => {
      return once(`watched ${kind.plural}`, () => stores.of(kind).inNamespace(namespace)) as readonly K[];
    },
    read: <K extends KubeObject>(kind: Kind<K>, name: string) => found.get(nameIn(kind, name)) as K | undefined,
    listed: <K extends KubeObject>(kind: Kind<K>, value: string) => {
      return memory.listed.get(nameIn(kind, value))?.answer as readonly K[] | Refusal | undefined;
    },
    refused: (kind, name) => memory.refused.size > 0 ? memory.refused.get(nameIn(kind, name)) : undefined,
    now: clock.now(),
  };
  const read = async ({ kind, name }: Read) => {
    const id = nameIn(kind, name);
    const object = memory.read.get(id) ?? await api.get(kind, namespace, name);
    if (object && kind.immutable) memory.read.set(id, object);
    found.set(id, object);
  };
  try {
    for (const group of controller.reads(observed)) await Promise.all(group.map(read));
    return { ...observed, now: clock.now() };
  } catch (error) {
    const { class: what, reason, message } = classify(error);
    if (what !== "blocked") throw error;
    return { ...observed, unreadable: { class: what, reason, message }, now: clock.now() };
  }
}
