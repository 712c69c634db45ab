/** Who may do what: the table of docs/security.md. tests/access/ asks a real API server for every cell. */

import { Batch, BatchRun, group, Task, WorkspaceConfig } from "../crds/kinds.ts";

/** In the order of the columns. */
export const people = ["viewer", "tenant", "template author", "admin", "operator", "agent"] as const;
export type Person = typeof people[number];

/** What may be asked of an API server. */
export interface Deed {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Of the one object that is meant, if it is not any. */
  readonly name?: string;
  /** `own`: where the people work; `none`: the cluster as a whole. */
  readonly namespace: "own" | "another" | "system" | "none";
}

export interface Right {
  readonly what: string;
  readonly deed: Deed;
  /** Everybody else may not. */
  readonly may: readonly Person[];
}

const users = ["viewer", "tenant", "template author", "admin"] as const;
const ours = { group, namespace: "own" } as const;
const core = { group: "", namespace: "own" } as const;

export const rights: readonly Right[] = [
  ...[Batch, BatchRun, Task].flatMap(({ kind, plural }): Right[] => [
    { what: `create a ${kind}`, deed: { ...ours, verb: "create", resource: plural }, may: ["tenant", "admin"] },
    { what: `delete a ${kind}`, deed: { ...ours, verb: "delete", resource: plural }, may: ["tenant", "admin"] },
    { what: `list ${plural}`, deed: { ...ours, verb: "list", resource: plural }, may: [...users, "operator"] },
  ]),
  ...[BatchRun, Task].map(({ kind, plural }): Right => {
    const deed: Deed = { ...ours, verb: "patch", resource: plural, subresource: "status" };
    return { what: `write the status of a ${kind}`, deed, may: ["operator"] };
  }),
  {
    what: "create a WorkspaceConfig",
    deed: { ...ours, verb: "create", resource: WorkspaceConfig.plural },
    may: ["template author", "admin"],
  },
  {
    what: "create a ConfigMap, such as an agent template",
    deed: { ...core, verb: "create", resource: "configmaps" },
    may: ["template author", "admin"],
  },
  {
    what: "read any ConfigMap by name",
    deed: { ...core, verb: "get", resource: "configmaps" },
    may: ["viewer", "template author", "admin", "operator"],
  },
  {
    what: "list ConfigMaps",
    deed: { ...core, verb: "list", resource: "configmaps" },
    may: ["viewer", "template author", "admin"],
  },
  { what: "read any Secret", deed: { ...core, verb: "get", resource: "secrets" }, may: ["admin"] },
  {
    what: "create a Job",
    deed: { verb: "create", group: "batch", resource: "jobs", namespace: "own" },
    may: ["admin", "operator"],
  },
  {
    what: "delete a Job",
    deed: { verb: "delete", group: "batch", resource: "jobs", namespace: "own" },
    may: ["admin"],
  },
  { what: "create a pod", deed: { ...core, verb: "create", resource: "pods" }, may: ["admin"] },
  { what: "read pods", deed: { ...core, verb: "get", resource: "pods" }, may: ["viewer", "admin"] },
  {
    what: "read the log of a pod",
    deed: { ...core, verb: "get", resource: "pods", subresource: "log" },
    may: ["viewer", "admin"],
  },
  {
    what: "run a command in a pod",
    deed: { ...core, verb: "create", resource: "pods", subresource: "exec" },
    may: ["admin"],
  },
  {
    what: "make a token of a ServiceAccount",
    deed: { ...core, verb: "create", resource: "serviceaccounts", subresource: "token" },
    may: ["admin"],
  },
  {
    what: "take or keep the operator's Lease",
    deed: { verb: "patch", group: "coordination.k8s.io", resource: "leases", name: "kubetask", namespace: "system" },
    may: ["operator"],
  },
  {
    what: "change another Lease there",
    deed: { verb: "patch", group: "coordination.k8s.io", resource: "leases", name: "other", namespace: "system" },
    may: [],
  },
  {
    what: "read Secrets in the operator's namespace",
    deed: { ...core, namespace: "system", verb: "get", resource: "secrets" },
    may: [],
  },
  {
    what: "list Tasks in another namespace",
    deed: { ...ours, namespace: "another", verb: "list", resource: Task.plural },
    may: ["operator"],
  },
  {
    what: "create a Task in another namespace",
    deed: { ...ours, namespace: "another", verb: "create", resource: Task.plural },
    may: [],
  },
  {
    what: "grant rights in the namespace",
    deed: { verb: "create", group: "rbac.authorization.k8s.io", resource: "rolebindings", namespace: "own" },
    may: ["admin"],
  },
  {
    what: "grant rights in the cluster",
    deed: { verb: "create", group: "rbac.authorization.k8s.io", resource: "clusterrolebindings", namespace: "none" },
    may: [],
  },
  {
    what: "delete a CustomResourceDefinition",
    deed: { verb: "delete", group: "apiextensions.k8s.io", resource: "customresourcedefinitions", namespace: "none" },
    may: [],
  },
];
