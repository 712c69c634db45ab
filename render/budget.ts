/** Bounds of one rendering, so that no template and no value can stall or exhaust the process. */

export const limits = {
  /** Characters of a template. */
  template: 256 * 1024,
  /** Words, numbers, punctuation marks and the spaces between them, in a template's actions. */
  tokens: 100_000,
  /** Characters of the output, and of any text on the way to it. */
  text: 1024 * 1024,
  steps: 200_000,
  /** Characters of a YAML text that may begin or end a node. */
  yaml: 100_000,
  /** Templates that include templates, and nested parentheses and blocks. */
  depth: 100,
} as const;

/** A bound was reached. */
export class OverBudget extends Error {}

export class Budget {
  #steps: number = limits.steps;

  /** Accounts for work: half a microsecond or so each. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new OverBudget(`exceeded the limit of ${limits.steps} steps`);
  }

  /** Accounts for reading or writing a text of `length` characters. */
  spendOnText(length: number): void {
    this.spend(length / 32);
  }
}

/** Call before making a text of `length` characters. */
export function allowText(length: number): void {
  if (length > limits.text) throw new OverBudget(`exceeded the limit of ${limits.text} characters of text`);
}
