/** Admission webhooks that deny, hang, are down or change Jobs: each unit gets one Job at most, its siblings go on, and it says why. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { type KubeObject, nameOf, uidOf } from "../../kernel/object.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { AdmissionServer, type Operation, type Verdict } from "./admission_server.ts";
import { healed } from "./healed.ts";
import { aRun, aTemplate, jobTemplate, over } from "./objects.ts";
import { endPods } from "./pods.ts";
import { isOperator, requestsIn } from "./requests.ts";
import { operatorTest, type Stage } from "./stage.ts";

const template = aTemplate("kubetask-agent", jobTemplate());
const isFirst = (job: KubeObject) => nameOf(job) === "run-task-0";

/** A test with a webhook in force from the start, which allows everything. */
function webhookTest(
  law: string,
  { how, operations = ["CREATE"] }: { how: "Validating" | "Mutating"; operations?: readonly string[] },
  body: (stage: Stage, webhook: AdmissionServer) => Promise<void>,
): void {
  operatorTest(law, async (stage) => {
    await using webhook = await AdmissionServer.start(stage.cluster);
    await using _ = await webhook.guard(stage.namespace, how, operations);
    await body(stage, webhook);
  });
}

webhookTest(
  "a denied unit waits with the webhook's words, and goes on once it is allowed",
  { how: "Validating" },
  async (stage, webhook) => {
    webhook.judge = (job) => isFirst(job) ? { deny: "not on Mondays" } : "allow";
    await stage.apply(template, aRun("run", { batchSpec: over(3) }));
    await stage.waitFor("jsonpath={.status.indexes.created}=1-2", "batchrun/run");
    await stage.waitFor("jsonpath={.status.tasks[0].reason}=AdmissionDenied", "batchrun/run");
    assert.match((await statusOf(stage))?.tasks?.[0]?.message ?? "", /denied the request: not on Mondays$/);

    webhook.judge = () => "allow";
    await healed("denied", () => stage.waitFor("jsonpath={.status.indexes.created}=0-2", "batchrun/run"));
  },
);

webhookTest(
  "a webhook that hangs at one unit holds up that unit alone",
  { how: "Validating" },
  async (stage, webhook) => {
    webhook.judge = (job) => isFirst(job) ? "hang" : "allow";
    await stage.apply(template, aRun("run", { batchSpec: over(40) }));
    await stage.waitFor("jsonpath={.status.indexes.created}=1-39", "batchrun/run");
    await stage.operator.said("context deadline exceeded");

    webhook.judge = () => "allow";
    await healed("hanging", () => stage.waitFor("jsonpath={.status.indexes.created}=0-39", "batchrun/run"));
  },
);

webhookTest("a webhook that is down holds up a run until it is back", { how: "Validating" }, async (stage, webhook) => {
  await webhook.down();
  await stage.apply(template, aRun("run", { batchSpec: over(3) }));
  await stage.operator.said("connection refused");
  assert.deepEqual((await statusOf(stage))?.progress?.pending, 3);
  assert.deepEqual(await stage.list("jobs"), []);

  await webhook.up();
  await healed("down", () => stage.waitFor("jsonpath={.status.indexes.created}=0-2", "batchrun/run"));
});

const add = (path: string, value: unknown): Verdict => ({ change: [{ op: "add", path, value }] });
const label = (name: string) => `/metadata/labels/${name.replace("/", "~1")}`;

/** Changes that a run outlives. */
const harmless: Record<string, Verdict> = {
  "adds a label": add(label("team/cost"), "red"),
  "overrules our managed-by label": add(label("app.kubernetes.io/managed-by"), "someone"),
  "changes our index": add("/metadata/annotations/kubetask.io~1index", "7"),
  "removes our labels": { change: [{ op: "remove", path: "/metadata/labels" }] },
};

for (const [what, verdict] of Object.entries(harmless)) {
  webhookTest(`a run ends as ever though a webhook ${what}`, { how: "Mutating" }, async (stage, webhook) => {
    webhook.judge = () => verdict;
    await stage.apply(template, aRun("run", { batchSpec: over(2) }));
    await endPods(stage, "Succeeded", "run-task-0", "run-task-1");
    await stage.waitFor("condition=Complete", "batchrun/run");
    assert.deepEqual(await jobsCreated(stage), 2);
  });
}

webhookTest(
  "a Job that a webhook suspends leaves its unit Pending until it is resumed",
  { how: "Mutating" },
  async (stage, webhook) => {
    webhook.judge = () => add("/spec/suspend", true);
    await stage.apply(template, aRun("run", { batchSpec: over(1) }));
    await stage.waitFor("jsonpath={.status.indexes.created}=0", "batchrun/run");
    assert.equal((await statusOf(stage))?.tasks?.[0]?.status, "Pending");

    await stage.kubectl("patch", "job", "run-task-0", "--type=merge", '--patch={"spec":{"suspend":false}}');
    await endPods(stage, "Succeeded", "run-task-0");
    await stage.waitFor("condition=Complete", "batchrun/run");
  },
);

const insisting: Record<string, (job: KubeObject) => Operation> = {
  "our label, again and again": () => ({ op: "add", path: label("app.kubernetes.io/managed-by"), value: "someone" }),
  // Once is enough: these API servers let only those give an object an owner who may delete it.
  "the owner": () => ({ op: "add", path: "/metadata/ownerReferences", value: [] }),
  "the name": (job) => ({ op: "replace", path: "/metadata/name", value: `${nameOf(job)}-${crypto.randomUUID()}` }),
};

for (const [what, operation] of Object.entries(insisting)) {
  const options = { how: "Mutating", operations: ["CREATE", "UPDATE"] } as const;
  webhookTest(
    `a unit whose Job a webhook changed in ${what} has failed, and gets no second one`,
    options,
    async (stage, webhook) => {
      webhook.judge = (job) => isFirst(job) ? { change: [operation(job)] } : "allow";
      await stage.apply(template, aRun("run", { batchSpec: over(2) }));
      await endPods(stage, "Succeeded", "run-task-1");
      await stage.waitFor("condition=Failed", "batchrun/run");
      const { tasks } = await statusOf(stage) ?? {};
      assert.deepEqual(tasks?.map(({ status, reason }) => [status, reason]), [
        ["Failed", "JobAltered"],
        ["Succeeded", undefined],
      ]);
      assert.equal(await jobsCreated(stage), 2);
    },
  );
}

async function statusOf({ get }: Stage): Promise<BatchRun["status"]> {
  return (await get<BatchRun>("batchrun/run")).status;
}

/** How many Jobs the operator was ever given. */
async function jobsCreated({ cluster, namespace, list }: Stage): Promise<number> {
  const created = (await requestsIn(cluster.auditLog)).filter(isOperator)
    .filter((request) => request.namespace === namespace && request.resource === "jobs")
    .filter(({ verb, code }) => verb === "create" && code === 201).length;
  assert.equal(new Set((await list<Job>("jobs")).map(uidOf)).size, created);
  return created;
}
