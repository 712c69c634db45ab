/** Tells what a unit may be waiting for whose pod does not get ready: the operator reads neither pods nor Secrets. */

import type { Context } from "../crds/kinds.ts";
import { contextFilesAnnotation } from "../render/context_files.ts";
import type { Job } from "./kinds.ts";
import type { UnitReason } from "./reasons.ts";

/** How many references a message names. */
const shown = 5;

/**
 * Why a Job that has started may not get on: Kubernetes keeps a pod waiting while a ConfigMap or Secret of its files is
 * missing, and starts it when that appears. Undefined while the pod is ready, and where it needs nothing of that kind.
 */
export function waiting({ metadata, status }: Job, contexts: () => readonly Context[]) {
  const isWaiting = (status?.active ?? 0) > 0 && status?.ready === 0;
  if (!isWaiting || metadata?.annotations?.[contextFilesAnnotation] === undefined) return undefined;
  const needed = contexts().flatMap(reference);
  if (needed.length === 0) return undefined;
  const more = needed.length > shown ? ` and ${needed.length - shown} more` : "";
  const message = `The pod is not ready yet; it cannot start without ${needed.slice(0, shown).join(", ")}${more}`;
  return { reason: "PodNotReady" satisfies UnitReason, message };
}

function reference(context: Context): string[] {
  if (context.type !== "File") return [];
  const { configMapKeyRef, secretKeyRef } = context.file.source;
  if (configMapKeyRef) return [`ConfigMap '${configMapKeyRef.name}' (key '${configMapKeyRef.key}')`];
  return secretKeyRef ? [`Secret '${secretKeyRef.name}' (key '${secretKeyRef.key}')`] : [];
}
