/** A queue decides when Jobs start: played here by who resumes them, as Kueue does. */

import assert from "node:assert/strict";
import { load } from "js-yaml";
import type { BatchRun } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import type { ConfigMap, Job } from "../../reconcilers/kinds.ts";
import { blocksOf } from "../docs/blocks.ts";
import { openShell } from "../e2e/document.ts";
import { aRun, over } from "../operator/objects.ts";
import { endPods } from "../operator/pods.ts";
import { operatorTest } from "../operator/stage.ts";

const blocks = blocksOf("ecosystem.md");

operatorTest("units wait in a queue as long as it takes, and say so; each runs when its turn comes", async (stage) => {
  const { apply, get, kubectl, list, waitFor } = stage;
  const template = blocks.find(({ text }) => text.includes("kueue.x-k8s.io/queue-name"))?.text ?? "";
  await apply(load(template) as ConfigMap, aRun("upgrade-go-1", { batchSpec: over(2) }));
  const standing = async () => {
    const { status } = await get<BatchRun>("batchrun/upgrade-go-1");
    const { reason, message } = status?.conditions?.find(({ type }) => type === "Reconciling") ?? {};
    return {
      reason,
      message,
      units: status?.tasks?.map(({ status, reason }) => reason ? `${status} ${reason}` : status),
    };
  };
  const resume = (job: string) => kubectl("patch", "job", job, "--type=merge", '--patch={"spec":{"suspend":false}}');

  await waitFor("jsonpath={.status.indexes.created}=0-1", "batchrun/upgrade-go-1");
  assert.deepEqual(await standing(), {
    reason: "Suspended",
    message: "0 of 2 tasks finished, 0 failed; The Job is suspended",
    units: ["Pending Suspended", "Pending Suspended"],
  });
  // Queues find Jobs by this label; and the time that an agent may take does not run yet.
  const jobs = await list<Job>("jobs", "--selector=kueue.x-k8s.io/queue-name=agents");
  assert.deepEqual(jobs.map((job) => [nameOf(job), job.spec?.activeDeadlineSeconds, job.status?.startTime]), [
    ["upgrade-go-1-task-0", 3600, undefined],
    ["upgrade-go-1-task-1", 3600, undefined],
  ]);

  await resume("upgrade-go-1-task-0");
  await waitFor("jsonpath={.status.progress.running}=1", "batchrun/upgrade-go-1");
  assert.deepEqual(await standing(), {
    reason: "Running",
    message: "0 of 2 tasks finished, 0 failed",
    units: ["Running", "Pending Suspended"],
  });

  await endPods(stage, "Succeeded", "upgrade-go-1-task-0");
  await waitFor("jsonpath={.status.progress.completed}=1", "batchrun/upgrade-go-1");
  await resume("upgrade-go-1-task-1");
  await endPods(stage, "Succeeded", "upgrade-go-1-task-1");

  await using shell = await openShell(stage.cluster, stage.namespace);
  for (const { language, text } of blocks) if (language === "sh") await shell.run(text);
  assert.deepEqual((await standing()).units, ["Succeeded", "Succeeded"]);
});
