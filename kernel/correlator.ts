/** Keeps events few, by the rules of client-go (tools/record/events_cache.go), which cluster operators know. */

import type { Clock } from "./clock.ts";
import { nameOf } from "./object.ts";
import type { Event } from "./plan.ts";

/** So many events about one object that differ only in their message become one, if none came longer than `interval` after the one before. */
const similar = 10;
const interval = 600_000;
/** Of each type so many events about one object at once, then one per `refill` milliseconds. */
const burst = 25;
const refill = 300_000;
/** How many of each are remembered: what was used longest ago is forgotten, and only begins anew. */
const remembered = 1_024;

export class Correlator {
  readonly #messages = new Map<string, { readonly seen: Set<string>; last: number }>();
  readonly #told = new Map<string, { readonly name: string; readonly firstTimestamp?: string; count: number }>();
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * What to write for a new event, if there were not too many: itself or, with a count above one, what an earlier event that is equal or
   * similar to it should read.
   */
  correlate(event: Event): Event | undefined {
    const { involvedObject: { uid }, type, reason } = event;
    const isSimilar = this.#isOneOfMany(event);
    const key = JSON.stringify([uid, type, reason, ...(isSimilar ? [] : [event.message])]);
    const { firstTimestamp } = event;
    const told = recall(this.#told, key, () => ({ name: nameOf(event), firstTimestamp, count: 0 }));
    told.count += 1;
    if (!this.#mayPass(`${uid} ${type}`)) return undefined;
    return {
      ...event,
      metadata: { ...event.metadata, name: told.name },
      message: isSimilar ? `(combined from similar events): ${event.message}` : event.message,
      firstTimestamp: told.firstTimestamp,
      count: told.count,
    };
  }

  #isOneOfMany({ involvedObject: { uid }, type, reason, message = "" }: Event): boolean {
    const now = this.clock.now();
    const messages = recall(
      this.#messages,
      JSON.stringify([uid, type, reason]),
      () => ({ seen: new Set(), last: now }),
    );
    if (now - messages.last > interval) messages.seen.clear();
    messages.last = now;
    messages.seen.add(message);
    if (messages.seen.size < similar) return false;
    // Enough to know that there are many.
    for (const oldest of messages.seen.values().take(1)) messages.seen.delete(oldest);
    return true;
  }

  #mayPass(key: string): boolean {
    const now = this.clock.now();
    const bucket = recall(this.#buckets, key, () => ({ tokens: burst, at: now }));
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / refill);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}

function recall<T>(kept: Map<string, T>, key: string, make: () => T): T {
  const value = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > remembered) { for (const oldest of kept.keys().take(1)) kept.delete(oldest); }
  return value;
}
