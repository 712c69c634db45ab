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

interface Path {
  readonly verb: ApiRequest["verb"];
  readonly resource: string;
}

/** What the operator needs before it can work on anything. */
const needed: readonly Path[] = [{ verb: "list", resource: "jobs" }, { verb: "watch", resource: "jobs" }];

for (const { verb, resource } of needed) {
  operatorTest(
    `a 429 to ${verb} ${resource} is obeyed: nothing is sent there before, all else goes on`,
    async (stage) => {
      const limited: number[] = [];
      let goesOn = false;
      const request = (request: ApiRequest) => {
        const isThere = request.verb === verb && request.resource === resource;
        if (isThere) limited.push(performance.now());
        else if (limited.length > 0) goesOn = true;
        return isThere && !(goesOn && limited.length > 1) ? tooMany : "pass";
      };
      await using _ = await behindProxy(stage, { hooks: { request } });
      await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(1) }));
      await stage.waitFor("jsonpath={.status.progress.running}=1", "batchrun/run");
      assertObeyed(limited);
    },
  );
}

/** What it asks for one run. Of two runs, `limited` and `other`, only the first one meets the limit. */
const paths: readonly (Path & { concerns(name: string): boolean })[] = [
  { verb: "get", resource: "configmaps", concerns: (name) => name === "limited" },
  { verb: "create", resource: "controllerrevisions", concerns: (name) => name.startsWith("limited") },
  { verb: "create", resource: "jobs", concerns: (name) => name === "limited-task-0" },
  { verb: "patch", resource: "batchruns/status", concerns: (name) => name === "limited" },
  { verb: "patch", resource: "jobs", concerns: (name) => name === "limited-task-0" },
];

for (const { verb, resource, concerns } of paths) {
  operatorTest(
    `a 429 to ${verb} ${resource} is obeyed: nothing is sent there before, other runs go on`,
    async (stage) => {
      const limited: number[] = [];
      const met = Promise.withResolvers<void>();
      let isOver = false;
      const request = (request: ApiRequest) => {
        const isThere = request.verb === verb && request.resource === resource && concerns(request.name);
        if (request.namespace !== stage.namespace || !isThere) return "pass";
        limited.push(performance.now());
        met.resolve();
        return isOver ? "pass" : tooMany;
      };
      await using _ = await behindProxy(stage, { hooks: { request } });
      const template = jobTemplate("ttlSecondsAfterFinished: 0");
      const run = aRun("limited", { batchSpec: over(1), agentTemplateRef: { name: "limited" } });
      await stage.apply(aTemplate("limited", template), aTemplate("kubetask-agent", template), run);
      const isLast = verb === "patch" && resource === "jobs";
      if (isLast) await endPods(stage, "Succeeded", "limited-task-0");
      await met.promise;

      await stage.apply(aRun("other", { batchSpec: over(1) }));
      await endPods(stage, "Succeeded", "other-task-0");
      await stage.waitFor("condition=Complete", "batchrun/other");
      await stage.waitFor("delete", "job/other-task-0");

      isOver = true;
      if (!isLast) await endPods(stage, "Succeeded", "limited-task-0");
      await stage.waitFor("condition=Complete", "batchrun/limited");
      await stage.waitFor("delete", "job/limited-task-0");
      assertObeyed(limited);
    },
  );
}

/** The second request came no sooner than it was told to. Milliseconds. */
function assertObeyed([first, second]: readonly number[]): void {
  if (first === undefined || second === undefined) throw new Error("Cannot tell: the path was not asked twice");
  assert.ok(second - first >= wait * 1000, `asked again after ${second - first} ms`);
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
