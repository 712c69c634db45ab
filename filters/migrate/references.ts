/** What runs and configs refer to: a Bundle becomes a Batch, a job template an agent template. */

import { type Fields, keep, scalarOf, type Take } from "./fields.ts";
import { fieldOf } from "./lookup.ts";
import { stringOf } from "./manuscript.ts";
import { type Entry, followed, keyOf } from "./nodes.ts";

/** `jobTemplateRef` becomes `agentTemplateRef`; a name alone is fine too. */
export function agentTemplateRef(fields: Fields): Readonly<Record<string, Take>> {
  return {
    agentTemplateRef: keep,
    jobTemplateRef: ({ key, value }) => {
      fields.manuscript.retext(key, "agentTemplateRef");
      if (stringOf(value) === undefined) return fields.reference(value, "spec.jobTemplateRef", ["name", "key"]);
      fields.manuscript.edits.wrap(value.start, value.end, { before: "{ name: ", after: " }" });
    },
  };
}

/** `bundleRef` becomes `batchRef`: of a mapping, only the name remains. */
export function batchRef(fields: Fields, { key, value }: Entry): void {
  const { manuscript } = fields;
  const mapping = followed(value);
  const name = stringOf(fieldOf(mapping, "name"));
  if (mapping.type !== "mapping" || name === undefined) {
    if (stringOf(value) === undefined) fields.say(value.start, "spec.bundleRef must name a Bundle");
    return manuscript.retext(key, "batchRef");
  }
  for (const entry of mapping.entries) {
    const field = keyOf(entry.key);
    const isSaid = ["name", "kind", "apiVersion", "<<"].includes(field) ||
      (field === "namespace" && fields.isHere(entry.value));
    if (!isSaid) fields.say(entry.key.start, `spec.bundleRef.${field} has no counterpart in KubeTask`);
  }
  const gone = value.type === "alias" ? "" : manuscript.text.slice(key.end, value.end);
  const indent = " ".repeat(manuscript.columnOf(key.start));
  const comments = [...gone.matchAll(/(?<=\s)#.*/g)].map(([comment]) => `${comment.trimEnd()}\n${indent}`);
  manuscript.edits.replace(key.start, value.end, `${comments.join("")}batchRef: ${scalarOf(name)}`);
}
