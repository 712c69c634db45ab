/** Turns the objects of codesweep.io in a document into those of kubetask.io; others stay as they are. */

import { Batch, BatchRun, WorkspaceConfig } from "../../crds/kinds.ts";
import type { Kind } from "../../kernel/object.ts";
import { unreadable } from "../json_objects.ts";
import { batchSpec } from "./bundle.ts";
import { Fields, isNothing, keep } from "./fields.ts";
import { entryOf, fieldOf } from "./lookup.ts";
import { type Manuscript, stringOf } from "./manuscript.ts";
import { mentions } from "./mentions.ts";
import { metadata } from "./metadata.ts";
import { type Entry, followed, type Mapping, type Node } from "./nodes.ts";
import { agentTemplateRef, batchRef } from "./references.ts";

const codeSweep = "codesweep.io";

interface Counterpart {
  readonly kind: Kind;
  spec(fields: Fields, entry: Entry): void;
}

const counterparts: ReadonlyMap<string, Counterpart> = new Map<string, Counterpart>([
  ["Bundle", { kind: Batch, spec: (fields, entry) => batchSpec(fields, entry, "spec") }],
  ["BundleRun", { kind: BatchRun, spec: runSpec }],
  ["CodeSweepConfig", { kind: WorkspaceConfig, spec: configSpec }],
]);

/** Throws an InputError when a document is no Kubernetes object. */
export function migrateDocument(manuscript: Manuscript, root: Node): void {
  if (isNothing(root)) return;
  migrateObject(manuscript, root, () => {
    if (root.type === "mapping") manuscript.retireDocument(root);
  });
}

/** `leaveOut` is done where an object must not be there any more. */
function migrateObject(manuscript: Manuscript, node: Node, leaveOut: () => void): void {
  const object = followed(node);
  if (object.type !== "mapping") throw unreadable("not a Kubernetes object", manuscript.lineOf(node.start));
  const [apiVersion, kind] = [entryOf(object, "apiVersion"), entryOf(object, "kind")];
  const [version, name] = [stringOf(apiVersion?.value), stringOf(kind?.value)];
  if (!apiVersion || !kind || version === undefined || name === undefined) {
    const missing = name === undefined ? "kind" : "apiVersion";
    throw unreadable(`not a whole Kubernetes object: it has no ${missing}`, manuscript.lineOf(node.start));
  }
  const isOld = version.startsWith(`${codeSweep}/`);
  const items = entryOf(object, "items");
  const of = counterparts.get(name.replace(/List$/, ""));
  if (items !== undefined && name.endsWith("List")) {
    if (isOld && of !== undefined) rename(manuscript, apiVersion, kind, of.kind, "List");
    return migrateItems(manuscript, items);
  }
  const subject = `${name} "${stringOf(fieldOf(fieldOf(object, "metadata"), "name")) ?? ""}"`;
  if (!isOld) return mentions(manuscript, object, subject);
  if (of === undefined) {
    return manuscript.say(kind.key.start, `${subject} of ${version} has no counterpart in KubeTask`);
  }
  if (of.kind === BatchRun && hasRun(object)) {
    leaveOut();
    return manuscript.say(object.start, `${subject} has run, and as a BatchRun it would run again: left out`);
  }
  rename(manuscript, apiVersion, kind, of.kind);
  const namespace = stringOf(fieldOf(fieldOf(object, "metadata"), "namespace"));
  const fields = new Fields(manuscript, subject, namespace);
  if (fieldOf(object, "spec") === undefined) fields.say(object.start, "it has no spec");
  fields.take(object, "", {
    apiVersion: keep,
    kind: keep,
    metadata: ({ value }) => metadata(fields, value),
    spec: (entry) => of.spec(fields, entry),
    status: (entry, object) => manuscript.erase(object, entry),
  });
}

function rename(manuscript: Manuscript, apiVersion: Entry, kind: Entry, to: Kind, suffix = ""): void {
  manuscript.retext(apiVersion.value, to.apiVersion);
  manuscript.retext(kind.value, to.kind + suffix);
}

function migrateItems(manuscript: Manuscript, { key, value }: Entry): void {
  const list = followed(value);
  if (list.type !== "list") throw unreadable("a list whose items are none", manuscript.lineOf(key.start));
  let leftOut = 0;
  for (const item of list.items) {
    migrateObject(manuscript, item, () => {
      manuscript.retireItem(list, item);
      leftOut++;
    });
  }
  if (leftOut > 0 && leftOut === list.items.length && !list.isFlow) manuscript.empty(key, "[]");
}

/** To have run, or to be at it, is a matter of the status alone. */
function hasRun(run: Mapping): boolean {
  const status = fieldOf(run, "status");
  if (status === undefined || followed(status).type !== "mapping") return false;
  const phase = stringOf(fieldOf(status, "phase"));
  return fieldOf(status, "startTime") !== undefined || (phase !== undefined && phase !== "" && phase !== "Pending");
}

function runSpec(fields: Fields, { value }: Entry): void {
  const refs = ["bundleRef", "bundleSpec", "batchRef", "batchSpec"].filter((name) =>
    fieldOf(value, name) !== undefined
  );
  if (refs.length !== 1) fields.say(value.start, "spec must have exactly one of bundleRef and bundleSpec");
  fields.take(value, "spec", {
    batchRef: keep,
    batchSpec: keep,
    bundleRef: (entry) => batchRef(fields, entry),
    bundleSpec: (entry) => {
      fields.manuscript.retext(entry.key, "batchSpec");
      batchSpec(fields, entry, "spec.bundleSpec");
    },
    ...agentTemplateRef(fields),
  });
}

function configSpec(fields: Fields, { key, value }: Entry): void {
  if (!fields.take(value, "spec", agentTemplateRef(fields))) fields.manuscript.empty(key, "{}");
}
