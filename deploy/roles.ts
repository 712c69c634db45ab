/** The manifest of what users may be given: roles that Kubernetes adds to its own view, edit and admin. */

import { Batch, BatchRun, group, Task, WorkspaceConfig } from "../crds/kinds.ts";
import { yamlOf } from "./manifest.ts";

const read = ["get", "list", "watch"];
const write = ["create", "update", "patch", "delete", "deletecollection"];

const work = [Batch, BatchRun, Task].map(({ plural }) => plural);
const status = [BatchRun, Task].map(({ plural }) => `${plural}/status`);

/** What each role adds. Nobody may write a status: it is the operator's word. */
const roles = {
  view: [{ apiGroups: [group], resources: [...work, WorkspaceConfig.plural, ...status], verbs: read }],
  edit: [{ apiGroups: [group], resources: work, verbs: write }],
  // It decides which agent everybody's work in the namespace runs with.
  admin: [{ apiGroups: [group], resources: [WorkspaceConfig.plural], verbs: write }],
};

/** As YAML. They go with the kinds. */
export function rolesYaml(): string {
  const objects = Object.entries(roles).map(([role, rules]) => {
    const labels = { "app.kubernetes.io/name": "kubetask", [`rbac.authorization.k8s.io/aggregate-to-${role}`]: "true" };
    const metadata = { name: `kubetask-${role}`, labels };
    return { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata, rules };
  });
  return yamlOf("deploy/roles.ts", objects);
}
