/** Shows runs while they come in, until all of them have ended. */

import { BatchRun } from "../../crds/kinds.ts";
import type { Clock } from "../../kernel/clock.ts";
import { InputError, type Use } from "../filter.ts";
import { type Change, isOf } from "../objects.ts";
import { type Followed, FollowedRuns, hasEnded, titleOf } from "./followed.ts";
import type { News } from "./news.ts";
import type { Screen } from "./screen.ts";
import { isFinished, phaseOf } from "./standing.ts";

/** Milliseconds between two drawings at least, and at most. */
const leastPause = 100;
const mostPause = 1000;

/** Milliseconds without a change after which no other run is expected: kubectl lists all at once. */
const settled = 500;

export interface Follow extends Pick<Use, "write" | "complain"> {
  readonly changes: AsyncIterable<Change>;
  readonly view: Screen | News;
  readonly clock: Clock;
}

/** The exit code: 0 if all runs succeeded. Throws an InputError as long as nothing was written. */
export async function follow({ changes, view, clock, write, complain }: Follow): Promise<0 | 1> {
  const runs = new FollowedRuns();
  const iterator = changes[Symbol.asyncIterator]();
  let coming = iterator.next();
  let changedAt = clock.now();
  let drawnAt = -Infinity;
  let isDrawn = true;
  let trouble = "the input ended";
  let isStillOpen = false;

  const draw = async () => {
    if (!("drawn" in view)) return;
    drawnAt = clock.now();
    isDrawn = true;
    await write(view.drawn(runs.all, drawnAt));
  };
  /** Milliseconds until something is to be done, should nothing come. */
  const patience = () => {
    const now = clock.now();
    const untilEnd = runs.haveEnded && runs.all.length > 0 ? changedAt + settled - now : Infinity;
    const pause = isDrawn ? mostPause : leastPause;
    const untilDrawn = "drawn" in view && runs.all.length > 0 ? drawnAt + pause - now : Infinity;
    return Math.min(untilEnd, untilDrawn);
  };

  for (;;) {
    let next: IteratorResult<Change> | undefined;
    try {
      next = await within(patience(), coming, clock);
      if (next?.done && runs.all.length === 0) throw new InputError("Cannot read standard input: it is empty");
      if (next && !next.done) {
        const { object, isDeleted } = next.value;
        if (!isOf(BatchRun, object)) {
          throw new InputError(`Cannot follow a ${object.kind}: only BatchRuns have progress`);
        }
        const followed = runs.see(object, isDeleted, clock.now());
        changedAt = clock.now();
        isDrawn = false;
        coming = iterator.next();
        if ("of" in view) await write(view.of(followed, changedAt));
      }
    } catch (error) {
      if (!(error instanceof InputError) || runs.all.length === 0) throw error;
      trouble = error.message;
      break;
    }
    if (next?.done) break;
    isStillOpen = runs.haveEnded && clock.now() - changedAt >= settled;
    if (isStillOpen) break;
    if (patience() <= 0) await draw();
  }
  // What is still awaited is not wanted any more.
  coming.catch(() => {});
  if (!isDrawn) await draw();
  // A shell waits for both.
  if (isStillOpen && "drawn" in view) complain("kubectl goes on watching: Ctrl-C ends it");
  return verdict(runs.all, trouble, complain);
}

function verdict(runs: readonly Followed[], trouble: string, complain: Use["complain"]): 0 | 1 {
  for (const followed of runs) {
    const { run, isDeleted } = followed;
    if (isFinished(run)) continue;
    const state = isDeleted ? "it was deleted" : `${trouble} while it was ${phaseOf(run)}`;
    complain(`Cannot see ${JSON.stringify(titleOf(run))} end: ${state}`);
  }
  return runs.every((followed) => hasEnded(followed) && phaseOf(followed.run) === "Succeeded") ? 0 : 1;
}

/** Undefined if it takes longer than `ms`. */
async function within<T>(ms: number, promise: Promise<T>, clock: Clock): Promise<T | undefined> {
  if (ms === Infinity) return await promise;
  let callOff = () => {};
  const late = new Promise<undefined>((resolve) => callOff = clock.after(Math.max(0, ms), () => resolve(undefined)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    callOff();
  }
}
