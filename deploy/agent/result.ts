/** The result: what the agent says of itself, what this program knows better, and all of it within the limits. */

import type { AgentResult } from "../../crds/agent_result.ts";
import { costPattern, linkPattern, reasonPattern, resultLimits as limits } from "../../crds/result_limits.ts";

/** Anything that an agent wrote into its result file, with what is known of it in form. */
export interface Said {
  readonly outcome?: AgentResult["outcome"];
  readonly reason?: string;
  readonly summary?: string;
  readonly usage?: AgentResult["usage"];
  readonly links?: Record<string, string>;
  /** Kept as it is while there is room. */
  readonly more: Readonly<Record<string, unknown>>;
}

export const nothingSaid: Said = { more: {} };

/** What of the text is in form; nothing if the text is no JSON object. Every string goes through `scrub`. */
export function saidIn(text: string, scrub: (text: string) => string): Said | undefined {
  const json = objectIn(text, scrub);
  if (!json) return undefined;
  const { outcome, reason, summary, usage, links, branch: _, commit: _c, pullRequest: _p, changedFiles: _f, ...more } =
    json;
  return {
    outcome: outcome === "Changed" || outcome === "NoChange" || outcome === "Failed" ? outcome : undefined,
    reason: typeof reason === "string" && reason.length <= limits.reason && reasonPattern.test(reason)
      ? reason
      : undefined,
    summary: typeof summary === "string" ? summary : undefined,
    usage: usageIn(usage),
    links: linksIn(links),
    more,
  };
}

/** The JSON of a result, in at most 4,096 bytes: what an agent added goes first, then links, then the end of the summary. */
export function messageOf(result: AgentResult, { usage, links, more }: Said): string {
  const core = { ...result, summary: result.summary === undefined ? undefined : cut(result.summary, limits.summary) };
  const known = { ...core, usage, links };
  let extra = Object.entries(more).filter(([name]) => !(name in known));
  for (; extra.length > 0; extra = extra.slice(0, -1)) {
    const message = JSON.stringify({ ...known, ...Object.fromEntries(extra) });
    if (fits(message)) return message;
  }
  for (const candidate of [known, { ...core, usage }]) {
    const message = JSON.stringify(candidate);
    if (fits(message)) return message;
  }
  return JSON.stringify({ ...core, summary: cut(core.summary ?? "", limits.summary / 4) });
}

/** Without control characters, on one line, and never with half a character at its end. */
export function cut(text: string, length: number): string {
  const clean = text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").replaceAll(/ {2,}/g, " ").trim();
  if (clean.length <= length) return clean;
  return `${clean.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function fits(message: string): boolean {
  return new TextEncoder().encode(message).length <= limits.message;
}

function objectIn(text: string, scrub: (text: string) => string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text, (_, value: unknown) => typeof value === "string" ? scrub(value) : value);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function usageIn(value: unknown): AgentResult["usage"] {
  if (!isObject(value)) return undefined;
  const tokens = (count: unknown) => {
    return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 && count <= limits.tokens
      ? count
      : undefined;
  };
  const { costUSD } = value;
  return {
    inputTokens: tokens(value.inputTokens),
    outputTokens: tokens(value.outputTokens),
    costUSD: typeof costUSD === "string" && costPattern.test(costUSD) ? costUSD : undefined,
  };
}

function linksIn(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const good = Object.entries(value).filter((entry): entry is [string, string] => {
    const [name, url] = entry;
    return name.length <= limits.linkName && typeof url === "string" && url.length <= limits.link &&
      linkPattern.test(url);
  });
  return Object.fromEntries(good.slice(0, limits.links));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
