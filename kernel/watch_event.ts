/** Understands what a watch brings: events one after the other, each a line of JSON or a frame of protobuf. */

import { badAnswer, type Status, statusError } from "./answer.ts";
import type { ApiError } from "./errors.ts";
import { frames } from "./frames.ts";
import { lines } from "./lines.ts";
import type { Kind, KubeObject } from "./object.ts";
import { eventIn, objectIn, statusIn } from "./protobuf.ts";

/** A watch that has begun, as it comes. */
export interface Stream {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly isProtobuf: boolean;
}

/** Something that happened to an object. The version is there with every event of an API server. */
export interface Event<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: T & { readonly metadata: { readonly resourceVersion: string } };
}

/** Until the stream ends: what that cuts short is no event. Throws as `eventOf` does, and what the stream throws. */
export async function* events<T extends KubeObject>(stream: Stream, kind: Kind<T>): AsyncGenerator<Event<T>, void> {
  try {
    for await (const one of eachOf(stream)) yield eventOf(one, kind, stream);
  } catch (error) {
    throw error instanceof RangeError ? unreadable(`watch ${kind.plural}`) : error;
  }
}

/** The bytes of each event, without what divides it from the next one; good until the next is asked for. */
export function eachOf({ bytes, isProtobuf }: Stream): AsyncGenerator<Uint8Array, void> {
  return isProtobuf ? frames(bytes) : lines(bytes);
}

/** Throws an `ApiError` if the event tells of an error (`410`: list again), or is none of the API's (`BadAnswer`). */
export function eventOf<T extends KubeObject>(
  bytes: Uint8Array,
  { plural, protobuf = {} }: Pick<Kind<T>, "plural" | "protobuf">,
  { isProtobuf }: Pick<Stream, "isProtobuf">,
): Event<T> {
  const doing = `watch ${plural}`;
  const { type, object } = parsed(doing, () => {
    if (!isProtobuf) return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const { type, object } = eventIn(bytes);
    return { type, object: type === "ERROR" ? statusIn(object) : objectIn(object, protobuf) };
  });
  switch (type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
    case "BOOKMARK":
      return { type, object: object as Event<T>["object"] }; // trusted, like the shape of any answer
    case "ERROR":
      throw statusError(doing, object as Status);
  }
  throw badAnswer(doing, "an event is of no known type");
}

function parsed(doing: string, parse: () => { type: string; object: unknown }): { type: string; object: unknown } {
  try {
    return parse();
  } catch {
    throw unreadable(doing);
  }
}

function unreadable(doing: string): ApiError {
  return badAnswer(doing, "an event cannot be read");
}
