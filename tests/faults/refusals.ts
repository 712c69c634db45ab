/** What the API server says when it refuses something, for a proxy that says it in its place. */

import * as protobuf from "../kernel/protobuf_writer.ts";
import type { EventStream, Reply } from "./proxy.ts";

const reasons: Readonly<Record<number, string>> = {
  403: "Forbidden",
  409: "Conflict",
  410: "Expired",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
};

/** With 429 comes the wish to be left alone for a second. */
export function refusal(code: number): Reply {
  return { status: code, headers: code === 429 ? { "retry-after": "1" } : {}, body: statusOf(code) };
}

/** Tells the watch that what it missed is lost, and ends it. */
export async function expire(stream: EventStream): Promise<void> {
  const error = { type: "ERROR", object: statusOf(410) };
  await stream.send(
    stream.isProtobuf
      ? protobuf.eventOf(error.type, protobuf.statusOf(error.object))
      : new TextEncoder().encode(JSON.stringify(error)),
  );
  await stream.end();
}

function statusOf(code: number) {
  return {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    code,
    reason: reasons[code] ?? "",
    message: "a fault that a test makes",
  };
}
