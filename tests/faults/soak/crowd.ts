/** Many stories at once: always about as many units, whose Jobs end at a rate. */

import type { ApiRequest } from "../api_request.ts";
import type { Lane } from "../lane.ts";
import { oneOf, type Random } from "../random.ts";
import { Story } from "./story.ts";

export interface CrowdOptions {
  /** How many Jobs end in a second. */
  readonly rate: number;
  /** How many units are under way. */
  readonly size: number;
}

/** Milliseconds before the end of its time in which a crowd begins nothing new. */
const closing = 5_000;

/** Milliseconds. */
const beat = 100;
/** Stories that are over stay for a while, in which nothing may change them any more: until so many others are over too. */
const lingering = 5;
/** Milliseconds for all stories to come to their ends. */
const patience = 180_000;

export class Crowd {
  /** By namespace. */
  readonly #stories = new Map<string, Story>();
  readonly #clearing = new Set<Promise<void>>();
  /** Ends that the rate wants and that did not come yet. */
  #due = 0;
  #lastBeat = performance.now();
  /** What the operator asked to write in these stories: it also sees what others left behind on the same API server. */
  readonly writes: ApiRequest[] = [];
  /** Of those that were judged. */
  readonly judged = { stories: 0, units: 0, jobs: 0 };

  /** `note` hears what was wrong, in sentences. */
  constructor(
    private readonly lane: Lane,
    private readonly random: Random,
    private readonly options: CrowdOptions,
    private readonly note: (violations: readonly string[]) => void,
  ) {}

  /** To be told of every write that the operator asks for. */
  told(write: ApiRequest): void {
    const story = this.#stories.get(write.namespace);
    if (!story) return;
    story.told(write);
    this.writes.push(write);
  }

  /** For so many milliseconds stories begin, go on and end. */
  async live(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const underWay = this.#underWay().reduce((units, story) => units + story.units, 0);
      const isRoom = underWay < this.options.size && performance.now() < end - closing;
      await Promise.all([this.#beat(), isRoom && this.#begin()]);
      const over = [...this.#stories.values()].filter(({ isOver }) => isOver);
      for (const story of over.slice(0, -lingering)) this.#conclude(story);
    }
  }

  /** What no status tells yet, while nothing happens. */
  untold(): string[] {
    return [...this.#stories.values()].flatMap((story) => story.untold());
  }

  /** How many milliseconds after that moment each status was stored that was not true then. */
  lags(since: number): number[] {
    return [...this.#stories.values()].map(({ lastTold }) => lastTold - since).filter((lag) => lag > 0);
  }

  /** No story begins any more, and those under way come to their ends. */
  async finish(): Promise<void> {
    const end = performance.now() + patience;
    while (this.#underWay().length > 0 && performance.now() < end) await this.#beat();
  }

  async conclude(): Promise<void> {
    for (const story of [...this.#stories.values()]) this.#conclude(story);
    await Promise.all(this.#clearing);
  }

  #underWay(): Story[] {
    return [...this.#stories.values()].filter(({ isOver }) => !isOver);
  }

  async #begin(): Promise<void> {
    const story = await Story.begin(this.lane, this.random);
    this.#stories.set(story.namespace, story);
  }

  /** As many ends as have become due at this rate since the last time, up to those of a second. Lasts at least a beat. */
  async #beat(): Promise<void> {
    const { rate } = this.options;
    const next = new Promise((resolve) => setTimeout(resolve, beat));
    const now = performance.now();
    this.#due = Math.min(rate, this.#due + rate * (now - this.#lastBeat) / 1000);
    this.#lastBeat = now;
    const ends: Promise<void>[] = [];
    for (; this.#due >= 1; this.#due -= 1) {
      const story = oneOf(this.random, [...this.#stories.values()].filter(({ running }) => running > 0));
      if (story) ends.push(story.endOne(this.random));
    }
    await Promise.all([next, ...ends]);
  }

  #conclude(story: Story): void {
    this.#stories.delete(story.namespace);
    this.judged.stories += 1;
    this.judged.units += story.units;
    this.judged.jobs += story.jobsEver;
    const clearing = story.judge().then(async (violations) => {
      this.note(violations);
      await story.clear();
    }).catch((error) => this.note([String(error)])).finally(() => this.#clearing.delete(clearing));
    this.#clearing.add(clearing);
  }
}
