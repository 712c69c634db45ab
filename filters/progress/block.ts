/** One run as lines of a terminal. */

import type { BatchRun, Progress, TaskStatus } from "../../crds/kinds.ts";
import { durationText } from "../report/words.ts";
import { bar } from "./bar.ts";
import { type Followed, hasEnded, titleOf } from "./followed.ts";
import { type Line, plain } from "./line.ts";
import { countsOf, failuresOf, isFinished, phaseOf, resultsOf, subjectOf, tones, waitsOf, why } from "./standing.ts";

/** How many failures, and how many reasons to wait, are shown. */
const failuresShown = 5;
const waitsShown = 3;

const widestBar = 60;

/** What it is, how far, how fast, why it waits, what failed. `cells`: what a line may take. */
export function block(followed: Followed, now: number, cells: number, isAscii: boolean): Line[] {
  const { run } = followed;
  const progress = run.status?.progress;
  return [
    headline(followed, now),
    ...(progress ? progressLines(followed, progress, now, cells, isAscii) : []),
    ...flow(resultsOf(run), cells),
    ...waitsOf(run).slice(0, waitsShown).map((wait): Line => [{ text: "  Waiting  ", tone: "busy" }, plain(wait)]),
    ...failureLines(run),
  ];
}

/** All that fits into one line. */
export function shortBlock(followed: Followed, now: number): Line {
  const { progress } = followed.run.status ?? {};
  return progress ? [...headline(followed, now), plain(`  ${countsOf(progress).join(", ")}`)] : headline(followed, now);
}

function headline({ run, isDeleted }: Followed, now: number): Line {
  const phase = phaseOf(run);
  const { startTime, completionTime } = run.status ?? {};
  const since = startTime ?? run.metadata?.creationTimestamp;
  const until = completionTime ? Date.parse(completionTime) : now;
  const time = since ? durationText(until - Date.parse(since)) : "";
  const end = isDeleted && !isFinished(run) ? ", deleted" : run.metadata?.deletionTimestamp ? ", being deleted" : "";
  return [
    plain(`${titleOf(run)}  `),
    { text: phase, tone: tones[phase] },
    plain(`${time && (completionTime ? ` in ${time}` : ` for ${time}`)}${end}`),
  ];
}

function progressLines(followed: Followed, progress: Progress, now: number, cells: number, isAscii: boolean): Line[] {
  const { total, completed, failed } = progress;
  const lines: Line[] = [];
  if (total > 0) {
    const percent = `${Math.floor((completed + failed) / total * 100)} %`.padStart(7);
    const width = Math.min(widestBar, cells - percent.length - 2);
    if (width > 0) lines.push([plain("  "), ...bar(progress, width, isAscii), plain(percent)]);
  }
  lines.push(...flow(countsOf(progress), cells));
  const rate = followed.pace.rate(now);
  if (rate === undefined || hasEnded(followed)) return lines;
  const left = followed.pace.left(total - completed - failed, now);
  return [...lines, [plain(`  ${rateText(rate)}${left === undefined ? "" : `, ${leftText(left)} left`}`)]];
}

/** As many lines as it takes to cut none of the parts. */
function flow(parts: readonly string[], cells: number): Line[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 3 <= cells) lines[lines.length - 1] = `${last}, ${part}`;
    else lines.push(`  ${part}`);
  }
  return lines.map((text) => [plain(text)]);
}

function rateText(perMinute: number): string {
  if (perMinute < 1) return `${(perMinute * 60).toFixed(1)} per hour`;
  return perMinute < 600 ? `${perMinute.toFixed(1)} per minute` : `${(perMinute / 60).toFixed(0)} per second`;
}

/** No finer than the guess is. */
function leftText(ms: number): string {
  const grain = ms < 60_000 ? 10_000 : ms < 3_600_000 ? 60_000 : 600_000;
  return `about ${durationText(Math.ceil(ms / grain) * grain)}`;
}

function failureLines(run: BatchRun): Line[] {
  const failures = failuresOf(run).slice(-failuresShown);
  const { failed = failures.length } = run.status?.progress ?? {};
  if (failures.length === 0) return [];
  const which = failures.length < failed ? `The last ${failures.length} of ${failed} that failed:` : "Failed:";
  return [[{ text: `  ${which}`, tone: "bad" }], ...failures.map((task): Line => [plain(`    ${failureText(task)}`)])];
}

export function failureText(task: TaskStatus): string {
  const { startTime, completionTime } = task;
  const isTimed = startTime && completionTime;
  const time = isTimed ? ` after ${durationText(Date.parse(completionTime) - Date.parse(startTime))}` : "";
  return `${subjectOf(task)}${time}  ${why(task)}`.trimEnd();
}
