/** Everything that the templates show of a run, as texts and numbers. */

import type { BatchRun } from "../../crds/kinds.ts";
import { linkPattern } from "../../crds/result_limits.ts";
import { nameOf, namespaceOf } from "../../kernel/object.ts";
import { explained, type Group, groupsOf } from "./groups.ts";
import { type Durations, durationsOf, histogramOf } from "./histogram.ts";
import type { LinkOf } from "./links.ts";
import { timelineOf } from "./timeline.ts";
import { timeOf, type Unit, type Units, unitsOf } from "./units.ts";
import { brief, countText, durationText, phases, tasksText, timeText } from "./words.ts";

/** Longer lists of units begin closed. */
const mostOpen = 60;
const mostNamed = 12;
const mostMessages = 5;
const slowest = 10;
/** Fewer have no distribution. */
const fewestMeasured = 3;

/** What is the same for all runs of a page. */
export interface Given {
  /** Milliseconds since 1970: how long those at work have been at it. */
  readonly now: number;
  readonly linkOf?: LinkOf;
}

/** `number`, from 1, tells runs of one page apart. */
export function viewOf(run: BatchRun, number: number, { now, linkOf }: Given) {
  const { phase = "Pending", startTime, completionTime, conditions = [] } = run.status ?? {};
  const units = unitsOf(run);
  const durations = durationsOf(units.told);
  const [start, end] = [timeOf(startTime), timeOf(completionTime)];
  const row = (unit: Unit) => rowOf(unit, now, linkOf);
  const waiting = conditions.find(({ type, status }) => type === "Reconciling" && status === "True");
  const isWaiting = phase === "Pending" && waiting !== undefined;
  const blocked = units.told.filter(({ phase, reason }) => reason && (phase === "Pending" || phase === "Running"));
  const timeline = timelineOf(units.told, now);
  return {
    id: `run-${number}`,
    name: brief(nameOf(run), 253),
    namespace: brief(namespaceOf(run), 63),
    batch: brief(run.spec?.batchRef ?? "", 253),
    phase,
    headline: headlineOf(run, units),
    waiting: isWaiting ? { ...waiting, message: brief(waiting.message, 500), ...explained(waiting.reason) } : null,
    started: start === undefined ? null : timeText(start),
    ended: end === undefined ? null : timeText(end),
    asOf: end === undefined ? timeText(now) : null,
    facts: factsOf(run, durations, now),
    shares: sharesOf(run),
    omitted: units.omitted.length === 0 ? null : omittedOf(units),
    timeline: timeline && { ...timeline, isGrouped: timeline.groupSize > 1, hasRunning: phase === "Running" },
    durations: !durations || durations.units.length < fewestMeasured ? null : {
      ...histogramOf(durations),
      count: tasksText(durations.units.length),
      median: durationText(durations.median),
      p90: durationText(durations.p90),
      shortest: durationText(durations.shortest),
      longest: durationText(durations.longest),
      slowest: durations.units.length > slowest ? durations.units.slice(0, slowest).map(row) : null,
    },
    failures: groupsOf(units.told.filter(({ phase }) => phase === "Failed")).map((group) => groupOf(group, row)),
    waits: groupsOf(blocked).map((group) => groupOf(group, row)),
    lists: phases.flatMap((phase) => {
      const rows = units.told.filter((unit) => unit.phase === phase).map(row);
      if (rows.length === 0) return [];
      const hasReasons = rows.some(({ reason, message }) => reason || message);
      const hasResults = rows.some(({ outcome }) => outcome);
      const hasTimes = rows.some(({ started, took }) => started || took);
      return [{
        phase,
        count: tasksText(rows.length),
        isOpen: rows.length <= mostOpen,
        hasReasons,
        hasResults,
        hasTimes,
        rows,
      }];
    }),
  };
}

export type RunView = ReturnType<typeof viewOf>;

function headlineOf({ status }: BatchRun, { told }: Units): string {
  const { phase = "Pending", progress } = status ?? {};
  const { total, completed, failed } = progress ?? { total: told.length, completed: 0, failed: 0 };
  switch (phase) {
    case "Pending":
      return status ? "Not started yet" : "Not seen by the operator yet";
    case "Running":
      return `${countText(completed + failed)} of ${tasksText(total)} ended, ${countText(failed)} failed`;
    case "Succeeded":
      return total === 0
        ? "Nothing to do: the batch has no tasks"
        : `${total === 1 ? "The task" : `All ${tasksText(total)}`} succeeded`;
    case "Failed":
      return `${countText(failed)} of ${tasksText(total)} failed`;
  }
}

function factsOf({ status }: BatchRun, durations: Durations | undefined, now: number) {
  const { progress, results, startTime, completionTime } = status ?? {};
  const [start, end] = [timeOf(startTime), timeOf(completionTime)];
  const count = (name: string, value: number, phase: string) => ({ name, value: countText(value), phase });
  const facts = progress
    ? [
      count("Tasks", progress.total, ""),
      count("Succeeded", progress.completed, "Succeeded"),
      count("Failed", progress.failed, progress.failed > 0 ? "Failed" : ""),
    ]
    : [];
  if (progress && end === undefined) {
    facts.push(count("Running", progress.running, "Running"), count("Pending", progress.pending, "Pending"));
  }
  if (results) facts.push(count("Changed", results.changed, ""), count("No change", results.noChange, ""));
  if (results?.costUSD) facts.push({ name: "Cost", value: `$${brief(results.costUSD, 21)}`, phase: "" });
  if (start !== undefined) {
    facts.push({
      name: end === undefined ? "Until now" : "Duration",
      value: durationText((end ?? now) - start),
      phase: "",
    });
  }
  if (durations) facts.push({ name: "Median task", value: durationText(durations.median), phase: "" });
  return facts;
}

/** The parts of one bar, 1,000 wide. */
function sharesOf({ status }: BatchRun) {
  const { total, completed, failed, running, pending } = status?.progress ??
    { total: 0, completed: 0, failed: 0, running: 0, pending: 0 };
  const sum = completed + failed + running + pending;
  if (total === 0 || sum === 0) return null;
  const parts = [["Succeeded", completed], ["Failed", failed], ["Running", running], ["Pending", pending]] as const;
  let x = 0;
  return parts.filter(([, count]) => count > 0).map(([phase, count]) => {
    const width = count / sum * 1000;
    const part = {
      phase,
      x: Math.round(x),
      width: Math.max(3, Math.round(width)),
      title: `${countText(count)} ${phase}`,
    };
    x += width;
    return { ...part, x: Math.min(part.x, 1000 - part.width) };
  });
}

function omittedOf({ told, omitted }: Units) {
  const count = omitted.reduce((sum, group) => sum + group.count, 0);
  return {
    text: `The status of a large run keeps the details of some tasks only: here of ${countText(told.length)} of ` +
      `${countText(told.length + count)}. The pictures and lists show those; the counts above are of all.`,
    groups: omitted.map(({ what, count, indexes }) => ({
      what: `${tasksText(count)} ${what}`,
      indexes: indexes.replaceAll(",", ", ").replaceAll("-", "–"),
    })),
  };
}

function groupOf({ reason, meaning, cure, units, messages }: Group, row: (unit: Unit) => RowView) {
  return {
    reason: brief(reason, 100),
    meaning,
    cure,
    count: tasksText(units.length),
    messages: messages.slice(0, mostMessages).map(({ text, count }) => ({
      text: brief(text, 500),
      count: count > 1 ? `${countText(count)} ×` : null,
    })),
    moreMessages: messages.length > mostMessages ? countText(messages.length - mostMessages) : null,
    named: units.slice(0, mostNamed).map(row),
    more: units.length > mostNamed ? countText(units.length - mostNamed) : null,
  };
}

function rowOf(unit: Unit, now: number, linkOf?: LinkOf) {
  const { index, name, repository, phase, start, end, reason, message, result } = unit;
  const link = repository && linkOf?.(repository) || null;
  const pullRequest = result?.pullRequest ?? "";
  const until = end ?? (phase === "Running" ? now : undefined);
  return {
    index,
    name: brief(name, 300),
    branch: brief(repository?.branch ?? "", 255),
    link,
    phase,
    started: start === undefined ? "" : timeText(start),
    took: start === undefined || until === undefined ? "" : durationText(until - start),
    reason: brief(reason ?? "", 100),
    message: brief(message ?? "", 300),
    outcome: brief([result?.outcome, result?.reason].filter((word) => word).join(": "), 100),
    summary: brief(result?.summary ?? "", 512),
    pullRequest: brief(pullRequest, 512),
    // An agent's word alone makes no address: it has to be where whoever asks for the report has the repositories.
    pullRequestLink: link && linkPattern.test(pullRequest) && originOf(pullRequest) === originOf(link)
      ? pullRequest
      : null,
  };
}

function originOf(address: string): string | undefined {
  return URL.parse(address)?.origin;
}

type RowView = ReturnType<typeof rowOf>;
