/** Leader election: of several replicas only the one that holds the Lease works (client-go, tools/leaderelection). */

import type { V1Lease } from "@kubernetes/client-node";
import type { Api } from "./api.ts";
import { type Clock, sleep } from "./clock.ts";
import { ApiError, classify } from "./errors.ts";
import type { Log } from "./log.ts";
import type { World } from "./loop.ts";
import type { AsJson, Kind } from "./object.ts";

type LeaseObject = AsJson<V1Lease>;
type LeaseSpec = NonNullable<LeaseObject["spec"]>;

export const Lease: Kind<LeaseObject> = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", plural: "leases" };

/** Milliseconds after which a Lease that nobody renewed is free. */
const DURATION = 15_000;
/** A leader that could not renew for so long stops, well before anyone else may start. */
const DEADLINE = 10_000;
const RENEWAL = 2_000;
/** How often those who wait look at it, so that one that was let go is taken up at once. */
const LOOK = 1_000;

export interface Candidate {
  /** Of the Lease. */
  readonly namespace: string;
  readonly name: string;
  /** Different for every process that may run at the same time; a process that follows another in its place may keep its identity. */
  readonly identity: string;
}

/**
 * Calls `work` whenever the candidate leads, with a world whose signal fires and whose API writes no more once that is not certain.
 * Ends when the signal fires and `work` has ended, and lets the Lease go. Only intervals of our own clock count; the times in the
 * Lease are for people.
 */
export async function lead(candidate: Candidate, world: World, work: (world: World) => Promise<void>): Promise<void> {
  const lease = new HeldLease(candidate, world);
  while (await lease.acquired()) await lease.during(work);
}

class HeldLease {
  readonly #clock: Clock;
  readonly #log: Log;
  /** As last read or written. */
  #seen: LeaseObject | undefined;
  /** When that state of it was first seen. */
  #seenAt = 0;
  /** Until when no other candidate can lead. */
  #heldUntil = 0;

  constructor(private readonly candidate: Candidate, private readonly world: World) {
    this.#clock = world.clock;
    this.#log = world.log.with({ lease: `${candidate.namespace}/${candidate.name}`, identity: candidate.identity });
  }

  /** Waits until this candidate leads; false if the signal fired first. */
  async acquired(): Promise<boolean> {
    const { signal } = this.world;
    let told: string | undefined;
    while (!signal.aborted) {
      const { held, problem, wait } = await this.#attempt(LOOK);
      if (held) {
        this.#log.info("Leads");
        return true;
      }
      const holder = this.#seen?.spec?.holderIdentity;
      const waitsFor = problem ?? `Waits for the lease, which ${holder} holds`;
      // Once, not every second.
      if (waitsFor !== told) this.#log.info(told = waitsFor);
      await sleep(this.#clock, wait, signal);
    }
    return false;
  }

  /** Lets `work` run until the lease is lost or the world's signal fires; then waits for its end. */
  async during(work: (world: World) => Promise<void>): Promise<void> {
    const { world } = this;
    const lost = new AbortController();
    const signal = AbortSignal.any([world.signal, lost.signal]);
    const renewing = this.#renew(lost, signal);
    try {
      await work({ ...world, api: guarded(world.api, () => this.#isHeld()), signal });
    } finally {
      lost.abort();
      await renewing;
      if (this.#isHeld()) await this.#release();
    }
  }

  #isHeld(): boolean {
    return this.#clock.now() < this.#heldUntil;
  }

  /** Renews again and again; fires `lost` when someone else holds the lease, or could. */
  async #renew(lost: AbortController, signal: AbortSignal): Promise<void> {
    const giveUp = (why: string) => {
      if (signal.aborted) return;
      this.#log.warn(`Leads no more: ${why}`);
      this.#heldUntil = 0;
      lost.abort();
    };
    let wait = RENEWAL;
    while (!signal.aborted) {
      const expire = () => giveUp("the lease could not be renewed in time");
      const callOff = this.#clock.after(this.#heldUntil - this.#clock.now(), expire);
      await sleep(this.#clock, wait, signal);
      if (!signal.aborted) {
        const attempt = await this.#attempt(RENEWAL);
        wait = attempt.wait;
        if (attempt.problem !== undefined) this.#log.warn(attempt.problem);
        else if (!attempt.held) giveUp(`${this.#seen?.spec?.holderIdentity} holds the lease`);
      }
      callOff();
    }
  }

  /** Takes or renews the lease, if it is ours or free. The next attempt is due after `interval`, or when the server wants it. */
  async #attempt(interval: number): Promise<{ held: boolean; problem?: string; wait: number }> {
    try {
      return { held: await this.#take(), wait: interval };
    } catch (error) {
      const { class: what, message, retryAfter = 0 } = classify(error);
      // Someone was faster: what they did shows at the next attempt.
      if (what === "conflict") return { held: this.#isHeld(), wait: interval };
      return { held: false, problem: message, wait: Math.max(interval, retryAfter) };
    }
  }

  async #take(): Promise<boolean> {
    const { world: { api }, candidate: { namespace, name, identity } } = this;
    const asked = this.#clock.now();
    if (this.#seen && this.#isHeld()) {
      const renewed = await this.#patch(this.#seen, this.#renewing()).catch(unlessChanged);
      if (renewed) {
        this.#holds(asked, renewed);
        return true;
      }
    }
    const found = await api.get(Lease, namespace, name);
    if (!found) {
      const metadata = { namespace, name };
      const { apiVersion, kind } = Lease;
      this.#holds(asked, await api.create(Lease, { apiVersion, kind, metadata, spec: this.#taking(undefined) }));
      return true;
    }
    if (found.metadata?.resourceVersion !== this.#seen?.metadata?.resourceVersion) this.#saw(found);
    const { spec } = found;
    if (spec?.holderIdentity && spec.holderIdentity !== identity && asked < this.#seenAt + DURATION) return false;
    this.#holds(
      asked,
      await this.#patch(found, spec?.holderIdentity === identity ? this.#renewing() : this.#taking(spec)),
    );
    return true;
  }

  /** For the next one to take it at once, instead of after its time. */
  async #release(): Promise<void> {
    this.#heldUntil = 0;
    try {
      if (this.#seen) await this.#patch(this.#seen, { ...this.#renewing(), holderIdentity: "" });
      this.#log.info("Let the lease go");
    } catch (error) {
      this.#log.warn(classify(error).message);
    }
  }

  /** `before` guards: the lease changes only if it still is what was seen. */
  #patch(before: LeaseObject, spec: LeaseSpec): Promise<LeaseObject> {
    const { api } = this.world;
    const { namespace, name } = this.candidate;
    const { uid, resourceVersion } = before.metadata ?? {};
    return api.patch(Lease, namespace, name, { type: "merge", body: { metadata: { uid, resourceVersion }, spec } });
  }

  #holds(asked: number, lease: LeaseObject): void {
    this.#saw(lease);
    this.#heldUntil = asked + DEADLINE;
  }

  #saw(lease: LeaseObject): void {
    this.#seen = lease;
    this.#seenAt = this.#clock.now();
  }

  #taking(before: LeaseSpec | undefined): LeaseSpec {
    return {
      ...this.#renewing(),
      holderIdentity: this.candidate.identity,
      acquireTime: this.#time(),
      leaseTransitions: before ? (before.leaseTransitions ?? 0) + 1 : 0,
    };
  }

  #renewing(): LeaseSpec {
    return { leaseDurationSeconds: DURATION / 1000, renewTime: this.#time() };
  }

  /** A MicroTime: with six digits behind the second. */
  #time(): string {
    return new Date(this.#clock.now()).toISOString().replace("Z", "000Z");
  }
}

/** Someone changed or deleted the object: nothing was patched. */
function unlessChanged(error: unknown): undefined {
  if (!(error instanceof ApiError) || (error.status !== 409 && error.status !== 404)) throw error;
}

/** The same API, but it writes only as long as `isHeld`: a process that was paused for long must not go on where it was. */
function guarded(api: Api, isHeld: () => boolean): Api {
  const sure = () => {
    if (!isHeld()) throw new ApiError({ status: 0, reason: "NotLeading", message: "another replica may be leading" });
  };
  return {
    get: (kind, namespace, name) => api.get(kind, namespace, name),
    list: (kind, options) => api.list(kind, options),
    watch: (kind, options) => api.watch(kind, options),
    // Not thrown but rejected, as every other failure of a request.
    create: async (kind, object) => (sure(), await api.create(kind, object)),
    patch: async (kind, namespace, name, patch) => (sure(), await api.patch(kind, namespace, name, patch)),
    delete: async (kind, namespace, name, options) => (sure(), await api.delete(kind, namespace, name, options)),
  };
}
