/** The tables of docs/security.md: what the operator may do, in Kubernetes and as a process, and who else may do what. */

import { mostNames } from "../deploy/policy.ts";
import { inPod, permissionFlags } from "../deploy/permissions.ts";
import { account, clusterRights, namespace, podRights } from "../deploy/rbac.ts";
import type { Manifest } from "../deploy/manifest.ts";
import type { Rule } from "../reconcilers/rbac.ts";
import { filled, table } from "./page.ts";
import { people, rights } from "./rights.ts";

/** `page` with its tables as they should be. */
export function withRights(page: string): string {
  return filled(page, {
    operator: () => table(["Where", "API group", "Resource", "Verbs"], operatorRows()),
    pods: () => table(["Where", "API group", "Resource", "Verbs"], rulesIn(podRights()).map(everywhere)),
    people: () => table(["May", ...people], rights.map(({ what, may }) => [what, ...people.map(mark(may))])),
    process: () => ["```", ...permissionFlags(inPod), "```"].join("\n"),
    names: () =>
      `At most ${mostNames} different Secrets and ${mostNames} different ConfigMaps can be asked for one by one.`,
  });
}

function mark(may: readonly string[]): (who: string) => string {
  return (who) => may.includes(who) ? "yes" : "-";
}

function operatorRows(): string[][] {
  return [
    ...rulesIn(clusterRights()).map(everywhere),
    ...rulesIn(account()).map((rule) => rowOf(`\`${namespace}\``, rule)),
  ];
}

interface NamedRule extends Rule {
  readonly resourceNames?: readonly string[];
}

function rulesIn(manifests: readonly Manifest[]): NamedRule[] {
  // Of roles, made by this project.
  return manifests.flatMap(({ rules }) => (rules ?? []) as NamedRule[]);
}

function everywhere(rule: NamedRule): string[] {
  return rowOf("all namespaces", rule);
}

function rowOf(where: string, { apiGroups, resources, resourceNames = [], verbs }: NamedRule): string[] {
  const names = resourceNames.map((name) => ` \`${name}\``).join("");
  return [where, apiGroups.join(", ") || "core", `${codes(resources)}${names}`, verbs.join(", ")];
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
