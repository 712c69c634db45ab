/** The variables that are in scope at a place of a template, by name. */

export class Names {
  readonly #names: string[] = [];
  /** How often each is declared. */
  readonly #counts = new Map<string, number>();

  constructor() {
    this.add("$");
  }

  get size(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  add(name: string): void {
    this.#names.push(name);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Forgets the last ones. */
  shrink(size: number): void {
    for (const name of this.#names.splice(size)) this.#counts.set(name, (this.#counts.get(name) ?? 0) - 1);
  }
}
