/** The operator's account and its permissions, in all namespaces or in its own only. */

import { controllers } from "../reconcilers/controllers.ts";
import { optionalRulesOf, rulesOf } from "../reconcilers/rbac.ts";
import { leaseAt } from "./lease.ts";
import { type Manifest, selector, yamlOf } from "./manifest.ts";

export const namespace = leaseAt.namespace;
export const serviceAccount = "kubetask-operator";

const group = "rbac.authorization.k8s.io";
const apiVersion = `${group}/v1`;
const subjects = [{ kind: "ServiceAccount", name: serviceAccount, namespace }];

/** What the controllers declare. */
export const rules = rulesOf(controllers);

/** What they do without: results and reasons from pods. */
export const podRules = optionalRulesOf(controllers);

/** A name cannot be granted for create: the object has none yet. */
const leaseRules = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], resourceNames: [leaseAt.name], verbs: ["get", "patch"] },
];

/** The account, which may use its Lease and no more. */
export function account(): Manifest[] {
  const metadata = { name: serviceAccount, namespace, labels: selector };
  // Its token is mounted by the pods that need it, not by all that use the account.
  const object = { apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: false };
  return [object, ...granted(serviceAccount, leaseRules)];
}

/** The controllers' rights in all namespaces. */
export function clusterRights(): Manifest[] {
  return grantedEverywhere(serviceAccount, rules);
}

/** The optional ones in all namespaces. */
export function podRights(): Manifest[] {
  return grantedEverywhere(`${serviceAccount}-pods`, podRules);
}

/** The same rights in the operator's namespace only. */
export function namespaceRights(): Manifest[] {
  return granted(`${serviceAccount}-runs`, rules);
}

function grantedEverywhere(name: string, rules: readonly object[]): Manifest[] {
  const metadata = { name, labels: selector };
  const roleRef = { apiGroup: group, kind: "ClusterRole", name };
  return [
    { apiVersion, kind: "ClusterRole", metadata, rules },
    { apiVersion, kind: "ClusterRoleBinding", metadata, roleRef, subjects },
  ];
}

function granted(name: string, rules: readonly object[]): Manifest[] {
  const metadata = { name, namespace, labels: selector };
  const roleRef = { apiGroup: group, kind: "Role", name };
  return [
    { apiVersion, kind: "Role", metadata, rules },
    { apiVersion, kind: "RoleBinding", metadata, roleRef, subjects },
  ];
}

/** The text of `deploy/rbac.yaml`: the account for an operator that runs elsewhere. */
export function rbacYaml(): string {
  const home = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: { "app.kubernetes.io/name": "kubetask" } },
  };
  return yamlOf("what the controllers declare", [home, ...account(), ...clusterRights()]);
}
