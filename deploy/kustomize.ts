/** The objects behind each kustomization of deploy/kustomize, and all of the default one in a single file. */

import { crdsYaml } from "../crds/generate.ts";
import { objectsIn, withOurLabels, yamlOf } from "./manifest.ts";
import { monitoring } from "./monitoring.ts";
import { home, operator } from "./operator.ts";
import { policyYaml } from "./policy.ts";
import { account, clusterRights, namespaceRights, podRights } from "./rbac.ts";
import { rolesYaml } from "./roles.ts";

const source = "deploy/*.ts";
const inNamespace = [...account(), ...operator()];
const inCluster = [home("baseline"), ...clusterRights()];

/** By path below the repository's root. */
export const kustomizeFiles: Readonly<Record<string, () => string>> = {
  "deploy/kustomize/crds/crds.yaml": crdsYaml,
  "deploy/kustomize/crds/roles.yaml": rolesYaml,
  "deploy/kustomize/base/operator.yaml": () => yamlOf(source, inNamespace),
  "deploy/kustomize/default/cluster.yaml": () => yamlOf(source, inCluster),
  "deploy/kustomize/hardened/policy.yaml": () => yamlOf(source, objectsIn(policyYaml()).map(withOurLabels)),
  "deploy/kustomize/hardened/namespace.yaml": () => yamlOf(source, [home("restricted")]),
  "deploy/kustomize/monitoring/monitoring.yaml": () => yamlOf(source, monitoring()),
  "deploy/kustomize/pods/rights.yaml": () => yamlOf(source, podRights()),
  "deploy/kustomize/namespaced/role.yaml": () => yamlOf(source, namespaceRights()),
  "deploy/install.yaml": () => `${crdsYaml()}---\n${rolesYaml()}---\n${yamlOf(source, [...inCluster, ...inNamespace])}`,
};
