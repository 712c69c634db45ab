/** The operator's rights are the ones that it uses: what it asks of a real API server, beside what it is granted. */

import assert from "node:assert/strict";
import type { KubeObject } from "../../kernel/object.ts";
import { BatchRun, Task } from "../../crds/kinds.ts";
import { leaseAt } from "../../deploy/lease.ts";
import { account, clusterRights } from "../../deploy/rbac.ts";
import type { Rule } from "../../reconcilers/rbac.ts";
import { waitUntil } from "../cluster/processes.ts";
import { aBatch, aRun, aTask, aTemplate, jobTemplate, over, repository } from "../operator/objects.ts";
import { startOperator } from "../operator/operator_process.ts";
import { endPods } from "../operator/pods.ts";
import { isOperator, requestsIn, sizeOf } from "../operator/requests.ts";
import { operatorTest, type Stage } from "../operator/stage.ts";
import { as } from "./personas.ts";

/** Asked for by the API server's own plugin OwnerReferencesPermissionEnforcement, not by the operator. */
const unseen = ["update batchruns/finalizers", "update tasks/finalizers"];

/** `create jobs`, … */
const granted = [...account(), ...clusterRights()].flatMap(({ rules }) => (rules ?? []) as Rule[])
  .flatMap(({ resources, verbs }) => verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`)));

operatorTest("the operator uses every right that it has, and asks for no other", async (stage) => {
  const { cluster } = stage;
  await stage.operator.end("SIGTERM");
  const from = await sizeOf(cluster.auditLog);
  await cluster.kubectl("delete", `lease/${leaseAt.name}`, "--namespace", leaseAt.namespace, "--ignore-not-found");
  const operator = await startOperator(cluster, { options: ["--leader-elect"] });
  try {
    await everything(stage);
  } finally {
    assert.equal(await operator.end("SIGTERM"), 0);
  }
  const asked = (await requestsIn(cluster.auditLog, from)).filter(isOperator);
  assert.deepEqual(asked.filter(({ code }) => code === 401 || code === 403), []);
  const used = new Set(asked.map(({ verb, resource }) => `${verb} ${resource}`));
  assert.deepEqual([...used, ...unseen].sort(), [...new Set(granted)].sort());
});

/** A Job that guards its outcome, a name that is taken, a Task, and a reason that comes back. */
async function everything(stage: Stage): Promise<void> {
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "taken-task-0" },
    spec: { suspend: true, template },
  };
  await stage.apply(
    job,
    aTemplate("kubetask-agent", jobTemplate("ttlSecondsAfterFinished: 0")),
    aBatch("batch", over(1)),
    aRun("run", { batchRef: "batch" }),
    aRun("taken", { batchSpec: over(1) }),
    aTask("task", { contexts: [repository("service")] }),
    aRun("waits", { batchRef: "later", agentTemplateRef: { name: "later" } }),
  );
  await endPods(stage, "Succeeded", "run-task-0");
  await stage.waitFor("condition=Complete", "batchrun/run");
  await stage.waitFor("delete", "job/run-task-0");
  await stage.waitFor("jsonpath={.status.jobName}", "task/task");
  await stage.waitFor("jsonpath={.status.tasks[0].reason}=NameConflict", "batchrun/taken");

  await waitsFor(stage, "BatchNotFound");
  await stage.apply(aBatch("later", over(1)));
  await waitsFor(stage, "ConfigMapNotFound");
  await stage.kubectl("delete", "batch", "later");
  await waitUntil("an event is counted up", 60, async () => {
    return (await stage.list<KubeObject & { count?: number }>("events")).some(({ metadata, count }) => {
      return metadata?.name?.startsWith("waits.") && count === 2;
    });
  });
}

const template = { spec: { restartPolicy: "Never", containers: [{ name: "stranger", image: "stranger" }] } };

async function waitsFor({ waitFor }: Stage, reason: string): Promise<void> {
  await waitFor(`jsonpath={.status.conditions[?(@.type=='Reconciling')].reason}=${reason}`, "batchrun/waits");
}

operatorTest("where naming an owner takes the right to, the operator has it and others lack it", async (stage) => {
  const { cluster, namespace } = stage;
  await stage.operator.end("SIGTERM");
  await stage.apply(aTask("owner", { contexts: [repository("service")] }), aRun("owner", { batchSpec: over(0) }));
  await stage.kubectl("create", "role", "jobs", "--verb=create", "--resource=jobs.batch");
  await stage.kubectl("create", "rolebinding", "jobs", "--role=jobs", `--serviceaccount=${namespace}:default`);
  for (const { apiVersion, kind, plural } of [BatchRun, Task]) {
    const { metadata } = await stage.get<KubeObject>(`${plural}.kubetask.io/owner`);
    const owner = { apiVersion, kind, name: "owner", uid: metadata?.uid, controller: true, blockOwnerDeletion: true };
    const job = JSON.stringify({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "owned", ownerReferences: [owner] },
      spec: { suspend: true, template },
    });
    const create = ["create", "--dry-run=server", "--filename=-"];
    await as(cluster, "operator", namespace)(job, ...create);
    await assert.rejects(
      as(cluster, "agent", namespace)(job, ...create),
      /cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on/,
    );
  }
});
