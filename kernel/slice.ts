/** How long one look may write, so that status and other objects get their turn. */

import type { Clock } from "./clock.ts";

/** Milliseconds. */
const length = 1_000;
/** Milliseconds after the end by which what began in time should have been answered, or else it hangs. */
const patience = 100;

/** A second, or as long as a write hangs that began within it: until that is answered the others may as well go on. */
export class Slice {
  readonly #end: number;
  /** Writes under way that began in time. */
  #timely = 0;
  /** Resolves once it is known whether one of them hangs. */
  #verdict: Promise<void> | undefined;
  #allAnswered = () => {};

  constructor(private readonly clock: Clock) {
    this.#end = clock.now() + length;
  }

  get isOver(): boolean {
    return this.clock.now() >= this.#end;
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
