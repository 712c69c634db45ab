/** What a run does is decided when it starts. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { aBatch, aRun, aTemplate, jobTemplate, over } from "./objects.ts";
import { operatorTest } from "./stage.ts";

operatorTest("edits of the Batch and of the template do not touch a run that has started", async (stage) => {
  await stage.kubectl("create", "quota", "jobs", "--hard=count/jobs.batch=1");
  await stage.waitFor("jsonpath={.status.hard}", "quota/jobs");
  await stage.apply(
    aTemplate("kubetask-agent", jobTemplate("backoffLimit: 1")),
    aBatch("batch", over(2)),
    aRun("run", { batchRef: "batch" }),
  );
  await stage.waitFor("jsonpath={.status.indexes.created}", "batchrun/run");
  await stage.apply(aTemplate("kubetask-agent", jobTemplate("backoffLimit: 2")), aBatch("batch", over(3)));

  await stage.kubectl("delete", "quota", "jobs");
  await stage.waitFor("jsonpath={.status.indexes.created}=0-1", "batchrun/run");
  assert.equal((await stage.get<BatchRun>("batchrun/run")).status?.progress?.total, 2);
  const jobs = await stage.list<Job>("jobs");
  assert.deepEqual(jobs.map(({ spec }) => spec?.backoffLimit), [1, 1]);
});

operatorTest("a run may be mended until it has started, and not after", async ({ apply, kubectl, waitFor }) => {
  const toBatch = (
    name: string,
  ) => ["patch", "batchrun", "run", "--type=merge", `--patch={"spec":{"batchRef":"${name}"}}`];
  await apply(aTemplate("kubetask-agent", jobTemplate()), aBatch("batch", over(1)), aRun("run", { batchRef: "bacth" }));
  await waitFor("jsonpath={.status.phase}=Pending", "batchrun/run");

  await kubectl(...toBatch("batch"));
  await waitFor("jsonpath={.status.startTime}", "batchrun/run");
  await assert.rejects(kubectl(...toBatch("another")), /spec cannot be changed once the BatchRun has started/);
});
