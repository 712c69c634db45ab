/** Refuses a status that is not shaped like one, so that the rest can rely on its types. */

import type { BatchRun } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import { parseIntervals } from "../../reconcilers/intervals.ts";
import { InputError } from "../filter.ts";

interface Check {
  readonly what: string;
  readonly holds: (value: unknown) => boolean;
}

/** Fields whose name ends in `?` may be missing; one item stands for all items of a list. */
type Shape = Check | readonly [Shape] | { readonly [field: string]: Shape };

const text: Check = { what: "a text", holds: (value) => typeof value === "string" };
const phase: Check = {
  what: "a phase",
  holds: (value) => ["Pending", "Running", "Succeeded", "Failed"].some((known) => known === value),
};
const time: Check = { what: "a time", holds: (value) => typeof value === "string" && !isNaN(Date.parse(value)) };
const count: Check = {
  what: "a number of tasks",
  holds: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10_000,
};
const intervals: Check = { what: "a list of indexes", holds: (value) => typeof value === "string" && parses(value) };

const context = {
  type: text,
  "repository?": { org: text, repo: text, branch: text },
  "file?": { name: text },
};
const task = {
  contexts: [context],
  status: phase,
  "jobName?": text,
  "startTime?": time,
  "completionTime?": time,
  "reason?": text,
  "message?": text,
  "result?": { outcome: text, "reason?": text, "summary?": text, "pullRequest?": text },
} as const;
const status: Shape = {
  "phase?": phase,
  "startTime?": time,
  "completionTime?": time,
  "progress?": { total: count, pending: count, running: count, completed: count, failed: count },
  "tasks?": [task],
  "tasksOmitted?": count,
  "indexes?": { created: intervals, succeeded: intervals, failed: intervals },
  "results?": { changed: count, noChange: count, failed: count, unknown: count, "costUSD?": text },
  "conditions?": [{ type: text, status: text, reason: text, message: text }],
};

/** Throws an InputError that names the first field which cannot be read. */
export function checkStatus(run: BatchRun): void {
  if (run.status !== undefined) check(status, run.status, "status", run);
}

function check(shape: Shape, value: unknown, place: string, run: BatchRun): void {
  const wrong = (what: string) => new InputError(`BatchRun ${JSON.stringify(nameOf(run))}: ${place} is not ${what}`);
  if (isCheck(shape)) {
    if (!shape.holds(value)) throw wrong(shape.what);
  } else if (isList(shape)) {
    if (!Array.isArray(value)) throw wrong("a list");
    value.forEach((item, index) => check(shape[0], item, `${place}[${index}]`, run));
  } else {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("a mapping");
    const fields = new Map<string, unknown>(Object.entries(value));
    for (const [name, of] of Object.entries(shape)) {
      const field = name.replace("?", "");
      const isMissing = fields.get(field) === undefined || fields.get(field) === null;
      if (!(isMissing && name.endsWith("?"))) check(of, fields.get(field), `${place}.${field}`, run);
    }
  }
}

function isCheck(shape: Shape): shape is Check {
  return "holds" in shape && typeof shape.holds === "function";
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function parses(value: string): boolean {
  try {
    return parseIntervals(value).size <= 10_000;
  } catch {
    return false;
  }
}
