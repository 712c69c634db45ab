/** What went wrong with units, each problem said once with all units that have it. */

import type { Refusal } from "../../kernel/plan.ts";
import { formatIntervals } from "../../reconcilers/intervals.ts";

/** In the words of a status. */
export type Problem = Pick<Refusal, "reason" | "message">;

export class Problems {
  readonly #units = new Map<string, number[]>();

  add(index: number, { reason, message }: Problem): void {
    const text = `${reason}: ${message}`;
    const units = this.#units.get(text);
    if (units) units.push(index);
    else this.#units.set(text, [index]);
  }

  /** As `tasks 0-3,7: TemplateInvalid: ...`, in the order of the first unit. */
  *lines(): Iterable<string> {
    for (const [text, units] of this.#units) {
      yield `${units.length === 1 ? "task" : "tasks"} ${formatIntervals(units)}: ${text}`;
    }
  }
}
