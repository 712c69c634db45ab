/** What the operator says about itself: one JSON object per line. */

import type { Clock } from "./clock.ts";
import { classify } from "./errors.ts";

/** Never given a value of a Secret, a ConfigMap or a prompt: what is logged is names, counts and reasons. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  /** With the error's name and message, and with its stack if the error is a bug of ours. */
  error(message: string, error: unknown, fields?: Record<string, unknown>): void;
  /** The same log with these fields in every line. */
  with(fields: Record<string, unknown>): Log;
}

/** Calls `write` once per line, without the line break. Never throws for what it is given. */
export function jsonLog(write: (line: string) => void, clock: Clock): Log {
  return logWith({}, write, clock);
}

function logWith(always: Record<string, unknown>, write: (line: string) => void, clock: Clock): Log {
  const line = (level: string, message: string, fields: Record<string, unknown> = {}) => {
    const head = { time: new Date(clock.now()).toISOString(), level, message };
    // Twice: first for the place in the line, then to win over a field of that name.
    write(textOf({ ...head, ...always, ...fields, ...head }, head));
  };
  return {
    info: (message, fields) => line("info", message, fields),
    warn: (message, fields) => line("warn", message, fields),
    error: (message, error, fields) => line("error", message, { ...fields, error: described(error) }),
    with: (fields) => logWith({ ...always, ...fields }, write, clock),
  };
}

function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    ...(classify(error).class === "ours" && { stack }),
    ...(cause !== undefined && { cause: described(cause) }),
  };
}

/** The fields may hold what JSON cannot (cycles, bigints): then the line goes out without them. */
function textOf(line: object, head: object): string {
  try {
    return JSON.stringify(line);
  } catch (error) {
    return JSON.stringify({ ...head, fields: `not writable as JSON: ${String(error)}` });
  }
}
