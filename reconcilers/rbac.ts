/** The operator's permissions in Kubernetes, made from what its controllers declare: neither too wide nor too narrow. */

import type { Kind, KubeObject } from "../kernel/object.ts";
import { type Controller, Event } from "../kernel/plan.ts";

/** A rule of a ClusterRole. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const order = ["get", "list", "watch", "create", "patch", "update"] as const;
type Verb = typeof order[number];

/** What they need. One rule per resource, sorted. */
export function rulesOf(controllers: readonly Controller<KubeObject>[]): Rule[] {
  const granted = new Map<string, Set<Verb>>();
  const grant = (kind: Kind, subresource: string, ...verbs: Verb[]) => {
    const key = `${groupOf(kind)}/${kind.plural}${subresource}`;
    granted.set(key, new Set([...granted.get(key) ?? [], ...verbs]));
  };
  for (const { kind, owns, watches, gets, notices } of controllers) {
    grant(kind, "", "list", "watch");
    grant(kind, "/status", "patch");
    // Needed to own something where OwnerReferencesPermissionEnforcement is on.
    grant(kind, "/finalizers", "update");
    for (const owned of owns) grant(owned, "", ...verbsOfOwned(owned));
    for (const watched of watches) grant(watched, "", "list", "watch");
    for (const read of gets) grant(read, "", "get");
    if (notices) grant(Event, "", "create", "patch");
  }
  return [...granted].sort(([a], [b]) => a < b ? -1 : 1).map(([key, verbs]) => {
    const [group = "", ...resource] = key.split("/");
    return { apiGroups: [group], resources: [resource.join("/")], verbs: order.filter((verb) => verbs.has(verb)) };
  });
}

/** What they do without where nobody grants it. */
export function optionalRulesOf(controllers: readonly Controller<KubeObject>[]): Rule[] {
  const kinds = new Map(controllers.flatMap(({ lists = [] }) => lists).map((kind) => [kind.plural, kind]));
  return [...kinds.values()].map((kind) => ({ apiGroups: [groupOf(kind)], resources: [kind.plural], verbs: ["list"] }));
}

/** Read by name when a create meets an object that is there already. */
function verbsOfOwned(kind: Kind): Verb[] {
  return kind.immutable ? ["get", "create"] : ["get", "list", "watch", "create", "patch"];
}

function groupOf({ apiVersion }: Kind): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}
