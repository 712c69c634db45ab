/** How much room an object leaves for its own status: Kubernetes stores the two as one, and only up to a limit. */

import { Buffer } from "node:buffer";
import type { Kind, KubeObject } from "../kernel/object.ts";
import type { Refusal } from "../kernel/plan.ts";
import { invalid } from "./reasons.ts";

/** etcd's limit for one write (`--max-request-bytes`) where nobody changed it, in bytes. */
const limit = 1_572_864;
/** What the API server notes about each writer, and the write's own envelope. */
const overhead = 4_096;
/** Conditions with their messages, and the details of some units. */
const leastForAnyStatus = 65_536;
/** In the lists of indexes, where no two neighbours went the same way. */
const leastForUnit = 8;

/** Bytes that a status of this object may take. */
export function roomForStatus(object: KubeObject & { status?: unknown }): number {
  const { status: _, ...rest } = object;
  return limit - overhead - storedSize(rest);
}

/**
 * Why an object with so many units is not even begun: once its Jobs are there, nothing could be told of them, nor could be known
 * later which of them there were. Undefined if there is room enough.
 */
export function tooLargeForStatus({ kind }: Kind, object: KubeObject, units: number): Refusal | undefined {
  const lacking = leastForAnyStatus + leastForUnit * units - roomForStatus(object);
  if (lacking <= 0) return undefined;
  const message = `The ${kind} is ${lacking} bytes too large: Kubernetes stores ${limit} bytes of an object and its ` +
    "status together; refer to texts in ConfigMaps, or split it";
  return invalid("TooLarge", message);
}

/**
 * Why a Job cannot be stored, if so. Better known before: asked for such a Job, the API server tries twice, the second time with
 * what it added the first time, and then complains of that. Undefined if there is room, all but a few kilobytes.
 */
export function tooLargeToStore(job: KubeObject): Refusal | undefined {
  // Three bytes at most for each character, and the signs of JSON beside them: hardly any Job comes near the limit.
  if (JSON.stringify(job).length * 3 <= limit - overhead) return undefined;
  const size = textIn(job);
  if (size <= limit - overhead) return undefined;
  const message =
    `The Job has ${size} bytes of text, and Kubernetes stores ${limit} bytes of an object; refer to texts ` +
    "in ConfigMaps, or repeat them less often";
  return invalid("TooLarge", message);
}

/** Bytes of all strings and names of fields: about what it takes to store the object as Kubernetes stores its own kinds. */
function textIn(node: unknown): number {
  if (typeof node === "string") return Buffer.byteLength(node);
  if (typeof node !== "object" || node === null) return 1;
  return Object.entries(node).reduce((sum, [key, value]) => sum + key.length + textIn(value), 0);
}

/** Bytes of JSON as the API server writes it: Go's encoder has six for some characters that have one to three elsewhere. */
export function storedSize(value: object): number {
  return Buffer.byteLength(JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, "\\u0000"));
}
