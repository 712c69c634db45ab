/** The table of who may do what in docs/security.md, asked of a real API server cell by cell. */

import assert from "node:assert/strict";
import { namespace as systemNamespace } from "../../deploy/rbac.ts";
import { type Deed, people, rights } from "../../docs/rights.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { accessTest, as, identityOf } from "./personas.ts";

accessTest("everybody may do what the security page says, and nothing else", async ({ cluster, namespace }) => {
  assert.deepEqual(await answers(cluster, namespace), rights.map(({ what, may }) => ({ what, may: inOrder(may) })));
});

accessTest("what the table refuses is refused when it is done", async ({ cluster, namespace }) => {
  const task = JSON.stringify({
    apiVersion: "kubetask.io/v1alpha1",
    kind: "Task",
    metadata: { name: "task" },
    spec: { contexts: [{ type: "File", file: { name: "task.md", source: { inline: "" } } }] },
  });
  const forge = [
    "patch",
    "task",
    "task",
    "--subresource=status",
    "--type=merge",
    '--patch={"status":{"phase":"Succeeded"}}',
  ];
  const create = ["create", "--filename=-"];
  const tenant = as(cluster, "tenant", namespace);
  await tenant(task, ...create);
  // The status of an object that a user creates or edits is not taken.
  await tenant("", "patch", "task", "task", "--type=merge", '--patch={"status":{"phase":"Succeeded"}}');
  assert.equal(await tenant("", "get", "task", "task", "--output=jsonpath={.status.phase}"), "");

  for (const person of ["viewer", "tenant", "template author", "admin"] as const) {
    await assert.rejects(
      as(cluster, person, namespace)("", ...forge),
      /cannot patch resource "tasks\/status"/,
      person,
    );
  }
  const operator = as(cluster, "operator", namespace);
  await assert.rejects(operator("", "get", "secret", "any"), /cannot get resource "secrets"/);
  await assert.rejects(operator("", "get", "pods"), /cannot list resource "pods"/);
  await assert.rejects(operator("", "delete", "task", "task"), /cannot delete resource "tasks"/);
  await assert.rejects(as(cluster, "agent", namespace)("", "get", "tasks"), /cannot list resource "tasks"/);
  await assert.rejects(as(cluster, "viewer", namespace)(task, ...create), /cannot create resource "tasks"/);
});

/** Who may do each deed. */
async function answers(cluster: Cluster, namespace: string): Promise<{ what: string; may: string[] }[]> {
  const items = rights.flatMap(({ deed }) =>
    people.map((person) => ({
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: { ...identityOf(person, namespace), resourceAttributes: { ...deed, namespace: placeOf(deed, namespace) } },
    }))
  );
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const answered = ["--filename=-", "--output=jsonpath={.status.allowed} "];
  const allowed = (await cluster.kubectlWith(list, "create", ...answered)).trim().split(" ");
  assert.equal(allowed.length, items.length);
  return rights.map(({ what }, row) => ({
    what,
    may: people.filter((_, column) => allowed[row * people.length + column] === "true"),
  }));
}

function placeOf({ namespace: which }: Deed, namespace: string): string {
  switch (which) {
    case "own":
      return namespace;
    case "another":
      return "default";
    case "system":
      return systemNamespace;
    case "none":
      return "";
  }
}

function inOrder(may: readonly string[]): string[] {
  return people.filter((person) => may.includes(person));
}
