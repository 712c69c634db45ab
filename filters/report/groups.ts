/** Units that failed or wait, by their reason, with what that means and what helps. */

import type { Reason } from "../../reconcilers/reasons.ts";
import { reasons } from "../../reconcilers/reasons.ts";
import type { Unit } from "./units.ts";

/** A piece of a sentence; code stands in a typewriter's letters. */
export interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

export interface Group {
  readonly reason: string;
  readonly meaning: readonly Piece[];
  readonly cure: readonly Piece[];
  readonly units: readonly Unit[];
  /** Each message once, the most frequent first. */
  readonly messages: readonly { readonly text: string; readonly count: number }[];
}

/** The largest group first. */
export function groupsOf(units: readonly Unit[]): Group[] {
  const groups = Map.groupBy(units, ({ reason = "" }) => reason);
  return [...groups].sort(([, a], [, b]) => b.length - a.length).map(([reason, units]) => {
    return { reason: reason || "No reason given", ...explained(reason), units, messages: messagesOf(units) };
  });
}

/** Nothing for a word that is not KubeTask's: whoever else runs Jobs may have its own. */
export function explained(reason: string): { meaning: readonly Piece[]; cure: readonly Piece[] } {
  const known = new Map<string, Reason>(Object.entries(reasons)).get(reason);
  return { meaning: piecesOf(known?.meaning ?? ""), cure: piecesOf(known?.cure ?? "") };
}

/** The sentences of reasons.ts are Markdown: code between backticks, and links to other pages of docs/. */
function piecesOf(markdown: string): Piece[] {
  return markdown.replace(/\[([^\]]+)\]\([^)]+\)/g, "`docs/$1`").split("`")
    .map((text, at) => ({ text, isCode: at % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

function messagesOf(units: readonly Unit[]): Group["messages"] {
  const counts = Map.groupBy(units.flatMap(({ message }) => message ? [message] : []), (message) => message);
  return [...counts].map(([text, { length: count }]) => ({ text, count })).sort((a, b) => b.count - a.count);
}
