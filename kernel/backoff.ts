/** How long to wait before trying again what failed. */

export interface Backoff {
  /** How many tries failed before this one failed: 0 after the first failure. */
  readonly attempt: number;
  /** Milliseconds to wait after the first failure; doubled with each further one. */
  readonly base: number;
  /** Milliseconds that the doubling never exceeds. */
  readonly max: number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Milliseconds the other side asked for (`Retry-After`): never less than this, even where that is more than `max`. */
  readonly atLeast?: number;
}

/** Milliseconds to wait: `base * 2^attempt` up to `max`, of which a random half is taken off so that many do not come back at once. */
export function backoff({ attempt, base, max, random, atLeast = 0 }: Backoff): number {
  const full = Math.min(max, base * 2 ** attempt);
  return Math.max(atLeast, Math.round(full * (1 + random()) / 2));
}
