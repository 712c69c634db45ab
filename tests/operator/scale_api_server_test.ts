/** What runs cost the API server, counted in its log: a write for each unit, and little else. */

import assert from "node:assert/strict";
import { api } from "../../kernel/api.ts";
import { systemClock as clock } from "../../kernel/clock.ts";
import { outsideCluster } from "../../kernel/connect.ts";
import { complete } from "./jobs.ts";
import { aRun, aTemplate, jobTemplate, over } from "./objects.ts";
import { isOperator, requestsIn, sizeOf, type TimedRequest } from "./requests.ts";
import { operatorTest, type Stage } from "./stage.ts";

const units = 1_000;
const names = Array.from({ length: units }, (_, index) => `run-task-${index}`);

operatorTest("a run costs a write for each unit, and in its whole life one more for each second", async (stage) => {
  const begun = await sizeOf(stage.cluster.auditLog);
  await stage.apply(
    aTemplate("kubetask-agent", jobTemplate("suspend: true")),
    aRun("run", { batchSpec: over(units) }),
  );
  await stage.waitFor(`jsonpath={.status.indexes.created}=0-${units - 1}`, "batchrun/run");
  const beginning = await costs(stage, begun);
  const isRead = ({ verb }: TimedRequest) => ["get", "list", "watch"].includes(verb);
  assert.equal(beginning.filter(({ verb, resource }) => verb === "create" && resource === "jobs").length, units);
  assert.ok(beginning.filter((request) => !isRead(request)).length <= 1.02 * units);
  assert.ok(beginning.filter(isRead).length <= 0.05 * units);

  await endAll(stage);
  await stage.waitFor("condition=Complete", "batchrun/run");
  const life = await costs(stage, begun);
  const seconds = (life.at(-1)!.answered - life[0]!.received) / 1000;
  const statuses = life.filter(({ resource }) => resource === "batchruns/status").length;
  // The first one and the last one are written at once.
  assert.ok(statuses <= seconds + 2, `${statuses} in ${seconds} s`);
  // Of the Jobs nothing is written once they are there; Events tell of the start and the end.
  const others = life.filter(({ verb, resource }) => verb !== "create" && resource !== "batchruns/status");
  assert.deepEqual(others.filter((request) => !isRead(request)), []);
  assert.ok(life.length <= 1.05 * units + statuses);
});

/** What the operator asked for in this namespace since then. */
async function costs({ cluster, namespace }: Stage, from: number): Promise<TimedRequest[]> {
  const requests = await requestsIn(cluster.auditLog, from);
  return requests.filter((request) => isOperator(request) && request.namespace === namespace);
}

/** All Jobs, several at a time. */
async function endAll({ cluster, namespace }: Stage): Promise<void> {
  const connection = await outsideCluster({ kubeconfig: cluster.kubeconfig, userAgent: "test", clock });
  const client = api(connection);
  const left = names.values();
  const work = async () => {
    for (const name of left) await complete(client, namespace, name);
  };
  await Promise.all(Array.from({ length: 8 }, work));
  connection.close();
}
