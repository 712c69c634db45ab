/** Choices that a seed decides: the same seed always makes the same cases. */

export class Random {
  #state: number;

  /** One stream of choices for each `index`, so that a case can be made again without those before it. */
  constructor(seed: number, index: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
    this.#next();
  }

  /** A whole number from 0 up to `count`, which is left out. */
  below(count: number): number {
    return Math.floor(this.#next() / 2 ** 32 * count);
  }

  chance(probability: number): boolean {
    return this.#next() / 2 ** 32 < probability;
  }

  /** None of the choices may be undefined or null. */
  pick<T>(choices: readonly T[]): NonNullable<T> {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined || choice === null) throw new Error("Cannot pick: there is nothing to pick from");
    return choice;
  }

  /** One of several ways to go on, each as likely as its weight says. */
  choose<T>(...ways: readonly (readonly [weight: number, make: () => T])[]): T {
    let at = this.below(ways.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, make] of ways) {
      if (at < weight) return make();
      at -= weight;
    }
    throw new Error("Cannot choose: there are no ways");
  }

  /** Between `least` and `most` things. */
  some<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }

  /** Mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
