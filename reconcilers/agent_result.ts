/** Reads what an agent left in its termination message. It may be anything, so what a status keeps of it is checked and measured. */

import { Buffer } from "node:buffer";
import type { TaskResult } from "../crds/kinds.ts";
import {
  branchPattern,
  commitPattern,
  costPattern,
  linkPattern,
  reasonPattern,
  resultLimits as limits,
} from "../crds/result_limits.ts";
import { storedSize } from "./room.ts";

/** Takes at most `limits.stored` bytes in a status. What is not as the contract says is left out; without an outcome it is Unknown. */
export function readResult(message: string): TaskResult {
  if (message === "") return unknown("The agent left no result");
  if (Buffer.byteLength(message) > limits.message) {
    return unknown(`The termination message is longer than ${limits.message} bytes`);
  }
  const said = parsed(message);
  if (!said) return unknown("The termination message is not a JSON object");
  const outcome = outcomes.find((outcome) => outcome === said.outcome);
  if (!outcome) return unknown(`The termination message has no outcome: ${outcomes.join(", ")}`);
  return fitting([
    { outcome },
    { reason: outcome === "Failed" ? text(said.reason, limits.reason, reasonPattern) : undefined },
    { usage: usageIn(said.usage) },
    { commit: text(said.commit, 64, commitPattern) },
    { pullRequest: text(said.pullRequest, limits.link, linkPattern) },
    { changedFiles: count(said.changedFiles, limits.changedFiles) },
    { branch: text(said.branch, limits.branch, branchPattern) },
    { summary: plain(said.summary, limits.summary) },
    { links: linksIn(said.links) },
  ], outcome);
}

/** Of a unit whose agent may have said something that nobody can read. */
export function unknown(summary: string): TaskResult {
  return { outcome: "Unknown", summary };
}

/** One line without anything that a terminal or a page would not show as it is, and without what may be a password in an address. */
export function plain(value: unknown, length: number): string | undefined {
  if (typeof value !== "string") return undefined;
  const line = value.toWellFormed().replace(/\p{Cf}+/gu, "").replace(/[\p{C}\p{Z}]+/gu, " ").trim()
    .replace(/:\/\/[^\s/@]*@/g, "://…@");
  return cut(line, length) || undefined;
}

const outcomes = ["Changed", "NoChange", "Failed"] as const;

type Said = Readonly<Record<string, unknown>>;

function parsed(message: string): Said | undefined {
  try {
    return record(JSON.parse(message));
  } catch {
    return undefined;
  }
}

/** Own fields only, and only of an object. */
function record(value: unknown): Said | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.assign(Object.create(null), value);
}

function text(value: unknown, length: number, pattern: RegExp): string | undefined {
  return typeof value === "string" && value.length <= length && pattern.test(value) ? value : undefined;
}

function count(value: unknown, most: number): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most
    ? Math.abs(Number(value))
    : undefined;
}

function usageIn(value: unknown): TaskResult["usage"] {
  const said = record(value) ?? {};
  return some({
    inputTokens: count(said.inputTokens, limits.tokens),
    outputTokens: count(said.outputTokens, limits.tokens),
    costUSD: text(said.costUSD, 16, costPattern),
  });
}

function linksIn(value: unknown): TaskResult["links"] {
  return Object.entries(record(value) ?? {}).flatMap(([key, value]) => {
    const name = plain(key, limits.linkName);
    const url = text(value, limits.link, linkPattern);
    return name && url ? [{ name, url }] : [];
  }).slice(0, limits.links);
}

/** The parts in the order of their worth, as long as there is room: a summary is cut, of the links the last ones go first. */
function fitting(parts: readonly Partial<TaskResult>[], outcome: TaskResult["outcome"]): TaskResult {
  let result: TaskResult = { outcome };
  for (const part of parts) {
    for (let smaller = some(part); smaller; smaller = lessOf(smaller)) {
      const larger = { ...result, ...smaller };
      if (storedSize(larger) > limits.stored) continue;
      result = larger;
      break;
    }
  }
  return result;
}

function lessOf({ summary, links = [] }: Partial<TaskResult>): Partial<TaskResult> | undefined {
  if (summary && summary.length > 32) return { summary: cut(summary, summary.length - 16) };
  return links.length > 1 ? { links: links.slice(0, -1) } : undefined;
}

/** Undefined if it has no field that says anything. */
function some<Fields extends object>(fields: Fields): Fields | undefined {
  const said = Object.entries(fields).filter(([, value]) =>
    value !== undefined && !(Array.isArray(value) && !value.length)
  );
  // Trusted: the same fields, without those that are absent.
  return said.length > 0 ? Object.fromEntries(said) as Fields : undefined;
}

function cut(line: string, length: number): string {
  return line.length <= length ? line : line.slice(0, length - 1).toWellFormed().replace(/\uFFFD$/, "").trimEnd() + "…";
}
