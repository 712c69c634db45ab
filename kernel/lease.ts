/** Leader election: of several replicas only the one that holds the Lease works (client-go, tools/leaderelection). */

import type { V1Lease } from "@kubernetes/client-node";
import type { Api } from "./api.ts";
import { type Clock, sleep } from "./clock.ts";
import { ApiError, classify } from "./errors.ts";
import type { Pulse } from "./health.ts";
import type { Log } from "./log.ts";
import type { World } from "./loop.ts";
import type { Sample } from "./metrics/metrics.ts";
import type { AsJson, Kind } from "./object.ts";

type LeaseObject = AsJson<V1Lease>;
type LeaseSpec = NonNullable<LeaseObject["spec"]>;

export const Lease: Kind<LeaseObject> = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", plural: "leases" };

/** Milliseconds after which a Lease that nobody renewed is free. */
const DURATION = 15_000;
/** A leader that could not renew for so long stops, well before anyone else may start. */
const DEADLINE = 10_000;
const RENEWAL = 2_000;
/** How long one request may take: one that hangs is given up and sent again, on another connection, before a leader has to stop. */
const PATIENCE = DEADLINE / 2;
/** Under client-go's name. */
const leading = {
  name: "leader_election_master_status",
  help: "1 if this process holds the Lease of that name and works, 0 if it waits.",
};
/** How often those who wait look at it, so that one that was let go is taken up at once. */
const LOOK = 1_000;

export interface Candidate {
  /** Of the Lease. */
  readonly namespace: string;
  readonly name: string;
  /** Different for every process that may run at the same time; a process that follows another in its place may keep its identity. */
  readonly identity: string;
  /** Reaches the Lease; a request fails that has no answer after so many milliseconds. */
  reach(deadline: number): Api;
}

/**
 * Calls `work` whenever the candidate leads, with a world whose signal fires and whose API writes no more once that is not certain.
 * Ends when the signal fires and `work` has ended, and lets the Lease go. Only intervals of our own clock count; the times in the
 * Lease are for people.
 */
export async function lead(candidate: Candidate, world: World, work: (world: World) => Promise<void>): Promise<void> {
  const lease = new HeldLease(candidate, world);
  world.metrics.gauges(() => [lease.standing()], world.signal);
  while (await lease.acquired()) await lease.during(work);
}

interface Attempt {
  readonly held: boolean;
  readonly problem?: { readonly reason: string; readonly message: string };
  /** Milliseconds until the next one is due. */
  readonly wait: number;
}

class HeldLease {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #log: Log;
  /** One that waits for the lease is ready as long as it can see it: it would take over. */
  readonly #pulse: Pulse;
  /** As last read or written. */
  #seen: LeaseObject | undefined;
  /** When that state of it was first seen. */
  #seenAt = 0;
  /** Until when no other candidate can lead. */
  #heldUntil = 0;

  constructor(private readonly candidate: Candidate, private readonly world: World) {
    this.#api = candidate.reach(PATIENCE);
    this.#clock = world.clock;
    this.#pulse = world.health.pulse("lease", world.signal);
    const { namespace, name, identity } = candidate;
    this.#log = world.log.with({ kind: Lease.kind, namespace, name, identity });
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
      const { reason, message } = problem ?? { reason: holder, message: `Waits for the lease, which ${holder} holds` };
      // Once, not every second; a message may tell another port each time.
      if (reason !== told) this.#log.info(message);
      told = reason;
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

  standing(): Sample {
    return { metric: leading, labels: { name: this.candidate.name }, value: this.#isHeld() ? 1 : 0 };
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
        if (attempt.problem) this.#log.warn(attempt.problem.message);
        else if (!attempt.held) giveUp(`${this.#seen?.spec?.holderIdentity} holds the lease`);
      }
      callOff();
    }
  }

  /** Takes or renews the lease, if it is ours or free. The next attempt is due `interval` after this one began, or when the server wants it. */
  async #attempt(interval: number): Promise<Attempt> {
    const due = this.#clock.now() + interval;
    const left = () => Math.max(0, due - this.#clock.now());
    try {
      const held = await this.#take();
      this.#pulse.succeed();
      return { held, wait: left() };
    } catch (error) {
      const { class: what, reason, message, retryAfter = 0 } = classify(error);
      this.#pulse.beat(retryAfter);
      // Someone was faster: what they did shows at the next attempt.
      if (what === "conflict") return { held: this.#isHeld(), wait: left() };
      return { held: false, problem: { reason, message }, wait: Math.max(left(), retryAfter) };
    }
  }

  async #take(): Promise<boolean> {
    const { namespace, name, identity } = this.candidate;
    const asked = this.#clock.now();
    if (this.#seen && this.#isHeld()) {
      const renewed = await this.#patch(this.#seen, this.#renewing()).catch(unlessChanged);
      if (renewed) {
        this.#holds(asked, renewed);
        return true;
      }
    }
    const found = await this.#api.get(Lease, namespace, name);
    if (!found) {
      const metadata = { namespace, name };
      const { apiVersion, kind } = Lease;
      this.#holds(asked, await this.#api.create(Lease, { apiVersion, kind, metadata, spec: this.#taking(undefined) }));
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
    const { namespace, name } = this.candidate;
    const { uid, resourceVersion } = before.metadata ?? {};
    return this.#api.patch(Lease, namespace, name, {
      type: "merge",
      body: { metadata: { uid, resourceVersion }, spec },
    });
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
    pages: (kind, options) => api.pages(kind, options),
    watch: (kind, options) => api.watch(kind, options),
    // Not thrown but rejected, as every other failure of a request.
    create: async (...call) => (sure(), await api.create(...call)),
    patch: async (...call) => (sure(), await api.patch(...call)),
    delete: async (kind, namespace, name, options) => (sure(), await api.delete(kind, namespace, name, options)),
  };
}
