/** Whether the process can do its work (ready), and whether a restart may heal it if not (alive). */

import type { Clock } from "./clock.ts";

/**
 * Milliseconds. What goes round in circles takes a step at least every 75 s (see `watch`) unless the API server asked for more patience,
 * so after so long without one it hangs.
 */
export const DEAD = 600_000;
/** Milliseconds. What follows the API server hears from it at least every 75 s, so after twice that it is out of date. */
const STALE = 150_000;

/** Why something is not as it should be, in fixed words; undefined if all is well. */
export type Verdict = string | undefined;

export interface Check {
  /** Fixed, too. */
  readonly name: string;
  alive?(): Verdict;
  ready?(): Verdict;
}

/** Something that goes round for ever, as a watch does. Whatever it does shows that it is alive, but only success that it is up to date. */
export class Pulse {
  #beatAt: number;
  #succeededAt: number | undefined;
  #patience = 0;

  constructor(private readonly clock: Pick<Clock, "now">) {
    this.#beatAt = clock.now();
  }

  /** It goes on, and will again: at the latest `patience` milliseconds later than usual. */
  beat(patience = 0): void {
    this.#beatAt = this.clock.now();
    this.#patience = patience;
  }

  /** It goes on, and knows what there is to know. */
  succeed(): void {
    this.beat();
    this.#succeededAt = this.#beatAt;
  }

  /** An API server that is down does not stop the beat, only the success: a restart would not bring it back. */
  alive(): Verdict {
    const silent = this.clock.now() - this.#beatAt;
    return silent > DEAD + this.#patience ? `no step for ${seconds(silent)}` : undefined;
  }

  ready(): Verdict {
    if (this.#succeededAt === undefined) return "not begun";
    const old = this.clock.now() - this.#succeededAt;
    return old > STALE ? `out of date since ${seconds(old)}` : undefined;
  }
}

export class Health {
  readonly #checks = new Set<Check>();

  /** `clock` should never jump, as the time of day may. */
  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** Until the signal fires. */
  add(check: Check, signal: AbortSignal): void {
    this.#checks.add(check);
    signal.addEventListener("abort", () => this.#checks.delete(check), { once: true });
  }

  /** A new pulse, checked under this name until the signal fires. */
  pulse(name: string, signal: AbortSignal): Pulse {
    const pulse = new Pulse(this.clock);
    this.add({ name, alive: () => pulse.alive(), ready: () => pulse.ready() }, signal);
    return pulse;
  }

  /** Every check and its verdict, in the order in which they were taken in. */
  verdicts(asked: "alive" | "ready"): { name: string; verdict: Verdict }[] {
    return [...this.#checks].flatMap((check) => {
      const judge = check[asked];
      return judge ? [{ name: check.name, verdict: judge() }] : [];
    });
  }
}

/** For people. */
export function seconds(ms: number): string {
  return `${Math.floor(ms / 1000)} s`;
}
