/** Makes a plan come true: the hooks of a proxy that count what passes in one namespace, and strike at the planned point. */

import { systemClock } from "../../kernel/clock.ts";
import { type KubeObject, namespaceOf } from "../../kernel/object.ts";
import { type Event, eventOf } from "../../kernel/watch_event.ts";
import { isWrite } from "../operator/requests.ts";
import { type ApiRequest, describe } from "./api_request.ts";
import { isEventMode, type Mode, type Plan } from "./plan.ts";
import type { EventStream, Fate, Hooks } from "./proxy.ts";
import { expire, refusal } from "./refusals.ts";

export class Faults implements Hooks {
  /** What could have been hit so far: writes or, by mode, events. */
  readonly points: string[] = [];
  readonly #left: number[];
  readonly #answersToHit = new Set<ApiRequest>();
  readonly #held = new Map<EventStream, { event: Uint8Array; callOff: () => void }>();
  #count = 0;
  /** From a hit until it has had its effect: what comes meanwhile is no point of what follows. */
  #isHitting = false;

  /** `kill`: ends the operator at once and starts another one; resolves when the old one is gone. */
  constructor(
    private readonly plan: Plan,
    private readonly namespace: string,
    private readonly kill: () => Promise<void>,
  ) {
    this.#left = [...plan.points];
  }

  /** Whether everything happened that was planned. */
  get isDone(): boolean {
    return this.#left.length === 0;
  }

  async request(request: ApiRequest): Promise<Fate> {
    if (request.namespace !== this.namespace || !isWrite(request)) return "pass";
    const { mode } = this.plan;
    if (isEventMode(mode) || this.#isHitting || !this.#isHit(describe(request))) return "pass";
    if (mode !== "before" && mode !== "after" && mode !== "lost") return refusal(Number(mode));
    this.#isHitting = true;
    if (mode === "before") return await this.#struck("hang up");
    this.#answersToHit.add(request);
    return "pass";
  }

  async answer(request: ApiRequest): Promise<"pass" | "hang up" | "reset"> {
    if (!this.#answersToHit.delete(request)) return "pass";
    return await this.#struck(this.plan.mode === "lost" ? "reset" : "hang up");
  }

  async #struck<How extends "hang up" | "reset">(how: How): Promise<How> {
    if (how === "hang up") await this.kill();
    this.#isHitting = false;
    return how;
  }

  async event(stream: EventStream, event: Uint8Array): Promise<void> {
    const held = this.#held.get(stream);
    this.#held.delete(stream);
    const hit = this.#hitsEvent(stream, event);
    if (held) {
      held.callOff();
      // The API promises the order of one object's events.
      const isOrdered = subjectOf(stream, held.event) === subjectOf(stream, event);
      for (const next of isOrdered ? [held.event, event] : [event, held.event]) await stream.send(next);
      return;
    }
    switch (hit) {
      case "dropped":
        systemClock.after(stale, () => void expire(stream).catch(() => {})); // the operator may be gone by then
        return;
      case "swapped": {
        const callOff = systemClock.after(stale, () => void stream.send(event).catch(() => {}));
        this.#held.set(stream, { event, callOff });
        return;
      }
      case "duplicated":
        await stream.send(event);
    }
    await stream.send(event);
  }

  #hitsEvent(stream: EventStream, event: Uint8Array): "passed" | Mode {
    if (!isEventMode(this.plan.mode)) return "passed";
    const { type, object } = understood(stream, event);
    if (type === "BOOKMARK" || namespaceOf(object) !== this.namespace) return "passed";
    return this.#isHit(`${type} ${stream.request.resource} ${object.metadata?.name}`) ? this.plan.mode : "passed";
  }

  /** Counts. */
  #isHit(what: string): boolean {
    this.points.push(what);
    if (++this.#count !== this.#left[0]) return false;
    this.#left.shift();
    this.#count = 0;
    return true;
  }
}

/**
 * Milliseconds that the operator has to live with a view that lacks an event. Then the watch expires, which leads to the same list that
 * otherwise comes every ten minutes: that it comes, tests of the kernel show on a clock of their own.
 */
const stale = 1_500;

function subjectOf(stream: EventStream, event: Uint8Array): string | undefined {
  return understood(stream, event).object.metadata.uid;
}

function understood(stream: EventStream, event: Uint8Array): Event<KubeObject> {
  return eventOf(event, { plural: stream.request.resource }, stream);
}
