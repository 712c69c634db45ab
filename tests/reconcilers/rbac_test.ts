import assert from "node:assert/strict";
import { controllers } from "../../reconcilers/controllers.ts";
import { optionalRulesOf, rulesOf } from "../../reconcilers/rbac.ts";

Deno.test("the operator may do what its controllers declare, and no more: no Secret, no Pod, no wildcard, no delete", () => {
  const read = ["list", "watch"];
  const rule = (group: string, resource: string, ...verbs: string[]) => ({
    apiGroups: [group],
    resources: [resource],
    verbs,
  });
  assert.deepEqual(rulesOf(controllers), [
    rule("", "configmaps", "get"),
    rule("", "events", "create", "patch"),
    rule("apps", "controllerrevisions", "get", "create"),
    rule("batch", "jobs", "get", ...read, "create", "patch"),
    rule("kubetask.io", "batches", "get", ...read),
    rule("kubetask.io", "batchruns", ...read),
    rule("kubetask.io", "batchruns/finalizers", "update"),
    rule("kubetask.io", "batchruns/status", "patch"),
    rule("kubetask.io", "tasks", ...read),
    rule("kubetask.io", "tasks/finalizers", "update"),
    rule("kubetask.io", "tasks/status", "patch"),
    rule("kubetask.io", "workspaceconfigs", ...read),
  ]);
});

Deno.test("what the operator may be given beside that is listing pods, and no more", () => {
  assert.deepEqual(optionalRulesOf(controllers), [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }]);
});
