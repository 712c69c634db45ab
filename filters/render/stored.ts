/** What the API server would make of an object that somebody wrote: checked against its schema, without unknown fields, its keys in order. */

import * as z from "zod";
import { BatchSpec } from "../../crds/batch.ts";
import { BatchRunSpec } from "../../crds/batchrun.ts";
import { Batch, BatchRun, Task, WorkspaceConfig } from "../../crds/kinds.ts";
import { objectName } from "../../crds/names.ts";
import type { Rule } from "../../crds/rules.ts";
import { type Schema, structural } from "../../crds/structural.ts";
import { TaskSpec } from "../../crds/task.ts";
import { WorkspaceConfigSpec } from "../../crds/workspaceconfig.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { ConfigMap, ControllerRevision } from "../../reconcilers/kinds.ts";
import { isMapping } from "../../render/notation/yaml.ts";
import { unreadable } from "../json_objects.ts";
import { isOf, type ReadObject } from "../objects.ts";

/** What a run froze. What another program keeps in a ControllerRevision is no concern of ours. */
const Frozen = z.object({
  batch: BatchSpec.optional(),
  template: z.object({ key: z.string(), text: z.string() }),
});

/** The kinds that matter, and what matters of each. */
const kinds: readonly (readonly [Kind, z.ZodType])[] = [
  [Batch, z.object({ spec: BatchSpec })],
  [BatchRun, z.object({ spec: BatchRunSpec, status: z.unknown().optional() })],
  [Task, z.object({ spec: TaskSpec, status: z.unknown().optional() })],
  [WorkspaceConfig, z.object({ spec: WorkspaceConfigSpec.prefault({}) })],
  [ConfigMap, z.object({ data: z.record(z.string(), z.string()).optional() })],
  [ControllerRevision, z.object({ data: Frozen.optional().catch(undefined) })],
];

/** Where an object is found. */
const Named = z.object({ name: objectName, namespace: objectName });

/** Undefined for what has no part in rendering. Throws an InputError for what the API server would refuse. */
export function asStored(read: ReadObject, namespace: string): KubeObject | undefined {
  const { object, line, item } = read;
  const [kind, schema] = kinds.find(([kind]) => isOf(kind, object)) ?? [];
  if (!kind || !schema) return undefined;
  // Without a name it gets one when it is created.
  const { generateName, name = generateName && `${generateName}xxxxx` } = object.metadata ?? {};
  const metadata = { ...object.metadata, name, namespace: object.metadata?.namespace || namespace };
  const title = `${kind.kind} ${JSON.stringify(name ?? "")}`;
  const named = Named.safeParse(metadata);
  if (!named.success) throw unreadable(`${title}: metadata.${problemIn(named.error.issues, Named)}`, line, item);
  const checked = schema.safeParse(ordered(object));
  if (!checked.success) throw unreadable(`${title}: ${problemIn(checked.error.issues, schema)}`, line, item);
  // An object of the schema, which has an order of its own.
  return { apiVersion: kind.apiVersion, kind: kind.kind, metadata, ...ordered(checked.data) as object };
}

/** Deeper than anything that a schema knows. */
const maxDepth = 24;

/** As it comes back from the API server: keys sorted, nulls dropped, half characters replaced; what lies too deep is no known field. */
function ordered(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (depth > maxDepth) return undefined;
  if (Array.isArray(value)) return value.map((item) => ordered(item, depth + 1));
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== null).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, field]) => [key, ordered(field, depth + 1)]));
}

type Issue = z.core.$ZodIssue;

/** The first problem with its place, as `spec.variableContexts[3][0].repository.branch: …`. */
function problemIn([issue]: readonly Issue[], schema: z.ZodType, above: readonly PropertyKey[] = []): string {
  if (!issue) return "not valid";
  const path = [...above, ...issue.path];
  if (issue.code === "invalid_union") {
    const meant = issue.errors.find((issues) => !issues.some(isOfOtherMember));
    if (meant) return problemIn(meant, schema, path);
  }
  const [rule] = issue.code === "invalid_union" ? rulesAt(path, structural(schema)) : [];
  const problem = rule?.message ?? issue.message;
  return `${placeOf(path)}: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`;
}

/** Which fields there are tells which member of a union is meant. */
function isOfOtherMember(issue: Issue): boolean {
  if (issue.code !== "invalid_type" || issue.path.length !== 1) return false;
  return issue.expected === "never" || issue.message.endsWith("received undefined");
}

/** What the API server says there. */
function rulesAt([step, ...path]: readonly PropertyKey[], schema: Schema | undefined): readonly Rule[] {
  if (step === undefined) return schema?.["x-kubernetes-validations"] ?? [];
  return rulesAt(path, typeof step === "number" ? schema?.items : schema?.properties?.[String(step)]);
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.map((step) => typeof step === "number" ? `[${step}]` : `.${String(step)}`).join("").replace(/^\./, "");
}
