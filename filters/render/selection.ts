/** Which runs and Tasks of the input are to be rendered. */

import { batchCrd } from "../../crds/batch.ts";
import { batchRunCrd } from "../../crds/batchrun.ts";
import type { Crd } from "../../crds/crd.ts";
import { Batch, BatchRun, group, Task } from "../../crds/kinds.ts";
import { taskCrd } from "../../crds/task.ts";
import { nameOf, namespaceOf } from "../../kernel/object.ts";
import { isMapping } from "../../render/notation/yaml.ts";
import { InputError } from "../filter.ts";
import { nearest } from "../nearest.ts";
import type { Input } from "./input.ts";
import type { Subject } from "./rehearsal.ts";

const crds: readonly Crd[] = [batchRunCrd, taskCrd, batchCrd];

/** What `wanted` names (`NAME`, `KIND/NAME`), or else all runs and Tasks that have not ended. Throws an InputError if there is none. */
export function selected(input: Input, wanted?: string): Subject[] {
  const all: Subject[] = [...input.all(BatchRun), ...input.all(Task)];
  if (wanted === undefined) {
    if (all.length > 0) return all.filter((subject) => !hasEnded(subject));
    const [batch] = input.all(Batch);
    const hint = batch ? `: batch/${nameOf(batch)} shows what a run of that Batch would create` : "";
    throw new InputError(`No BatchRun and no Task in the input${hint}`);
  }
  const [, word, name = ""] = /^(?:(.*)\/)?(.*)$/s.exec(wanted) ?? [];
  const kind = word === undefined ? undefined : kindOf(word);
  if (word !== undefined && !kind) {
    throw new InputError(`Cannot render ${JSON.stringify(wanted)}: only batchrun/NAME, task/NAME and batch/NAME`);
  }
  const among = kind === Batch.kind ? input.all(Batch) : all.filter((subject) => !kind || subject.kind === kind);
  const found = among.filter((object) => nameOf(object) === name);
  if (found.length === 0) throw new InputError(notFound(kind ?? "BatchRun or Task", name, among.map(nameOf)));
  return found.map((object) => isBatch(object) ? runOf(object) : object);
}

export function hasStarted(subject: Subject): boolean {
  return timeIn(subject, "startTime");
}

export function hasEnded(subject: Subject): boolean {
  return timeIn(subject, "completionTime");
}

/** A status is what the input says it is. */
function timeIn({ status }: { status?: unknown }, field: string): boolean {
  return isMapping(status) && typeof status[field] === "string";
}

function isBatch(object: Subject | Batch): object is Batch {
  return object.kind === Batch.kind;
}

/** As kubectl takes it: `batchrun`, `batchruns`, `kbr`, `batchrun.kubetask.io`. */
function kindOf(word: string): string | undefined {
  const short = word.toLowerCase().replace(new RegExp(`\\.${RegExp.escape(group)}$`), "");
  return crds.find(({ kind: { kind, plural }, shortName }) => [kind.toLowerCase(), plural, shortName].includes(short))
    ?.kind.kind;
}

function notFound(kind: string, name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return `No ${kind} ${JSON.stringify(name)} in the input${near === undefined ? "" : `: did you mean "${near}"?`}`;
}

/** A run of it, such as there might be. */
function runOf(batch: Batch): BatchRun {
  return {
    apiVersion: BatchRun.apiVersion,
    kind: BatchRun.kind,
    metadata: { name: `${nameOf(batch)}-run`, namespace: namespaceOf(batch) },
    spec: { batchRef: nameOf(batch) },
  };
}
