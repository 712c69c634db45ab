/** Tells people what happened to an object: a line in the log, and an Event that `kubectl describe` shows. */

import { backoff } from "./backoff.ts";
import { sleep } from "./clock.ts";
import { Correlator } from "./correlator.ts";
import { ApiError, classify } from "./errors.ts";
import type { World } from "./loop.ts";
import { type Kind, type KubeObject, nameOf, namespaceOf, uidOf } from "./object.ts";
import { Event, type Notice } from "./plan.ts";

/** In whose name. */
const component = "kubetask";
/** What waits to be sent; more is dropped. */
const longestQueue = 1_000;
/** How often one event is tried, and how many milliseconds a try may take. */
const tries = 3;
const patience = 5_000;
/** Milliseconds for what still waits at the end. */
const grace = 1_000;
/** The longest name of an object. */
const longestName = 253;

/**
 * Events are sent in the background, one at a time, and are never worth waiting for: what cannot be written is dropped after a few tries,
 * with one line in the log until something can be written again.
 */
export class Events {
  readonly #correlator: Correlator;
  readonly #stop = new AbortController();
  readonly #waiting: Event[] = [];
  #sending: Promise<void> | undefined;
  /** Since one was written. */
  #dropped = 0;
  /** Nanoseconds since 1970 of the last event: makes its name unique. */
  #last = 0n;

  constructor(private readonly world: Pick<World, "api" | "clock" | "log">) {
    this.#correlator = new Correlator(world.clock);
  }

  /** Returns at once and never throws. */
  tell(kind: Kind, object: KubeObject, notice: Notice): void {
    const { type, reason, message } = notice;
    const about = { kind: kind.kind, namespace: namespaceOf(object), name: nameOf(object), reason };
    this.world.log[type === "Warning" ? "warn" : "info"](message, about);
    const event = this.#correlator.correlate(this.#eventOf(kind, object, notice));
    if (!event) return;
    if (this.#waiting.length >= longestQueue) return this.#drop("too many wait to be written", "QueueFull");
    this.#waiting.push(event);
    this.#sending ??= this.#send();
  }

  /** Resolves when everything is sent, but no later than a second from now. Nothing is sent after that. */
  async end(): Promise<void> {
    const callOff = this.world.clock.after(grace, () => this.#stop.abort());
    await this.#sending;
    callOff();
    this.#stop.abort();
  }

  async #send(): Promise<void> {
    for (let event = this.#waiting.shift(); event && !this.#stop.signal.aborted; event = this.#waiting.shift()) {
      await this.#deliver(event);
    }
    this.#sending = undefined;
  }

  async #deliver(event: Event): Promise<void> {
    const { clock, log } = this.world;
    for (let attempt = 0; !this.#stop.signal.aborted; attempt++) {
      try {
        await this.#write(event);
        if (this.#dropped > 0) log.info("Writes events again", { dropped: this.#dropped });
        this.#dropped = 0;
        return;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        const { class: what, reason, message, retryAfter } = classify(error);
        // It was written, but the answer was lost; or its namespace is going or gone.
        if (what === "conflict" || reason === "NamespaceTerminating" || reason === "NotFound") return;
        if (what === "ours") return log.error("Cannot write an event", error);
        if (what !== "transient" || attempt === tries - 1) return this.#drop(message, reason);
        const wait = backoff({ attempt, base: 1_000, max: 10_000, random: Math.random, atLeast: retryAfter });
        await sleep(clock, wait, this.#stop.signal);
      }
    }
  }

  async #write(event: Event): Promise<void> {
    const { api, clock } = this.world;
    const late = new AbortController();
    const message = `Cannot write events: no answer within ${patience / 1000} s`;
    const giveUp = () => late.abort(new ApiError({ status: 0, reason: "Timeout", message }));
    const callOff = clock.after(patience, giveUp);
    const signal = AbortSignal.any([this.#stop.signal, late.signal]);
    try {
      if ((event.count ?? 1) > 1) {
        const { count, message, lastTimestamp } = event;
        const patch = { type: "merge", body: { count, message, lastTimestamp } } as const;
        const patched = api.patch(Event, namespaceOf(event), nameOf(event), patch, signal);
        if (await patched.catch(unlessGone)) return;
      }
      await api.create(Event, event, signal);
    } finally {
      callOff();
    }
  }

  #drop(why: string, reason: string): void {
    this.#dropped += 1;
    if (this.#dropped === 1) this.world.log.warn(`Drops events: ${why}`, { reason });
  }

  /** As client-go's recorder makes it, in core/v1: what kubectl counts and sorts by is there, as in the events of Jobs and Pods. */
  #eventOf({ apiVersion, kind }: Kind, object: KubeObject, { type, reason, message }: Notice): Event {
    const [namespace, name, now] = [namespaceOf(object), nameOf(object), this.world.clock.now()];
    const started = BigInt(Math.trunc(now)) * 1_000_000n;
    this.#last = started > this.#last ? started : this.#last + 1n;
    const unique = `${name}.${this.#last.toString(16)}`;
    const time = new Date(now).toISOString();
    return {
      apiVersion: Event.apiVersion,
      kind: Event.kind,
      metadata: { namespace, name: unique.length <= longestName ? unique : crypto.randomUUID() },
      involvedObject: {
        apiVersion,
        kind,
        namespace,
        name,
        uid: uidOf(object),
        resourceVersion: object.metadata?.resourceVersion,
      },
      type,
      reason,
      message,
      source: { component },
      reportingComponent: component,
      reportingInstance: "",
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    };
  }
}

/** Events are kept for an hour or so; one that is counted up later is created anew. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof ApiError) || error.status !== 404) throw error;
}
