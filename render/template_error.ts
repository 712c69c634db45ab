/** What is wrong with a template, said as Go says it, and where. */

import { bytes } from "./utf8.ts";

/** `line` counts from 1, `column` in bytes from 0 as Go's messages do. The message never holds text that came from a value. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";

  constructor(
    message: string,
    readonly template: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(brief(message));
  }
}

/** Messages end up in a status and in logs: of a longer one, where and why are kept, which stand at its ends. */
export function brief(message: string): string {
  const most = 1000;
  if (message.length <= most) return message;
  // A half character would be another one once it is stored.
  return `${message.slice(0, most / 2)} … ${message.slice(3 - most / 2)}`.toWellFormed();
}

/** Line and column of an offset in `text`. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  return { line, column: bytes(before.slice(lineStart)).length };
}
