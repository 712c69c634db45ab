/** Which template a run or Task is rendered with, and why that one. */

import { Task, WorkspaceConfig } from "../../crds/kinds.ts";
import type { Observed } from "../../kernel/plan.ts";
import { nameOf } from "../../kernel/object.ts";
import { type AgentTemplate, chooseTemplate, templateReads } from "../../reconcilers/agent_template.ts";
import { isBlocked } from "../../reconcilers/blocked.ts";
import { ConfigMap } from "../../reconcilers/kinds.ts";
import { isOf } from "../objects.ts";
import type { Subject } from "./rehearsal.ts";

export interface Chosen extends AgentTemplate {
  /** `ConfigMap 'claude', key agent-template.yaml, by agentTemplateRef of the Task` */
  readonly from: string;
  readonly isBuiltin: boolean;
}

/** Undefined where there is none to be had. */
export function chosenFor(before: Observed<Subject>, builtin: string): Chosen | undefined {
  const template = chooseTemplate(before, builtin);
  if (isBlocked(template)) return undefined;
  const name = templateReads(before)[0]?.name ?? "";
  if (!before.read(ConfigMap, name)) return { ...template, from: template.key, isBuiltin: true };
  return { ...template, from: `ConfigMap '${name}', key ${template.key}, ${reason(before, name)}`, isBuiltin: false };
}

function reason({ object, watched }: Observed<Subject>, name: string): string {
  if (object.spec.agentTemplateRef) return `by agentTemplateRef of the ${isOf(Task, object) ? "Task" : "BatchRun"}`;
  const [workspace] = watched(WorkspaceConfig).filter(({ spec }) => spec.agentTemplateRef?.name === name);
  return workspace ? `by WorkspaceConfig '${nameOf(workspace)}'` : "by convention";
}
