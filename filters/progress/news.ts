/** The runs as lines of a log: one for every change worth telling. */

import type { TaskStatus } from "../../crds/kinds.ts";
import { keyOf, uidOf } from "../../kernel/object.ts";
import { durationText } from "../report/words.ts";
import { failureText } from "./block.ts";
import { type Followed, titleOf } from "./followed.ts";
import { plain, type Style, written } from "./line.ts";
import { countsOf, failuresOf, isFinished, phaseOf, waitsOf } from "./standing.ts";

/** Of counts that only grow it tells every so many percent, and after so many milliseconds. */
const worthOfPercent = 5;
const worthOfTime = 60_000;

/** Failures told one by one, of those that came at once. */
const failuresAtOnce = 10;

/** What was told of a run. */
interface Told {
  readonly uid: string;
  readonly at: number;
  readonly finished: number;
  readonly counts: string;
  /** The phase and why it waits. */
  readonly standing: string;
  /** Names of Jobs. */
  readonly failures: ReadonlySet<string | undefined>;
}

export class News {
  #told = new Map<string, Told>();

  /** `width`: cells of a line. */
  constructor(private readonly style: Style, private readonly width: number) {}

  /** Lines for what is new about it; empty if nothing is worth a line. */
  of({ run, isDeleted }: Followed, now: number): string {
    const last = this.#told.get(keyOf(run));
    const before = last?.uid === uidOf(run) ? last : undefined;
    const { progress } = run.status ?? {};
    const { total = 0, completed = 0, failed = 0 } = progress ?? {};
    const finished = completed + failed;
    const counts = progress ? countsOf(progress).join(", ") : "";
    const waits = waitsOf(run);
    const ending = isDeleted && !isFinished(run) ? "deleted" : run.metadata?.deletionTimestamp ? "being deleted" : "";
    // Not how many wait: that changes with every task.
    const standing = [phaseOf(run), ending, ...waits.map((wait) => wait.replace(/^(at least )?\d+ /, ""))].join("\n");

    const failures = failuresOf(run);
    const fresh = failures.filter(({ jobName }) => !before?.failures.has(jobName));
    const grown = total > 0 ? Math.abs(finished - (before?.finished ?? 0)) / total * 100 : 0;
    const isLate = before !== undefined && now - before.at >= worthOfTime && counts !== before.counts;
    const isWorth = standing !== before?.standing || grown >= worthOfPercent || isLate;
    const lines = failureNews(fresh);
    if (isWorth) {
      const time = isFinished(run) ? ` in ${runTime(run.status ?? {})}` : "";
      lines.push([`${phaseOf(run)}${time}`, ending, counts, waits[0]].filter((part) => part).join("  "));
    }
    const told = isWorth || !before ? { at: now, finished, counts } : before;
    const names = new Set(failures.map(({ jobName }) => jobName));
    this.#told.set(keyOf(run), { ...told, uid: uidOf(run), standing, failures: names });
    return lines.map((text) => this.#line(`${time(now)} ${titleOf(run)}  ${text}`)).join("");
  }

  #line(text: string): string {
    return `${written([plain(text)], this.width, this.style)}\n`;
  }
}

function failureNews(fresh: readonly TaskStatus[]): string[] {
  const told = fresh.slice(-failuresAtOnce);
  const more = fresh.length - told.length;
  return [
    ...(more > 0 ? [`Failed task: ${more} others before these`] : []),
    ...told.map((task) => `Failed task: ${failureText(task)}`),
  ];
}

function runTime({ startTime = "", completionTime = "" }): string {
  return durationText((Date.parse(completionTime) - Date.parse(startTime || completionTime)) || 0);
}

/** `2026-01-01T00:00:05Z` */
function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
