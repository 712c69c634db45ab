/** How much memory processes take, over their lives. */

import { memoryOf } from "../../../bench/usage.ts";

interface Sample {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Of one process. */
export interface MemoryUse {
  readonly seconds: number;
  readonly most: number;
  /** MB per minute, by least squares over all but the first quarter of its life: then it knows its world. */
  readonly slope: number;
}

const pause = 1_000;

export class MemoryWatch implements Disposable {
  readonly #lives: Sample[][] = [];
  readonly #timers = new Set<ReturnType<typeof setInterval>>();

  /** From now on, until the process is gone. */
  follow(pid: number): void {
    const began = performance.now();
    const life: Sample[] = [];
    this.#lives.push(life);
    const timer = setInterval(() => {
      const megabytes = residentOf(pid);
      if (megabytes !== undefined) return void life.push({ seconds: (performance.now() - began) / 1000, megabytes });
      clearInterval(timer);
      this.#timers.delete(timer);
    }, pause);
    this.#timers.add(timer);
  }

  /** Of the process that lived longest. Undefined if none lived long enough to tell. */
  longest(): MemoryUse | undefined {
    const life = this.#lives.toSorted((a, b) => b.length - a.length)[0] ?? [];
    if (life.length < 8) return undefined;
    return {
      seconds: life.at(-1)!.seconds,
      most: Math.max(...life.map(({ megabytes }) => megabytes)),
      slope: 60 * slopeOf(life.slice(Math.floor(life.length / 4))),
    };
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}

/** Undefined once the process is gone. */
function residentOf(pid: number): number | undefined {
  try {
    const { rss } = memoryOf(pid);
    return Number.isNaN(rss) ? undefined : rss;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Of the line that fits best. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, each) => sum + of(each), 0) / samples.length;
  const [at, height] = [mean(({ seconds }) => seconds), mean(({ megabytes }) => megabytes)];
  const variance = mean(({ seconds }) => (seconds - at) ** 2);
  return mean(({ seconds, megabytes }) => (seconds - at) * (megabytes - height)) / variance;
}
