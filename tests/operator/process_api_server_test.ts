/** The operator as seen from outside: what it asks of the API server, and how it ends. */

import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { sleep, systemClock } from "../../kernel/clock.ts";
import { aRun, aTask, aTemplate, jobTemplate, over, repository } from "./objects.ts";
import { endPods } from "./pods.ts";
import { isOperator, isWrite, requestsIn, sizeOf } from "./requests.ts";
import { operatorTest } from "./stage.ts";

operatorTest("the operator ends cleanly at SIGTERM, after a log of one JSON object per line", async ({ operator }) => {
  assert.equal(await operator.end("SIGTERM"), 0);
  const log = operator.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const steps = log.map(({ message }) => message).filter((message) => message !== "Listed");
  assert.deepEqual(steps, ["Starting", "Ready", "Stopping", "Stopped"]);
  for (const { time, level } of log) assert.deepEqual([typeof time, level], ["string", "info"]);
});

operatorTest(
  "the operator names itself and its version in every request",
  async ({ cluster, namespace, apply, waitFor }) => {
    await apply(aRun("run", { batchSpec: over(1) }));
    await waitFor("create", "job/run-task-0");
    const creator = (await requestsIn(cluster.auditLog)).find((request) => {
      return request.namespace === namespace && request.resource === "jobs" && request.verb === "create";
    });
    assert.equal(creator?.userAgent, `kubetask/${config.version}`);
  },
);

operatorTest("starting 50 units costs 1.1 writes each, and reads no more than one unit would", async (stage) => {
  const { cluster, namespace } = stage;
  const units = 50;
  await stage.apply(aTemplate("kubetask-agent", jobTemplate("suspend: true")), aRun("run", { batchSpec: over(units) }));
  await stage.waitFor(`jsonpath={.status.indexes.created}=0-${units - 1}`, "batchrun/run");
  const requests = (await requestsIn(cluster.auditLog))
    .filter((request) => request.namespace === namespace && isOperator(request));
  const writes = requests.filter(isWrite);
  const summary = requests.map(({ verb, resource }) => `${verb} ${resource}`).join(", ");
  assert.ok(writes.length <= units * 1.1, `${writes.length} writes: ${summary}`);
  // The template and the snapshot, each perhaps a few times until the snapshot is there.
  assert.ok(requests.length - writes.length <= 6, `${requests.length - writes.length} reads: ${summary}`);
});

/** Longer than the shortest interval at which anything is tried again (5 s). */
const quietSeconds = 8;

operatorTest("an operator with nothing to do asks nothing", async (stage) => {
  const { cluster, namespace } = stage;
  await stage.apply(
    aTemplate("kubetask-agent", jobTemplate()),
    aRun("running", { batchSpec: over(2) }),
    aRun("done", { batchSpec: over(1) }),
    aTask("waiting", { contexts: [repository("service")] }),
  );
  await endPods(stage, "Succeeded", "done-task-0");
  await stage.waitFor("condition=Complete", "batchrun/done");
  await stage.waitFor("jsonpath={.status.progress.running}=2", "batchrun/running");
  await stage.waitFor("jsonpath={.status.phase}=Running", "task/waiting");

  const from = await sizeOf(cluster.auditLog);
  // That something does not happen can only be seen over time.
  await sleep(systemClock, quietSeconds * 1000, new AbortController().signal);
  // Runs that other tests left blocked are looked after in their own namespaces.
  const asked = (await requestsIn(cluster.auditLog, from)).filter((request) => {
    return isOperator(request) && ["", namespace].includes(request.namespace);
  });
  assert.deepEqual(asked, []);
});
