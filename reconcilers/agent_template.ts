/** Which agent template an object runs with: its own, its workspace's, the conventional one or the built-in one. */

import type { AgentTemplateRef, WorkspaceConfig as Workspace } from "../crds/kinds.ts";
import { WorkspaceConfig } from "../crds/kinds.ts";
import { type KubeObject, nameOf } from "../kernel/object.ts";
import type { Observed, Read, Seen } from "../kernel/plan.ts";
import { type Blocked, isBlocked } from "./blocked.ts";
import { ConfigMap } from "./kinds.ts";

/** A template's text, and the name by which errors call it: its key in the ConfigMap. */
export interface AgentTemplate {
  readonly key: string;
  readonly text: string;
}

export type HasAgentTemplate = KubeObject & { spec: { agentTemplateRef?: AgentTemplateRef } };

const defaultKey = "agent-template.yaml";
/** Used where nothing is said, if there is a ConfigMap of that name. */
const convention = "kubetask-agent";
/** Which of several WorkspaceConfigs counts. */
const preferred = ["default-workspace", "default"];

/** The ConfigMap that `chooseTemplate` will want to see. */
export function templateReads<T extends HasAgentTemplate>(seen: Seen<T>): Read[] {
  const ref = reference(seen);
  return isBlocked(ref) ? [] : [{ kind: ConfigMap, name: ref.name }];
}

/** Only a missing ConfigMap of the conventional name, which nobody asked for, leads to the built-in template. */
export function chooseTemplate<T extends HasAgentTemplate>(
  observed: Observed<T>,
  builtin: string,
): AgentTemplate | Blocked {
  const ref = reference(observed);
  if (isBlocked(ref)) return ref;
  const configMap = observed.read(ConfigMap, ref.name);
  if (configMap) return textIn(configMap, ref);
  if (!ref.explicit) return { key: "the built-in template", text: builtin };
  return { blocked: "ConfigMapNotFound", message: `ConfigMap '${ref.name}' not found` };
}

type Reference = AgentTemplateRef & { readonly explicit: boolean };

function reference<T extends HasAgentTemplate>({ object, watched }: Seen<T>): Reference | Blocked {
  const own = object.spec.agentTemplateRef;
  if (own) return { ...own, explicit: true };
  const workspace = choose(watched(WorkspaceConfig));
  if (workspace && isBlocked(workspace)) return workspace;
  const configured = workspace?.spec.agentTemplateRef;
  return configured ? { ...configured, explicit: true } : { name: convention, explicit: false };
}

function choose(workspaces: readonly Workspace[]): Workspace | Blocked | undefined {
  if (workspaces.length <= 1) return workspaces[0];
  for (const name of preferred) {
    const found = workspaces.find((workspace) => nameOf(workspace) === name);
    if (found) return found;
  }
  return {
    blocked: "AmbiguousWorkspaceConfig",
    message: `Several WorkspaceConfigs (${
      listed(workspaces.map(nameOf))
    }) and none is named default-workspace or default`,
  };
}

function textIn(configMap: ConfigMap, { name, key }: Reference): AgentTemplate | Blocked {
  const texts = Object.entries(configMap.data ?? {});
  const wanted = key ?? defaultKey;
  const found = texts.find(([key]) => key === wanted) ??
    (key === undefined && texts.length === 1 ? texts[0] : undefined);
  if (found) return { key: found[0], text: found[1] };
  const keys = listed(texts.map(([key]) => key));
  return {
    blocked: "TemplateKeyNotFound",
    message: `ConfigMap '${name}' has no key '${wanted}'; ${keys ? `its keys are: ${keys}` : "it is empty"}`,
  };
}

/** Sorted, and not so many that the message outgrows a condition. */
function listed(names: readonly string[]): string {
  const [shown, more] = [names.toSorted().slice(0, 20), names.length - 20];
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
