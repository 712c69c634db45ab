/** Writes an object's status: only what changed, and not too often. Tells what changed once it is stored. */

import { Buffer } from "node:buffer";
import type { Events } from "./events.ts";
import { mergePatch } from "./merge_patch.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { type KubeObject, nameOf, namespaceOf } from "./object.ts";
import type { Controller, Plan } from "./plan.ts";
import type { Sources } from "./observe.ts";
import { Stores } from "./stores.ts";

/** A status is written at most this often (milliseconds per object), and not faster than so many bytes per millisecond. */
const interval = 1_000;
const bytesPerMillisecond = 32;

/** In how many milliseconds to look again: Infinity if the status is as it should be, 0 if it was written, so that what waited for it goes on. */
export async function report(
  { kind, notices, measures }: Controller<KubeObject>,
  object: KubeObject,
  { status, statusNow }: Plan,
  { api, clock, stores, memory, events, metrics }: Sources & { readonly events: Events; readonly metrics: Metrics },
): Promise<number> {
  if (!status) return Infinity;
  if (memory.statusHeldUntil > clock.now() && !statusNow) return memory.statusHeldUntil - clock.now();
  const stored = (object as { status?: unknown }).status;
  const change = mergePatch(stored ?? {}, status);
  if (change === undefined) return Infinity;
  const due = memory.statusWritten + Math.max(interval, sizeOf(status) / bytesPerMillisecond);
  if (due > clock.now() && !statusNow) {
    memory.statusHeldUntil = due;
    return due - clock.now();
  }

  const body = { metadata: { resourceVersion: object.metadata?.resourceVersion }, status: change };
  const patch = { type: "merge", body, subresource: "status" } as const;
  const answer = await api.patch(kind, namespaceOf(object), nameOf(object), patch);
  memory.statusWritten = clock.now();
  stores.of(kind).supersede(object, Stores.kept(kind, answer));
  for (const notice of notices?.(object, answer) ?? []) events.tell(kind, answer, notice);
  for (const { metric, labels, value } of measures?.happened(object, answer) ?? []) {
    metrics.histogram(metric, labels).observe(value);
  }
  return 0;
}

/** Bytes of JSON. */
function sizeOf(status: object): number {
  return Buffer.byteLength(JSON.stringify(status));
}
