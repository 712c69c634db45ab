/** How Jobs and snapshots are named and labelled, so that the same unit always means the same object. */

import { type KubeObject, nameOf, uidOf } from "../kernel/object.ts";
import { hash } from "../render/hash.ts";

export const labels = {
  batch: "kubetask.io/batch",
  batchRun: "kubetask.io/batchrun",
  task: "kubetask.io/task",
  managedBy: "app.kubernetes.io/managed-by",
} as const;

export const annotations = {
  /** A unit's place in `variableContexts`, from 0. */
  index: "kubetask.io/index",
  /** Of a Job whose pod ends with a result: see `terminationMessage`. */
  result: "kubetask.io/result",
} as const;

/** Where a result is found: the one value of the annotation that means anything. */
export const terminationMessage = "termination-message";

/** Kubernetes' own label of a Job's pods: the Job's UID, since a name may have belonged to another Job before. */
export const jobUidLabel = "batch.kubernetes.io/controller-uid";

/** Keeps a Job that deletes itself until its outcome is in the status. */
export const outcomeFinalizer = "kubetask.io/outcome";

/** Longest Job name and label value. */
const longest = 63;

/** `R-task-i`; a run's name that is too long for that is cut and ends in a hash. */
export function unitJobName(run: string, index: number): string {
  return fitting(`${run}-task-${index}`);
}

/** By the units that they are made for, which do not change: a run of many is looked at again and again. */
const made = new WeakMap<readonly unknown[], { readonly run: string; readonly names: readonly string[] }>();

/** The names for all of these units. */
export function unitJobNames(run: string, units: readonly unknown[]): readonly string[] {
  const known = made.get(units);
  if (known?.run === run) return known.names;
  const names = units.map((_, index) => unitJobName(run, index));
  made.set(units, { run, names });
  return names;
}

/** `T-` and five characters that belong to this very Task: one of the same name, created later, gets another Job. */
export function taskJobName(task: KubeObject): string {
  return fitting(`${nameOf(task)}-${hashed(uidOf(task), 5)}`);
}

/** Of this very run as it is written now: an edit before the start leads to another snapshot. */
export function snapshotName(run: KubeObject): string {
  return `${cut(nameOf(run), 200)}-${hashed(`${uidOf(run)}/${run.metadata?.generation}`, 10)}`;
}

/** The name itself if it is short enough for a Job or a label, else cut and made unique by a hash of the whole. */
export function fitting(name: string): string {
  if (name.length <= longest) return name;
  const end = `-${hashed(name, 10)}`;
  return cut(name, longest - end.length) + end;
}

/** No name may end in punctuation, nor have two kinds of it in a row. */
function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/[-._]+$/, "");
}

function hashed(text: string, length: number): string {
  return hash("sha256", text).slice(0, length);
}
