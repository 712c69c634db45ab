/** Of an object's metadata, what the old API server wrote and what only CodeSweep would act upon goes. */

import type { Fields, Take } from "./fields.ts";
import { keep } from "./fields.ts";
import { followed, keyOf, type Node } from "./nodes.ts";

const written = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

export function metadata(fields: Fields, node: Node): void {
  const { manuscript } = fields;
  const erase: Take = (entry, mapping) => manuscript.erase(mapping, entry);
  fields.take(node, "metadata", {
    name: keep,
    generateName: keep,
    namespace: keep,
    labels: keep,
    annotations: (entry, mapping) => {
      const annotations = followed(entry.value);
      if (annotations.type !== "mapping") return;
      const applied = annotations.entries.find(({ key }) => keyOf(key) === lastApplied);
      if (applied === undefined) return;
      // Annotations that are nothing else go as a whole.
      if (annotations.entries.length === 1) manuscript.erase(mapping, entry);
      else manuscript.erase(annotations, applied);
    },
    // An owner that is gone, or not of this kind any more, would take the object with it.
    ownerReferences: (entry, mapping) => {
      fields.retire(mapping, entry, "metadata", "cannot be carried over: the owner would not be the same object");
    },
    // Nobody would ever take it away.
    finalizers: (entry, mapping) => {
      fields.retire(mapping, entry, "metadata", "cannot be carried over: it is CodeSweep that would finish them");
    },
    ...Object.fromEntries(written.map((name) => [name, erase])),
  });
}
