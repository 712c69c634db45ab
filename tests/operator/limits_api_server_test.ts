/** Limits delay the operator: it waits as long as it is asked to, uses the room there is, and goes on by itself. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import type { ApiRequest } from "../faults/api_request.ts";
import type { Reply } from "../faults/proxy.ts";
import { behindProxy } from "./behind_proxy.ts";
import { healed } from "./healed.ts";
import { aRun, aTemplate, jobTemplate, over } from "./objects.ts";
import { endPods } from "./pods.ts";
import { operatorTest } from "./stage.ts";

/** Seconds: several times what the operator would wait by itself. */
const wait = 2;
const tooMany: Reply = {
  status: 429,
  headers: { "retry-after": `${wait}` },
  body: { apiVersion: "v1", kind: "Status", status: "Failure", code: 429, reason: "TooManyRequests", message: "later" },
};

/** Everything that the operator asks of the API server. Of two runs, `limited` and `other`, only the first one meets the limit. */
const paths: readonly { verb: ApiRequest["verb"]; resource: string; isLimited(request: ApiRequest): boolean }[] = [
  { verb: "list", resource: "jobs", isLimited: () => true },
  { verb: "watch", resource: "jobs", isLimited: () => true },
  { verb: "get", resource: "configmaps", isLimited: ({ name }) => name === "limited" },
  { verb: "create", resource: "controllerrevisions", isLimited: ({ name }) => name.startsWith("limited") },
  { verb: "create", resource: "jobs", isLimited: ({ name }) => name === "limited-task-0" },
  { verb: "patch", resource: "batchruns/status", isLimited: ({ name }) => name === "limited" },
  { verb: "patch", resource: "jobs", isLimited: ({ name }) => name === "limited-task-0" },
];

for (const { verb, resource, isLimited } of paths) {
  operatorTest(
    `a 429 to ${verb} ${resource} is obeyed: nothing is sent there before, everywhere else all goes on`,
    async (stage) => {
      const asked: { at: number; isLimited: boolean }[] = [];
      const request = (request: ApiRequest) => {
        if (request.namespace !== "" && request.namespace !== stage.namespace) return "pass";
        const isThere = request.verb === verb && request.resource === resource && isLimited(request);
        asked.push({ at: performance.now(), isLimited: isThere });
        return isThere && asked.filter(({ isLimited }) => isLimited).length === 1 ? tooMany : "pass";
      };
      await using _ = await behindProxy(stage, { hooks: { request } });
      const template = jobTemplate("ttlSecondsAfterFinished: 0");
      await stage.apply(
        aTemplate("limited", template),
        aTemplate("kubetask-agent", template),
        aRun("limited", { batchSpec: over(1), agentTemplateRef: { name: "limited" } }),
        aRun("other", { batchSpec: over(1) }),
      );
      await endPods(stage, "Succeeded", "limited-task-0", "other-task-0");
      await stage.waitFor("condition=Complete", "batchrun/limited", "batchrun/other");
      await stage.waitFor("delete", "job/limited-task-0", "job/other-task-0");

      const [first, second] = asked.filter(({ isLimited }) => isLimited);
      if (!first || !second) throw new Error("Cannot tell: the path was not asked twice");
      assert.ok(second.at - first.at >= wait * 1000, `asked again after ${second.at - first.at} ms`);
      const between = asked.filter(({ at, isLimited }) => !isLimited && at > first.at && at < second.at);
      assert.notEqual(between.length, 0);
    },
  );
}

operatorTest("a run that a quota allows two Jobs at a time works through them, two at a time", async (stage) => {
  const units = 6;
  await stage.kubectl("create", "quota", "jobs", "--hard=count/jobs.batch=2");
  await stage.waitFor("jsonpath={.status.hard}", "quota/jobs");
  await stage.apply(
    aTemplate("kubetask-agent", jobTemplate("ttlSecondsAfterFinished: 0")),
    aRun("run", { batchSpec: over(units) }),
  );
  for (let ended = 0; ended < units; ended += 2) {
    await healed(`quota, after ${ended} units`, () => {
      return stage.waitFor("jsonpath={.status.progress.running}=2", "batchrun/run");
    });
    await endPods(stage, "Succeeded", ...(await stage.list("jobs")).map(nameOf));
    await stage.waitFor(`jsonpath={.status.progress.completed}=${ended + 2}`, "batchrun/run");
  }
  await stage.waitFor("condition=Complete", "batchrun/run");
});

operatorTest("Jobs that are deleted make room for those that a quota held up", async (stage) => {
  await stage.kubectl("create", "quota", "jobs", "--hard=count/jobs.batch=2");
  await stage.waitFor("jsonpath={.status.hard}", "quota/jobs");
  await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(4) }));
  await stage.waitFor("jsonpath={.status.progress.running}=2", "batchrun/run");
  await stage.waitFor(`jsonpath=${reason}=QuotaExceeded`, "batchrun/run");
  const first = (await stage.list("jobs")).map(nameOf);

  await stage.kubectl("delete", "job", ...first);
  await healed("quota, after deletions", () => stage.waitFor("jsonpath={.status.indexes.created}=0-3", "batchrun/run"));
  const { status } = await stage.get<BatchRun>("batchrun/run");
  const failed = status?.tasks?.filter(({ reason }) => reason === "JobDeleted").map(({ jobName }) => jobName);
  assert.deepEqual(failed?.sort(), first.sort());
});

const reason = "{.status.conditions[?(@.type=='Reconciling')].reason}";
