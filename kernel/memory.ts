/** What is remembered of one object between two looks. All of it may be lost at any time: it only spares work. */

import type { Kind, KubeObject } from "./object.ts";
import type { Listing, Refusal } from "./plan.ts";

/** A create that did not succeed, and when it may be tried again (milliseconds since 1970; never if it is invalid). */
export interface Refused extends Refusal {
  readonly attempts: number;
  readonly retryAt: number;
}

/** What someone asked to list, and what it brought, if it did. */
export interface Listed {
  readonly when: Listing["when"];
  /** Requests so far that brought an answer. */
  readonly times: number;
  /** Milliseconds since 1970; Infinity if it is not wanted again. */
  readonly due: number;
  readonly answer?: readonly KubeObject[] | Refusal;
}

export class Memory {
  /** By `nameIn(kind, name)`. */
  readonly refused = new Map<string, Refused>();
  /** Immutable objects that were read or created, by `nameIn(kind, name)`. */
  readonly read = new Map<string, KubeObject>();
  /** What was asked for at the last look, by `nameIn(kind, value)`. */
  listed = new Map<string, Listed>();
  /** Nothing is listed before. */
  listAt = 0;
  /** Looks in a row that ended in a transient error or a bug. */
  failures = 0;
  /** Writes in a row that met a stale version. */
  conflicts = 0;
  /** Looks in a row whose plan was blocked. */
  blocked = 0;
  /** Creates are held back until then, after refusals that concern the whole namespace. */
  pausedUntil = 0;
  /** How often that happened in a row. */
  pauses = 0;
  /** Not looked at before, whatever happens to it. */
  restUntil = 0;
  /** The API server asked not to be asked again before. */
  askedUntil = 0;
  /** A status that may wait is not even compared before: it was too soon, for one of its size. */
  statusHeldUntil = 0;
  /** When a status was last written. */
  statusWritten = -Infinity;

  /** Something could not be done, and is to be tried again later. */
  get isWaiting(): boolean {
    return this.failures > 0 || this.blocked > 0 ||
      this.refused.values().some((refused) => refused.class === "blocked");
  }

  /**
   * A cause may be gone: what is blocked is tried at the next look, all of it or one create (`nameIn(kind, name)`). That may be too early
   * (a quota is counted anew a little after a deletion), so the waits after it begin short again.
   */
  retryNow(only?: string): void {
    this.blocked = 0;
    this.pausedUntil = 0;
    this.pauses = Math.min(this.pauses, 1);
    for (const [name, refused] of this.refused) {
      if (refused.class === "blocked" && (only ?? name) === name) {
        this.refused.set(name, { ...refused, attempts: 0, retryAt: 0 });
      }
    }
  }
}

export function nameIn(kind: Kind, name: string): string {
  return `${kind.plural}/${name}`;
}
