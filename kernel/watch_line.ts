/** Understands one line of a watch. */

import { type Status, statusError } from "./answer.ts";
import { ApiError } from "./errors.ts";

/** One line of a watch that tells of an object. The version is there with every event of an API server. */
export interface Line<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: T & { readonly metadata: { readonly resourceVersion: string } };
}

/** Throws an `ApiError` if the line tells of an error (`410`: list again), or is none of the API's (`BadAnswer`). */
export function lineOf<T>(line: Uint8Array, doing: string): Line<T> {
  const event = parsed<T>(line, doing);
  switch (event.type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
    case "BOOKMARK":
      return event;
    case "ERROR":
      throw statusError(doing, event.object);
  }
  throw new ApiError({ doing, status: 0, reason: "BadAnswer", message: "an event is of no known type" });
}

function parsed<T>(line: Uint8Array, doing: string): Line<T> | { readonly type: "ERROR"; readonly object: Status } {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line)); // the shape is trusted, like that of any answer
  } catch {
    // Without the syntax error as its cause: that quotes the event, which may hold prompts.
    throw new ApiError({ doing, status: 0, reason: "BadAnswer", message: "an event is not JSON" });
  }
}
