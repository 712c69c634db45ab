/** Hundreds of runs, one after the other and side by side, while everything breaks at random: nothing may be lost or happen twice. */

import type { Lane } from "../lane.ts";
import { processesSurvived } from "../oracles.ts";
import { randomFrom } from "../random.ts";
import { calm, type Odds } from "./chaos.ts";
import { Crew } from "./crew.ts";
import { Crowd, type CrowdOptions } from "./crowd.ts";
import { type MemoryUse, MemoryWatch } from "./memory.ts";

export interface SoakOptions extends CrowdOptions {
  /** Milliseconds in which things break. */
  readonly duration: number;
  /** Milliseconds at the end in which the operator must not write. */
  readonly quiet: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

const mishaps: Odds = {
  before: 0,
  after: 0,
  lost: 0.005,
  reset: 0.01,
  refused: 0.02,
  delayed: 0.03,
  cut: 0.002,
  expired: 0.001,
};
const deadly: Odds = { ...mishaps, before: 0.004, after: 0.004 };

interface Part {
  readonly name: string;
  /** Of the whole duration. */
  readonly share: number;
  readonly replicas: 1 | 2;
  readonly odds: Odds;
}

/** One part spares the process's life: memory over time can be told of a process that lives. */
const parts: readonly Part[] = [
  { name: "two replicas", share: 0.2, replicas: 2, odds: deadly },
  { name: "one life", share: 0.3, replicas: 1, odds: mishaps },
  { name: "many lives", share: 0.5, replicas: 1, odds: deadly },
];

/** So many milliseconds things break; then nothing does until every status is true. */
const stint = 60_000;
/** Longer than the operator waits between two writes of a status. */
const rest = 1_100;
/** Milliseconds. Where a status takes longer to become true, what the operator said tells why. */
const slow = 5_000;
/** Milliseconds for all to become true. */
const patience = 60_000;

/** Returns what was wrong, as sentences. */
export async function soak(lane: Lane, options: SoakOptions): Promise<string[]> {
  const { duration, quiet, seed, say } = options;
  const random = randomFrom(seed);
  const proxies = [lane.proxy, await lane.openProxy()];
  using memory = new MemoryWatch();
  const wrong: string[] = [];
  const note = (violations: readonly string[]) => {
    for (const violation of violations) say(`WRONG ${violation}`);
    wrong.push(...violations);
  };
  const crowd = new Crowd(lane, random, options, note);

  const start = ({ replicas }: Part) =>
    Crew.start({
      lane,
      proxies: proxies.slice(0, replicas),
      random,
      started: (pid) => memory.follow(pid),
      told: (write) => crowd.told(write),
    });
  let crew: Crew | undefined;
  for (const part of parts) {
    if (crew) note(processesSurvived(await crew.end()));
    crew = await start(part);
    const lags: number[] = [];
    const end = performance.now() + duration * part.share;
    while (performance.now() < end) {
      crew.odds = part.odds;
      await crowd.live(Math.min(stint, end - performance.now()));
      crew.odds = calm;
      note(await settled(crew, crowd));
      const own = crowd.lags(crew.lastFault);
      if (own.some((lag) => lag > slow)) {
        for (const line of crew.saidSince(timeOf(crew.lastFault - slow))) say(line);
      }
      lags.push(...own);
      say(`${part.name}: ${JSON.stringify({ ...crowd.judged, ...crew.faults })}`);
      say(`${part.name}: milliseconds from the last fault until a status was true: ${distribution(lags)}`);
    }
    const use = memory.longest();
    if (use) say(`${part.name}: memory of the process that lived longest so far: ${inWords(use)}`);
  }
  if (!crew) return wrong;

  const before = crowd.writes.length;
  await pause(quiet);
  const undue = crowd.writes.slice(before);
  note(undue.map((write) => `the operator wrote where nothing happened: ${JSON.stringify(write)}`));
  say(`nothing happens for ${quiet / 1000} s: ${undue.length} writes`);

  await crowd.finish();
  note(await settled(crew, crowd));
  await crowd.conclude();
  note(processesSurvived(await crew.end()));
  const { stories, units, jobs } = crowd.judged;
  say(`${stories} runs, ${units} units, ${jobs} Jobs`);
  return wrong;
}

/** Waits until every status is true and nothing is written any more. Returns what is not true for too long. */
async function settled(crew: Crew, crowd: Crowd): Promise<string[]> {
  const latest = performance.now() + patience;
  await crew.ready();
  for (;;) {
    const left = crew.lastStir + rest - performance.now();
    if (left > 0) await pause(left);
    else {
      const untold = crowd.untold();
      if (untold.length === 0) return [];
      if (performance.now() > latest) return untold;
      await pause(200);
    }
  }
}

function distribution(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(0);
  return `${sorted.length} of them, median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`;
}

function inWords({ seconds, most, slope }: MemoryUse): string {
  return `at most ${most.toFixed(0)} MB in ${seconds.toFixed(0)} s, ${slope.toFixed(2)} MB more each minute`;
}

/** Of a moment on the clock of `performance`. */
function timeOf(moment: number): string {
  return new Date(performance.timeOrigin + moment).toISOString();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
