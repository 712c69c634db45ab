/** How fast a run goes, from when its tasks were seen to finish. */

interface Mark {
  readonly at: number;
  readonly finished: number;
}

/** Milliseconds that it looks back, and completions: further than the first where those are fewer than the second. */
const lookBack = 5 * 60_000;
const enoughToForget = 10;

/** What is seen of less is chance. */
const leastCompletions = 5;
const leastTime = 10_000;

/** Marks closer than that are one. */
const grain = 1000;

/** Days later nobody waits in front of a terminal. */
const furthest = 30 * 24 * 3_600_000;

/** Times are milliseconds, of one clock. */
export class Pace {
  #marks: Mark[] = [];

  /** So many tasks have finished by now. */
  see(finished: number, at: number): void {
    const last = this.#marks.at(-1);
    if (last && finished === last.finished) return;
    if (last && (finished < last.finished || at < last.at)) this.#marks = [];
    if (this.#marks.length > 1 && at - this.#marks.at(-1)!.at < grain) {
      this.#marks.push({ at: this.#marks.pop()!.at, finished });
    } else this.#marks.push({ at, finished });
    while (this.#isSpare(this.#marks[1], finished, at)) this.#marks.shift();
  }

  /** Tasks per minute; undefined until enough has been seen. */
  rate(now: number): number | undefined {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (!first || !last) return undefined;
    const finished = last.finished - first.finished;
    const time = now - first.at;
    return finished >= leastCompletions && time >= leastTime ? finished / time * 60_000 : undefined;
  }

  /** Milliseconds until so many more have finished, should it go on like that; undefined while that means nothing. */
  left(tasks: number, now: number): number | undefined {
    const rate = this.rate(now);
    const left = rate === undefined ? Infinity : tasks / rate * 60_000;
    return left <= furthest ? left : undefined;
  }

  /** Whether counting from this mark on is enough. */
  #isSpare(mark: Mark | undefined, finished: number, at: number): boolean {
    return mark !== undefined && at - mark.at >= lookBack && finished - mark.finished >= enoughToForget;
  }
}
