/** Work waiting to be done: each key once, in the order in which they came, later if asked for. */

import type { Clock } from "./clock.ts";
import type { QueueMeter } from "./metrics/queue.ts";

/**
 * A key is handed to one worker at a time: one that is added again while a worker has it comes back after `done`. Of several
 * times for the same key the earliest counts.
 */
export class Queue<Key> {
  /** Since when. */
  #ready = new Map<Key, number>();
  #later = new Map<Key, { at: number; callOff: () => void }>();
  /** Since when. */
  #taken = new Map<Key, number>();
  #again = new Map<Key, number>();
  #idle: ((key: Key | undefined) => void)[] = [];
  #closed = false;

  constructor(private readonly clock: Clock, private readonly meter?: QueueMeter) {}

  /** How many keys are due and wait for a worker. */
  get depth(): number {
    return this.#ready.size;
  }

  /** For how many milliseconds each of the keys that workers have is under way. */
  underWay(): number[] {
    const now = this.clock.now();
    return [...this.#taken.values()].map((since) => now - since);
  }

  /** Asks for the key to be worked on, now or after `ms` milliseconds. */
  add(key: Key, ms = 0): void {
    if (this.#closed) return;
    const at = this.clock.now() + ms;
    if (this.#taken.has(key)) {
      this.#again.set(key, Math.min(at, this.#again.get(key) ?? Infinity));
      return;
    }
    if (this.#ready.has(key)) return;
    const waiting = this.#later.get(key);
    if (waiting && waiting.at <= at) return;
    this.#callOff(key);
    if (ms <= 0) return this.#hand(key);
    const callOff = this.clock.after(ms, () => {
      this.#later.delete(key);
      this.#hand(key);
    });
    this.#later.set(key, { at, callOff });
    this.meter?.putOff();
  }

  /** The next key, as soon as there is one; undefined once the signal fires. */
  take(signal: AbortSignal): Promise<Key | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    for (const [key, since] of this.#ready) {
      this.#ready.delete(key);
      this.#take(key, since);
      return Promise.resolve(key);
    }
    return new Promise((resolve) => {
      const answer = (key: Key | undefined) => {
        signal.removeEventListener("abort", end);
        resolve(key);
      };
      const end = () => {
        this.#idle = this.#idle.filter((other) => other !== answer);
        resolve(undefined);
      };
      this.#idle.push(answer);
      signal.addEventListener("abort", end, { once: true });
    });
  }

  /** Gives a taken key back. It is handed out again only if it was added meanwhile. */
  done(key: Key): void {
    const since = this.#taken.get(key);
    if (since !== undefined) this.meter?.done(this.clock.now() - since);
    this.#taken.delete(key);
    const at = this.#again.get(key);
    this.#again.delete(key);
    if (at !== undefined) this.add(key, at - this.clock.now());
  }

  /** Forgets all that waits for its time, and takes nothing in any more. */
  close(): void {
    this.#closed = true;
    for (const key of [...this.#later.keys()]) this.#callOff(key);
  }

  #hand(key: Key): void {
    this.meter?.due();
    const now = this.clock.now();
    const worker = this.#idle.shift();
    if (!worker) return void this.#ready.set(key, now);
    this.#take(key, now);
    worker(key);
  }

  #take(key: Key, dueAt: number): void {
    const now = this.clock.now();
    this.#taken.set(key, now);
    this.meter?.taken(now - dueAt);
  }

  #callOff(key: Key): void {
    this.#later.get(key)?.callOff();
    this.#later.delete(key);
  }
}
