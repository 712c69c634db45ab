/** The runs that came so far, each as it was last seen. */

import type { BatchRun } from "../../crds/kinds.ts";
import { keyOf, nameOf, namespaceOf, uidOf } from "../../kernel/object.ts";
import { Pace } from "./pace.ts";
import { isFinished } from "./standing.ts";

export interface Followed {
  readonly run: BatchRun;
  readonly isDeleted: boolean;
  readonly pace: Pace;
}

export class FollowedRuns {
  #runs = new Map<string, Followed>();

  /** In the order in which they came. */
  get all(): Followed[] {
    return [...this.#runs.values()];
  }

  /** Nothing more is to be expected of any of them. */
  get haveEnded(): boolean {
    return this.all.every(hasEnded);
  }

  see(run: BatchRun, isDeleted: boolean, now: number): Followed {
    const before = this.#runs.get(keyOf(run));
    // Another run of the same name starts anew.
    const pace = before && uidOf(before.run) === uidOf(run) ? before.pace : new Pace();
    const { completed = 0, failed = 0 } = run.status?.progress ?? {};
    pace.see(completed + failed, now);
    const followed = { run, isDeleted, pace };
    this.#runs.set(keyOf(run), followed);
    return followed;
  }
}

export function hasEnded({ run, isDeleted }: Followed): boolean {
  return isDeleted || isFinished(run);
}

/** `team/update` */
export function titleOf(run: BatchRun): string {
  return namespaceOf(run) ? keyOf(run) : nameOf(run);
}
