/** How long one look may write, so that status and other objects get their turn. */

import type { Clock } from "./clock.ts";

/** Milliseconds after which others have their turn, if there are any. */
const shortest = 1_000;
/** Milliseconds after which it ends in any case. */
const longest = 5_000;
/** Milliseconds after the end by which what began in time should have been answered, or else it hangs. */
const patience = 100;

/** Who else may want something. */
export interface Others {
  /** Nothing can be told before (milliseconds since 1970): until then the status needs no turn. */
  readonly statusDue: number;
  /** Whether other objects wait for a worker. */
  areWaiting(): boolean;
  /** How many objects of all kinds are looked at now, this one too. */
  underWay(): number;
}

/**
 * A second, or up to five where nobody else wants a turn: between two slices the API server has nothing to do. Or as long as a write
 * hangs that began within it: until that is answered the others may as well go on.
 */
export class Slice {
  readonly #began: number;
  readonly #length: number;
  /** Writes under way that began in time. */
  #timely = 0;
  /** Resolves once it is known whether one of them hangs. */
  #verdict: Promise<void> | undefined;
  #allAnswered = () => {};

  constructor(private readonly clock: Clock, private readonly others: Others) {
    this.#began = clock.now();
    this.#length = Math.min(longest, Math.max(shortest, others.statusDue - this.#began));
  }

  get isOver(): boolean {
    const passed = this.clock.now() - this.#began;
    return passed >= this.#length || passed >= shortest && this.others.areWaiting();
  }

  /** Once it is over: whether a write hangs. Resolves as soon as that can be told. */
  async hangs(): Promise<boolean> {
    if (this.#timely > 0) await (this.#verdict ??= this.#judge());
    return this.#timely > 0;
  }

  async during<Result>(write: () => Promise<Result>): Promise<Result> {
    if (this.isOver) return await write();
    this.#timely += 1;
    try {
      return await write();
    } finally {
      this.#timely -= 1;
      if (this.#timely === 0) this.#allAnswered();
    }
  }

  #judge(): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.clock.after(patience, resolve);
      this.#allAnswered = () => {
        callOff();
        resolve();
      };
    });
  }
}
