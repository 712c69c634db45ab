/** The people of docs/security.md in a namespace of a test: who they are to the API server, and how they got their rights. */

import { namespace as systemNamespace, serviceAccount } from "../../deploy/rbac.ts";
import type { Person } from "../../docs/rights.ts";
import type { KubeObject } from "../../kernel/object.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { waitUntil } from "../cluster/processes.ts";
import { clear, namespaceFor } from "../cluster_under_test.ts";
import { clusterUnderTest } from "../operator/stage.ts";

/** As the API server knows a user. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

/** What the tenant may read beside what its role says: one Secret and one agent template. */
export const own = { secret: "tenants-token", template: "claude" } as const;

export function identityOf(person: Person, namespace: string): Identity {
  switch (person) {
    case "operator":
      return bearer(systemNamespace, serviceAccount);
    case "agent":
      return bearer(namespace, "default");
    case "viewer":
    case "tenant":
    case "template author":
    case "admin":
      return { user: `${person} of ${namespace}`, groups: ["system:authenticated"] };
  }
}

function bearer(namespace: string, name: string): Identity {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
  };
}

/** Where the people of a test have their rights. */
interface Place {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly test: Deno.TestContext;
}

/** A test in a namespace of its own in which everybody has the rights that the roles give them. */
export function accessTest(law: string, body: (place: Place) => Promise<void>): void {
  Deno.test({
    name: law,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn(test) {
      const cluster = await clusterUnderTest();
      const namespace = await namespaceFor(test);
      await grantRights(cluster, namespace);
      try {
        await body({ cluster, namespace, test });
      } finally {
        await clear(namespace);
      }
    },
  });
}

/** Runs kubectl as that person; `stdin` for manifests. */
export function as(cluster: Cluster, person: Person, namespace: string) {
  const { user, groups } = identityOf(person, namespace);
  const flags = ["--namespace", namespace, `--as=${user}`, ...groups.map((group) => `--as-group=${group}`)];
  return (stdin: string, ...args: string[]) => cluster.kubectlWith(stdin, ...flags, ...args);
}

/** Gives the users of a namespace their rights, and returns once Kubernetes has added ours to its own roles. */
async function grantRights(cluster: Cluster, namespace: string): Promise<void> {
  const roles = new URL("../../deploy/kustomize/crds/roles.yaml", import.meta.url).pathname;
  await cluster.kubectl("apply", "--server-side", "--force-conflicts", "--filename", roles);
  const list = { apiVersion: "v1", kind: "List", items: grants(namespace) };
  await cluster.kubectlWith(JSON.stringify(list), "apply", "--server-side", "--filename=-");
  await waitUntil("the roles are aggregated", 30, async () => {
    const rules = await cluster.kubectl("get", "clusterroles", "view", "admin", "--output=jsonpath={.items[*].rules}");
    return rules.split("workspaceconfigs").length > 3;
  });
}

function grants(namespace: string): KubeObject[] {
  const rbac = "rbac.authorization.k8s.io";
  const role = (name: string, ...rules: object[]) => ({
    apiVersion: `${rbac}/v1`,
    kind: "Role",
    metadata: { name, namespace },
    rules,
  });
  const bound = (person: Person, kind: "Role" | "ClusterRole", name: string) => ({
    apiVersion: `${rbac}/v1`,
    kind: "RoleBinding",
    metadata: { name: `${person.replace(" ", "-")}-${name}`, namespace },
    roleRef: { apiGroup: rbac, kind, name },
    subjects: [{ apiGroup: rbac, kind: "User", name: identityOf(person, namespace).user }],
  });
  const all = ["get", "list", "watch", "create", "update", "patch", "delete"];
  return [
    role(
      "own-references",
      { apiGroups: [""], resources: ["secrets"], resourceNames: [own.secret], verbs: ["get"] },
      { apiGroups: [""], resources: ["configmaps"], resourceNames: [own.template], verbs: ["get"] },
    ),
    role("templates", { apiGroups: [""], resources: ["configmaps"], verbs: all }),
    bound("viewer", "ClusterRole", "view"),
    bound("tenant", "ClusterRole", "kubetask-view"),
    bound("tenant", "ClusterRole", "kubetask-edit"),
    bound("tenant", "Role", "own-references"),
    bound("template author", "ClusterRole", "kubetask-view"),
    bound("template author", "ClusterRole", "kubetask-admin"),
    bound("template author", "Role", "templates"),
    bound("admin", "ClusterRole", "admin"),
  ];
}
