/** All that the operator tells of a namespace: its log, and what it wrote into the API server where others may read it. */

import { type KubeObject, nameOf } from "../../kernel/object.ts";
import type { OperatorProcess } from "../operator/operator_process.ts";
import type { Stage } from "../operator/stage.ts";

/**
 * By name. Not in it: the specs of Jobs and the data of ControllerRevisions, which are made to hold contexts and are guarded by rights of
 * their own.
 */
export async function tracesOf(
  { list }: Pick<Stage, "list">,
  { lines, complaints }: Pick<OperatorProcess, "lines" | "complaints">,
): Promise<Record<string, string>> {
  const of = async (what: string, plural: string, part: (object: KubeObject & { status?: unknown }) => unknown) => {
    const objects = await list<KubeObject>(plural);
    return objects.map((object): [string, string] => [`${what} ${nameOf(object)}`, JSON.stringify(part(object)) ?? ""]);
  };
  const marks = ({ metadata }: KubeObject) => [metadata?.name, metadata?.labels, metadata?.annotations];
  return Object.fromEntries([
    ["the log", lines.join("\n")],
    ["its complaints", complaints()],
    ...await of("event", "events", (event) => event),
    ...await of("status of run", "batchruns.kubetask.io", ({ status }) => status),
    ...await of("status of Task", "tasks.kubetask.io", ({ status }) => status),
    ...await of("metadata of run", "batchruns.kubetask.io", marks),
    ...await of("metadata of Task", "tasks.kubetask.io", marks),
    ...await of("metadata of Job", "jobs", marks),
    ...await of("metadata of snapshot", "controllerrevisions", marks),
  ]);
}
