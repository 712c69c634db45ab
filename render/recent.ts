/** Keeps what was used last, within bounds. */

export interface Bounds {
  readonly entries: number;
  /** Of all keys together, in characters. What is alone is kept whatever it weighs. */
  readonly weight: number;
}

export class Recent<T> {
  /** In the order of their last use. */
  readonly #entries = new Map<string, T>();
  #weight = 0;

  constructor(readonly bounds: Bounds) {}

  /** What `key` stands for, made if it is not kept. An error of `make` is passed on, and nothing is kept. */
  get(key: string, make: () => T): T {
    const known = this.#entries.get(key);
    const value = known ?? make();
    this.#remove(key);
    this.#entries.set(key, value);
    this.#weight += key.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.bounds.entries && this.#weight <= this.bounds.weight) break;
      if (oldest !== key) this.#remove(oldest);
    }
    return value;
  }

  #remove(key: string): void {
    if (this.#entries.delete(key)) this.#weight -= key.length;
  }
}
