/** Tells when nothing was written for a while. */

import type { NamespaceRecord } from "./record.ts";

export class Rest {
  #last = performance.now();
  readonly #end: () => void;

  constructor(record: NamespaceRecord) {
    this.#end = record.each(() => this.disturb());
  }

  disturb(): void {
    this.#last = performance.now();
  }

  stop(): void {
    this.#end();
  }

  /** Whether it was quiet for so many milliseconds before patience is over. That nothing happens can only be seen over time. */
  async comes(quiet: number, patience: number): Promise<boolean> {
    const latest = performance.now() + patience;
    for (;;) {
      const left = this.#last + quiet - performance.now();
      if (left <= 0) return true;
      if (performance.now() > latest) return false;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }
}
