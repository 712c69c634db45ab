/** A clock that tests turn by hand: nothing happens until `advance`. */

import type { Clock } from "../../kernel/clock.ts";
import { soon } from "./soon.ts";

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  #timers = new Set<Timer>();
  #lookouts = new Set<() => void>();

  constructor(now = Date.parse("2026-01-01T00:00:00Z")) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.add(timer);
    for (const look of [...this.#lookouts]) look();
    return () => void this.#timers.delete(timer);
  }

  /** Moves on by `ms` and calls what falls due on the way, in order of time, at its time. Promises settle after it, not within. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let timer = this.#next(); timer && timer.at <= end; timer = this.#next()) {
      this.#timers.delete(timer);
      this.#now = timer.at;
      timer.action();
    }
    this.#now = end;
  }

  /** How many milliseconds from now each waiting action is due, soonest first. */
  waiting(): number[] {
    return [...this.#timers].map((timer) => timer.at - this.#now).sort((a, b) => a - b);
  }

  /** Resolves as soon as some action is due in `from` to `to` milliseconds from now, with the milliseconds left until then. */
  waitsBetween(from: number, to: number): Promise<number> {
    const found = new Promise<number>((resolve) => {
      const look = () => {
        const found = this.waiting().find((left) => from <= left && left <= to);
        if (found === undefined) return;
        this.#lookouts.delete(look);
        resolve(found);
      };
      this.#lookouts.add(look);
      look();
    });
    return soon(found, `an action due in ${from} to ${to} ms`);
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (!next || timer.at < next.at) next = timer;
    return next;
  }
}
