/** A Job as a YAML document that kubectl takes, with what there is to know about it in comments. */

import { dump } from "js-yaml";
import { type KubeObject, uidOf } from "../../kernel/object.ts";
import { Task } from "../../crds/kinds.ts";
import { titleOf } from "./input.ts";
import type { Subject } from "./rehearsal.ts";

/** Unit `index` of `total`. */
export interface Place {
  readonly index: number;
  readonly total: number;
}

export function documentOf(job: KubeObject, subject: Subject, { index, total }: Place): string {
  const what = subject.kind === Task.kind ? "" : `Task ${index} of ${total}, counted from 0: `;
  const comments = [what + titleOf(subject), ...uidOf(subject) ? [] : withoutUid(subject)];
  const { apiVersion, kind, metadata, ...rest } = job;
  const body = { apiVersion, kind, metadata: uidOf(subject) ? metadata : orphaned(metadata), ...rest };
  return `---\n${comments.map((line) => `# ${line}\n`).join("")}${dump(body, { lineWidth: -1, noRefs: true })}`;
}

/** What an object that is not in the cluster yet cannot tell. */
function withoutUid({ kind }: Subject): string[] {
  const owner = `Without ownerReferences: the ${kind} gets its UID when it is created.`;
  return kind === Task.kind ? [owner, "For the same reason the name will end in other characters."] : [owner];
}

function orphaned({ ownerReferences: _, ...metadata }: KubeObject["metadata"] = {}): KubeObject["metadata"] {
  return metadata;
}
