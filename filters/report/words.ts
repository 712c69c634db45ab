/** Numbers, times and texts as people read them. */

import type { Phase } from "../../crds/kinds.ts";

/** What needs attention first. */
export const phases: readonly Phase[] = ["Failed", "Running", "Pending", "Succeeded"];

/** `12 s`, `3 min 5 s`, `2 h 14 min`, `3 d 4 h`, on one line. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0\u00a0s";
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count}\u00a0${unit}`)
    .join("\u00a0");
}

/** `2025-01-18 10:00:05` in UTC. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** `10,000` */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1 task`, `2 tasks`. */
export function tasksText(count: number): string {
  return `${countText(count)} ${count === 1 ? "task" : "tasks"}`;
}

/** The beginning of a long text, and how much it is cut by. */
export function brief(text: string, length: number): string {
  if (text.length <= length) return text;
  const begin = text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
  return `${begin}… (${countText(text.length - begin.length)} more characters)`;
}

/**
 * The text with what nobody can see made visible: controls, direction overrides, zero-width characters and halves of
 * characters, as `⟨U+202E⟩`. Line breaks become spaces.
 */
export function visible(text: string): string {
  return text.replace(/[\r\n\t]+/g, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => {
    return `⟨U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** Every text in there, changed; the rest as it is. */
export function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => withTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withTexts(field, change)]));
}
