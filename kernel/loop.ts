/** One controller at work: looks at each of its objects when something about it changed, and does what the plan says. */

import type { Api } from "./api.ts";
import { blockedBackoff, carryOut, type Outcome } from "./apply.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { classify, gravest } from "./errors.ts";
import type { Events } from "./events.ts";
import { DEAD, type Health, seconds } from "./health.ts";
import type { Lists } from "./lists.ts";
import type { Log } from "./log.ts";
import { createdMetric, LookMeter, type Result } from "./metrics/looks.ts";
import { Memory, nameIn } from "./memory.ts";
import type { Counter, Metrics, Sample } from "./metrics/metrics.ts";
import { controllerOf, type Kind, type KubeObject, nameOf, namespaceOf, uidOf } from "./object.ts";
import { observe } from "./observe.ts";
import type { Controller, Listing, Observed, Write } from "./plan.ts";
import { Queue } from "./queue.ts";
import { QueueMeter } from "./metrics/queue.ts";
import { report } from "./report.ts";
import { Stores } from "./stores.ts";

/** What all loops share. */
export interface World {
  readonly api: Api;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly signal: AbortSignal;
}

/** What the loops of one process tell each other. */
export interface Looks {
  /** Objects of all kinds that are looked at now. */
  underWay: number;
}

/** How many objects of one kind are looked at side by side. */
const workers = 8;
/** After a look that took t there is none before 10 t are over, unless it changed something: no object takes up all the time. */
const rest = 10;
/**
 * Nor, if it owns many objects, before so many milliseconds for each, up to a second: ten thousand that change in a second mean one more
 * look, not ten thousand.
 */
const restPerOwned = { each: 0.2, beyond: 100, most: 1_000 };

/** A queue of UIDs, and what is remembered for each. */
export class Loop {
  readonly #name: string;
  readonly #queueMeter: QueueMeter;
  readonly #lookMeter: LookMeter;
  /** By plural of the kind. */
  readonly #created: ReadonlyMap<string, Counter>;
  readonly #queue: Queue<string>;
  readonly #memories = new Map<string, Memory>();

  constructor(
    private readonly controller: Controller<KubeObject>,
    private readonly stores: Stores,
    private readonly world: World,
    private readonly events: Events,
    private readonly lists: Lists,
    private readonly looks: Looks,
  ) {
    // As controller-runtime names a controller.
    this.#name = controller.kind.kind.toLowerCase();
    this.#queueMeter = new QueueMeter(world.metrics, this.#name);
    this.#lookMeter = new LookMeter(world.metrics, this.#name);
    this.#queue = new Queue(world.clock, this.#queueMeter);
    this.#created = new Map(controller.owns.map((kind) => [kind.plural, world.metrics.counter(createdMetric(kind))]));
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
      for (const concerned of this.stores.of(controller.kind).inNamespace(namespaceOf(object))) {
        this.#memories.get(uidOf(concerned))?.retryNow();
        this.#queue.add(uidOf(concerned));
      }
    }
  }

  /** The name of what was deleted is free for whoever was refused it. */
  #vacated(name: string, namespace: string): void {
    for (const [uid, memory] of this.#memories) {
      if (!memory.refused.has(name)) continue;
      const wanting = this.stores.of(this.controller.kind).get(uid);
      if (!wanting || namespaceOf(wanting) !== namespace) continue;
      memory.retryNow(name);
      this.#queue.add(uid);
    }
  }

  /** The API server is back after an outage: whatever could not be done is tried again, but not before the server allows. */
  retry(): void {
    for (const [uid, memory] of this.#memories) {
      if (!memory.isWaiting) continue;
      // What was refused, too: an API server that has just started refuses what it does not know yet to be allowed.
      memory.retryNow();
      memory.pauses = 0;
      memory.failures = 0;
      memory.restUntil = memory.askedUntil;
      this.#queue.add(uid, memory.askedUntil - this.world.clock.now());
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
    const { metrics, health, signal } = this.world;
    metrics.gauges(() => this.#standing(), signal);
    health.add({ name: `looks-${this.#name}`, alive: () => this.#hanging() }, signal);
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

  *#standing(): Iterable<Sample> {
    const { kind, measures } = this.controller;
    yield* this.#queueMeter.standing(this.#queue);
    yield* this.#lookMeter.standing(this.#queue.underWay().length, workers);
    yield* measures?.standing(this.stores.of(kind).all()) ?? [];
  }

  /** Every request has its deadline, and writing its slice of time: what takes longer than all of them together will never end. */
  #hanging(): string | undefined {
    const longest = Math.max(0, ...this.#queue.underWay());
    return longest > DEAD ? `a look takes ${seconds(longest)}` : undefined;
  }

  #next(): Promise<string | undefined> {
    return this.#queue.take(this.world.signal);
  }

  /** Looks at one object and does what its controller wants. Milliseconds until it wants another look, if it does. Never throws. */
  async #look(uid: string): Promise<number | undefined> {
    const { controller, world } = this;
    const object = this.stores.of(controller.kind).get(uid);
    let memory = this.#memories.get(uid);
    if (!memory) this.#memories.set(uid, memory = new Memory());
    const early = memory.restUntil - world.clock.now();
    if (early > 0) return early;
    this.looks.underWay += 1;
    const began = world.clock.now();
    const looked = (result: Result) => this.#lookMeter.looked(result, world.clock.now() - began);
    try {
      const again = object ? await this.#reconcile(object, memory) : await this.#release(uid, memory);
      memory.failures = 0;
      memory.conflicts = 0;
      if (again === 0) memory.restUntil = 0;
      looked(again === undefined ? "success" : again === 0 ? "requeue" : "requeue_after");
      return again;
    } catch (error) {
      if (world.signal.aborted) return undefined;
      const wait = this.#recover(error, memory, object ?? { metadata: { uid } });
      looked(wait === 0 ? "requeue" : "error");
      memory.restUntil = world.clock.now() + wait;
      return wait;
    } finally {
      this.looks.underWay -= 1;
    }
  }

  async #reconcile(object: KubeObject, memory: Memory): Promise<number | undefined> {
    const { controller, world, events } = this;
    const observed = await observe(controller, object, { ...world, stores: this.stores, memory });
    const listed = await this.lists.answer(this.#listings(observed), namespaceOf(object), memory);
    world.signal.throwIfAborted();
    const began = world.clock.now();
    const plan = controller.reconcile({ ...observed, now: began });
    const took = world.clock.now() - began;
    memory.restUntil = began + Math.max(rest * took, this.#restFor(object));
    const reporting = report(controller, object, plan, { ...world, stores: this.stores, memory, events });
    if (plan.statusNow) await reporting;
    const writing = this.#carryOut(plan.writes ?? [], object, memory);
    const [reported, written] = await Promise.allSettled([reporting, writing]);
    if (written.status === "rejected" || reported.status === "rejected") {
      throw gravest([written, reported].flatMap((one) => one.status === "rejected" ? [one.reason] : []));
    }
    if (listed.failure !== undefined) throw listed.failure;
    const { changed, retryAt } = written.value;
    if (plan.finished) this.#forget(uidOf(object));
    if (changed || reported.value === 0) return 0;
    memory.blocked = plan.blocked ? memory.blocked + 1 : 0;
    const now = world.clock.now();
    const again = Math.min(
      reported.value,
      Math.min(retryAt, listed.retryAt) - now,
      plan.blocked ? blockedBackoff(memory.blocked) : Infinity,
    );
    return Number.isFinite(again) ? again : undefined;
  }

  /** Milliseconds, by what it owns. */
  #restFor(object: KubeObject): number {
    const { each, beyond, most } = restPerOwned;
    const kinds = this.controller.owns.filter(({ immutable }) => !immutable);
    const owned = kinds.reduce((sum, kind) => sum + this.stores.of(kind).countOwnedBy(uidOf(object)), 0);
    return Math.min(most, each * Math.max(0, owned - beyond));
  }

  /** What is written shows in the stores at once. */
  #carryOut(writes: Iterable<Write>, owner: KubeObject, memory: Memory): Promise<Outcome> {
    return carryOut(this.#declared(writes), {
      ...this.world,
      memory,
      owner,
      others: {
        statusDue: memory.statusHeldUntil,
        areWaiting: () => this.#queue.depth > 0,
        underWay: () => this.looks.underWay,
      },
      isWanted: () => {
        const live = this.stores.of(this.controller.kind).get(uidOf(owner));
        return live !== undefined && !live.metadata?.deletionTimestamp;
      },
      created: (kind, created) => {
        // As long as anything succeeds, what fails beside it does not make the rest wait longer and longer.
        memory.failures = 0;
        this.#created.get(kind.plural)?.add();
        if (kind.immutable) memory.read.set(nameIn(kind, nameOf(created)), created);
        else this.stores.of(kind).learn(Stores.kept(kind, created));
      },
      patched: (kind, before, after) => this.stores.of(kind).supersede(before, Stores.kept(kind, after)),
    });
  }

  /** The object is gone: so is what was remembered of it. What it owned is the garbage collector's, but may have to be let go. */
  async #release(uid: string, memory: Memory): Promise<number | undefined> {
    const { controller } = this;
    const left = controller.owns.filter((kind) => !kind.immutable)
      .flatMap((kind) => this.stores.of(kind).ownedBy(uid).map((object) => ({ kind, object })));
    const writes = left.flatMap(({ kind, object }) => controller.orphaned?.(kind, object) ?? []);
    const { changed } = await this.#carryOut(writes, { metadata: { uid } }, memory);
    if (changed) return 0;
    this.#forget(uid);
    return undefined;
  }

  /** What went wrong, in the log; how long to wait, in milliseconds. */
  #recover(error: unknown, memory: Memory, object: KubeObject): number {
    const problem = classify(error);
    const { kind } = this.controller.kind;
    const about = { kind, namespace: namespaceOf(object), name: nameOf(object), reason: problem.reason };
    if (problem.class === "conflict" && ++memory.conflicts <= 5) return 0;
    const attempt = memory.failures++;
    const wait = backoff({ attempt, base: 500, max: 30_000, random: Math.random, atLeast: problem.retryAfter });
    memory.askedUntil = this.world.clock.now() + (problem.retryAfter ?? 0);
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

  /** Refuses what the controller did not declare, too. */
  *#listings(observed: Observed<KubeObject>): Iterable<Listing> {
    const { listings, lists = [], kind } = this.controller;
    if (observed.unreadable) return;
    for (const listing of listings?.(observed) ?? []) {
      if (!lists.some(({ plural }) => plural === listing.kind.plural)) {
        throw new TypeError(`Cannot list ${listing.kind.kind}: ${kind.kind} does not list that kind`);
      }
      yield listing;
    }
  }

  #forget(uid: string): void {
    this.#memories.delete(uid);
    this.stores.forget(this.controller.owns, uid);
  }
}
