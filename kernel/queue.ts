/** Work waiting to be done: each key once, in the order in which they came, later if asked for. */

import type { Clock } from "./clock.ts";

/**
 * A key is handed to one worker at a time: one that is added again while a worker has it comes back after `done`. Of several
 * times for the same key the earliest counts.
 */
export class Queue<Key> {
  #ready = new Set<Key>();
  #later = new Map<Key, { at: number; callOff: () => void }>();
  #taken = new Set<Key>();
  #again = new Map<Key, number>();
  #idle: ((key: Key | undefined) => void)[] = [];
  #closed = false;

  constructor(private readonly clock: Clock) {}

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
  }

  /** The next key, as soon as there is one; undefined once the signal fires. */
  take(signal: AbortSignal): Promise<Key | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    for (const key of this.#ready) {
      this.#ready.delete(key);
      this.#taken.add(key);
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
    const worker = this.#idle.shift();
    if (!worker) return void this.#ready.add(key);
    this.#taken.add(key);
    worker(key);
  }

  #callOff(key: Key): void {
    this.#later.get(key)?.callOff();
    this.#later.delete(key);
  }
}
