/** Runs controllers: watches what they need, looks at each object when something about it changed, carries out their plans. */

import type { Api } from "./api.ts";
import { blockedBackoff, carryOut, type Outcome } from "./apply.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { classify } from "./errors.ts";
import type { Log } from "./log.ts";
import { Memory, nameIn } from "./memory.ts";
import { mergePatch } from "./merge_patch.ts";
import { controllerOf, keyOf, type Kind, type KubeObject, nameOf, namespaceOf, uidOf } from "./object.ts";
import type { Controller, Observed, Plan, Read, Write } from "./plan.ts";
import { Queue } from "./queue.ts";
import { Store } from "./store.ts";
import { watch } from "./watch.ts";

export interface World {
  readonly api: Api;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** How many objects of one kind are looked at side by side. */
const workers = 8;
/** A status is written at most this often (milliseconds per object), and not faster than so many bytes per millisecond. */
const statusInterval = 1_000;
const statusBytesPerMillisecond = 32;
/** After a look that took t there is none before 10 t are over, unless it changed something: no object takes up all the time. */
const rest = 10;

/** Runs until the signal fires; then ends when the requests under way have. `ready` is called once every first list is in. */
export async function run<T extends readonly Controller<KubeObject>[]>(
  controllers: T,
  world: World,
  ready = () => {},
): Promise<void> {
  const stores = new Map<string, Store<KubeObject>>();
  const loops = controllers.map((controller) => new Loop(controller, stores, world));
  const watches: Promise<void>[] = [];
  for (const kind of watchedKinds(controllers)) {
    const store = new Store<KubeObject>(world.clock, (object, change) => {
      for (const loop of loops) loop.changed(kind, object, change);
      // Nobody will ever ask what became of an object that someone else owned.
      if (change === "gone" && !loops.some((loop) => loop.manages(kind, object))) {
        store.forget(controllerOf(object)?.uid ?? "");
      }
    });
    stores.set(kind.plural, store);
    const receive = store.receive.bind(store);
    watches.push(watch({ ...world, kind, receive }));
  }
  await Promise.race([Promise.all([...stores.values()].map((store) => store.synced)), ended(world.signal)]);
  if (!world.signal.aborted) ready();
  await Promise.all([...loops.map((loop) => loop.run()), ...watches]);
}

/** Every kind that is watched for these controllers, once. */
function watchedKinds(controllers: readonly Controller<KubeObject>[]): Kind[] {
  const kinds = controllers.flatMap(({ kind, owns, watches }) => [kind, ...owns, ...watches]);
  return [...new Map(kinds.filter((kind) => !kind.immutable).map((kind) => [kind.plural, kind])).values()];
}

/** One controller's work: a queue of UIDs, and what is remembered for each. */
class Loop {
  readonly #queue: Queue<string>;
  readonly #memories = new Map<string, Memory>();

  constructor(
    private readonly controller: Controller<KubeObject>,
    private readonly stores: ReadonlyMap<string, Store<KubeObject>>,
    private readonly world: World,
  ) {
    this.#queue = new Queue(world.clock);
  }

  /** Something was created, changed or deleted: wakes the objects that it concerns. */
  changed(kind: Kind, object: KubeObject, change: "put" | "gone"): void {
    const { controller } = this;
    if (kind.plural === controller.kind.plural) {
      return this.#queue.add(uidOf(object));
    }
    if (this.manages(kind, object)) {
      const owner = controllerOf(object)?.uid ?? "";
      // What was deleted may have made room for what was refused.
      if (change === "gone") this.#memories.get(owner)?.retryNow();
      this.#queue.add(owner);
    }
    if (change === "gone") this.#vacated(nameIn(kind, nameOf(object)), namespaceOf(object));
    if (controller.watches.some(({ plural }) => plural === kind.plural)) {
      for (const concerned of this.#store(controller.kind).inNamespace(namespaceOf(object))) {
        this.#memories.get(uidOf(concerned))?.retryNow();
        this.#queue.add(uidOf(concerned));
      }
    }
  }

  /** The name of what was deleted is free for whoever was refused it. */
  #vacated(name: string, namespace: string): void {
    for (const [uid, memory] of this.#memories) {
      if (!memory.refused.has(name)) continue;
      const wanting = this.#store(this.controller.kind).get(uid);
      if (!wanting || namespaceOf(wanting) !== namespace) continue;
      memory.retryNow(name);
      this.#queue.add(uid);
    }
  }

  /** Whether the object's controller is one of this loop's objects. */
  manages(kind: Kind, object: KubeObject): boolean {
    const { owns, kind: { kind: ownKind, apiVersion } } = this.controller;
    const owner = controllerOf(object);
    return owns.some(({ plural }) => plural === kind.plural) && owner?.kind === ownKind &&
      owner.apiVersion === apiVersion;
  }

  async run(): Promise<void> {
    const work = async () => {
      for (let uid = await this.#next(); uid !== undefined; uid = await this.#next()) {
        const again = await this.#look(uid);
        if (again !== undefined) this.#queue.add(uid, again);
        this.#queue.done(uid);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    this.#queue.close();
  }

  #next(): Promise<string | undefined> {
    return this.#queue.take(this.world.signal);
  }

  /** Looks at one object and does what its controller wants. Milliseconds until it wants another look, if it does. Never throws. */
  async #look(uid: string): Promise<number | undefined> {
    const { controller, world } = this;
    const object = this.#store(controller.kind).get(uid);
    let memory = this.#memories.get(uid);
    if (!memory) this.#memories.set(uid, memory = new Memory());
    const early = memory.restUntil - world.clock.now();
    if (early > 0) return early;
    try {
      const again = object ? await this.#reconcile(object, memory) : await this.#release(uid, memory);
      memory.failures = 0;
      memory.conflicts = 0;
      if (again === 0) memory.restUntil = 0;
      return again;
    } catch (error) {
      if (world.signal.aborted) return undefined;
      const wait = this.#recover(error, memory, object ?? { metadata: { uid } });
      memory.restUntil = world.clock.now() + wait;
      return wait;
    }
  }

  async #reconcile(object: KubeObject, memory: Memory): Promise<number | undefined> {
    const { controller, world } = this;
    const observed = await this.#observe(object, memory);
    world.signal.throwIfAborted();
    const began = world.clock.now();
    const plan = controller.reconcile(observed);
    const took = world.clock.now() - began;
    memory.restUntil = began + rest * took;
    const statusIn = await this.#report(object, plan, memory);
    const { changed, retryAt } = await this.#carryOut(plan.writes ?? [], object, memory);
    if (plan.finished) this.#forget(uidOf(object));
    if (changed) return 0;
    memory.blocked = plan.blocked ? memory.blocked + 1 : 0;
    const now = world.clock.now();
    const again = Math.min(statusIn, retryAt - now, plan.blocked ? blockedBackoff(memory.blocked) : Infinity);
    return Number.isFinite(again) ? again : undefined;
  }

  /** What is written shows in the stores at once. */
  #carryOut(writes: Iterable<Write>, owner: KubeObject, memory: Memory): Promise<Outcome> {
    return carryOut(this.#declared(writes), {
      ...this.world,
      memory,
      owner,
      created: (kind, created) => {
        if (kind.immutable) memory.read.set(nameIn(kind, nameOf(created)), created);
        else this.#store(kind).learn(strip(kind, created));
      },
      patched: (kind, before, after) => this.#store(kind).supersede(before, strip(kind, after)),
    });
  }

  /** Reads what the controller asks for, and puts it beside what the watches know. */
  async #observe(object: KubeObject, memory: Memory): Promise<Observed<KubeObject>> {
    const { controller, world } = this;
    const uid = uidOf(object);
    const read = new Map<string, KubeObject | undefined>();
    // Stores hold each kind's own objects: what comes out under a kind was put in under it.
    const seen = {
      object,
      owned: <K extends KubeObject>(kind: Kind<K>) => this.#store(kind).ownedBy(uid) as readonly K[],
      gone: <K extends KubeObject>(kind: Kind<K>) => this.#store(kind).goneFrom(uid) as readonly K[],
      watched: <K extends KubeObject>(kind: Kind<K>) =>
        this.#store(kind).inNamespace(namespaceOf(object)) as readonly K[],
    };
    await Promise.all(
      controller.reads(seen).map(async ({ kind, name }: Read) => {
        const known = memory.read.get(nameIn(kind, name));
        const found = known ?? await world.api.get(kind, namespaceOf(object), name);
        if (found && kind.immutable) memory.read.set(nameIn(kind, name), found);
        read.set(nameIn(kind, name), found);
      }),
    );
    return {
      ...seen,
      read: <K extends KubeObject>(kind: Kind<K>, name: string) => read.get(nameIn(kind, name)) as K | undefined,
      refused: (kind, name) => memory.refused.get(nameIn(kind, name)),
      now: world.clock.now(),
    };
  }

  /** Writes the status if it changed and is due; else says in how many milliseconds it will be. */
  async #report(object: KubeObject, plan: Plan, memory: Memory): Promise<number> {
    if (!plan.status) return Infinity;
    const stored = (object as { status?: unknown }).status;
    const change = mergePatch(stored ?? {}, plan.status);
    if (change === undefined) return Infinity;
    const { api, clock } = this.world;
    const early = memory.statusDue - clock.now();
    if (early > 0 && !plan.statusNow) return early;

    const { kind } = this.controller;
    const body = { metadata: { resourceVersion: object.metadata?.resourceVersion }, status: change };
    const answer = await api.patch(kind, namespaceOf(object), nameOf(object), {
      type: "merge",
      body,
      subresource: "status",
    });
    const bytes = new TextEncoder().encode(JSON.stringify(plan.status)).length;
    memory.statusDue = clock.now() + Math.max(statusInterval, bytes / statusBytesPerMillisecond);
    this.#store(kind).supersede(object, strip(kind, answer));
    return Infinity;
  }

  /** The object is gone: so is what was remembered of it. What it owned is the garbage collector's, but may have to be let go. */
  async #release(uid: string, memory: Memory): Promise<number | undefined> {
    const { controller } = this;
    const left = controller.owns.filter((kind) => !kind.immutable)
      .flatMap((kind) => this.#store(kind).ownedBy(uid).map((object) => ({ kind, object })));
    const writes = left.flatMap(({ kind, object }) => controller.orphaned?.(kind, object) ?? []);
    const { changed } = await this.#carryOut(writes, { metadata: { uid } }, memory);
    if (changed) return 0;
    this.#forget(uid);
    return undefined;
  }

  /** What went wrong, in the log; how long to wait, in milliseconds. */
  #recover(error: unknown, memory: Memory, object: KubeObject): number {
    const problem = classify(error);
    const about = { kind: this.controller.kind.kind, object: keyOf(object), reason: problem.reason };
    if (problem.class === "conflict" && ++memory.conflicts <= 5) return 0;
    const attempt = memory.failures++;
    const wait = backoff({ attempt, base: 500, max: 30_000, random: Math.random, atLeast: problem.retryAfter });
    if (problem.class === "ours") this.world.log.error("Cannot reconcile", error, about);
    else this.world.log.warn(`Cannot reconcile: ${problem.message}`, { ...about, retryInMs: Math.round(wait) });
    return wait;
  }

  /** Refuses what the controller did not declare: its permissions are made from the declaration. */
  *#declared(writes: Iterable<Write>): Iterable<Write> {
    for (const write of writes) {
      if (!this.controller.owns.some(({ plural }) => plural === write.kind.plural)) {
        throw new TypeError(
          `Cannot ${write.do} ${write.kind.kind}: ${this.controller.kind.kind} does not own that kind`,
        );
      }
      yield write;
    }
  }

  #forget(uid: string): void {
    this.#memories.delete(uid);
    for (const kind of this.controller.owns) this.stores.get(kind.plural)?.forget(uid);
  }

  #store(kind: Kind): Store<KubeObject> {
    const store = this.stores.get(kind.plural);
    if (!store) {
      throw new TypeError(`Cannot see ${kind.kind}: the controller of ${this.controller.kind.kind} did not declare it`);
    }
    return store;
  }
}

function strip(kind: Kind, object: KubeObject): KubeObject {
  return kind.project?.(object) ?? object;
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
