/** Two runs of a scenario look the same unless something real differs, and then it is named. */

import assert from "node:assert/strict";
import { BatchRun, Task } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { differences, normalForm } from "./normal_form.ts";
import { AnyJob, NamespaceRecord } from "./record.ts";

/** A Task and its Job, as two clusters would store them. */
function stateOf(namespace: string, uid: string, hash: string, phase: string, more: KubeObject[] = []): string {
  const record = new NamespaceRecord();
  const task: Task = { metadata: { name: "t", namespace, uid, resourceVersion: hash }, spec: { contexts: [] } };
  const status = { phase, jobName: `t-${hash}`, startTime: hash };
  const job: KubeObject = { metadata: { name: `t-${hash}`, namespace, labels: { "controller-uid": uid } } };
  record.add({ kind: Task, type: "put", object: { ...task, status } as Task });
  record.add({ kind: AnyJob, type: "put", object: job });
  for (const object of more) record.add({ kind: BatchRun, type: "put", object });
  return normalForm(namespace, record);
}

const [first, second] = ["0b8c4a3e-1111-4222-8333-444455556666", "9f8c4a3e-1111-4222-8333-444455556666"] as const;

Deno.test("names, UIDs, versions and times that differ from run to run make no difference", () => {
  assert.equal(stateOf("team-a", first, "abc12", "Running"), stateOf("team-b", second, "0f0f0", "Running"));
});

Deno.test("what differs is named by object and field", () => {
  const [before, after] = [stateOf("team-a", first, "abc12", "Running"), stateOf("team-a", first, "abc12", "Failed")];
  assert.deepEqual(differences(before, after), ['Task t.status.phase: expected "Running", is "Failed"']);
  const more = stateOf("team-a", first, "abc12", "Running", [{ metadata: { name: "run", uid: "r" } }]);
  assert.deepEqual(differences(before, more), ["BatchRun run is there"]);
  assert.deepEqual(differences(more, before), ["BatchRun run is missing"]);
});
