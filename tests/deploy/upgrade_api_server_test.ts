/** Operators come and go, as docs/install.md says; runs stay, and can always be deleted. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { namespace as system } from "../../deploy/rbac.ts";
import { aRun, aTemplate, jobTemplate, over } from "../operator/objects.ts";
import type { OperatorProcess } from "../operator/operator_process.ts";
import { endPods } from "../operator/pods.ts";
import { requestsIn, sizeOf } from "../operator/requests.ts";
import { operatorTest, type Stage } from "../operator/stage.ts";
import { follow, startInstalled } from "./installed.ts";

/** Jobs that delete themselves as soon as they can: what becomes of their outcome is up to the operator. */
const fleeting = aTemplate("kubetask-agent", jobTemplate("ttlSecondsAfterFinished: 0", "backoffLimit: 0"));

/** A test with an operator that was installed as a user would. `body` ends it. */
function installedTest(law: string, body: (stage: Stage, operator: OperatorProcess) => Promise<void>): void {
  operatorTest(law, async (stage) => {
    await stage.operator.end("SIGTERM");
    await follow(stage.cluster, "install");
    const operator = await startInstalled(stage.cluster, system);
    try {
      await body(stage, operator);
    } finally {
      await operator.end("SIGKILL");
      // For the tests after this one.
      await follow(stage.cluster, "install");
    }
  });
}

installedTest(
  "a run survives that its operator is uninstalled and installed again: no unit is lost or run twice",
  async (stage, operator) => {
    const { cluster, apply, get, waitFor, namespace } = stage;
    const before = await sizeOf(cluster.auditLog);
    await apply(fleeting, aRun("run", { batchSpec: over(4) }));
    await endPods(stage, "Succeeded", "run-task-0");
    await waitFor("jsonpath={.status.indexes.succeeded}=0", "batchrun/run");

    await operator.end("SIGTERM");
    await follow(cluster, "uninstall");
    await assert.rejects(
      cluster.kubectl("get", "deployment,clusterrole", "kubetask-operator", "-n", system),
      /NotFound/,
    );
    await endPods(stage, "Succeeded", "run-task-1");
    await endPods(stage, "Failed", "run-task-2");
    await waitFor("jsonpath={.metadata.deletionTimestamp}", "job/run-task-1", "job/run-task-2");

    await follow(cluster, "upgrade");
    const next = await startInstalled(cluster, system);
    try {
      await endPods(stage, "Succeeded", "run-task-3");
      await waitFor("condition=Failed", "batchrun/run");
      await waitFor("delete", "job/run-task-1", "job/run-task-2");
      const { status } = await get<BatchRun>("batchrun/run");
      assert.deepEqual(status?.indexes, { created: "0-3", succeeded: "0-1,3", failed: "2" });
      const made = (await requestsIn(cluster.auditLog, before)).filter((request) => {
        return request.verb === "create" && request.resource === "jobs" && request.namespace === namespace &&
          request.code === 201;
      });
      assert.equal(made.length, 4);
      await stage.kubectl("delete", "namespace", namespace, "--timeout=60s");
    } finally {
      await next.end("SIGKILL");
    }
  },
);

installedTest("a namespace whose operator went first can be emptied by hand", async (stage, operator) => {
  const { cluster, namespace } = stage;
  await stage.apply(fleeting, aRun("run", { batchSpec: over(3) }));
  await endPods(stage, "Succeeded", "run-task-0");
  await stage.waitFor("jsonpath={.status.indexes.created}=0-2", "batchrun/run");
  await operator.end("SIGTERM");
  await follow(cluster, "uninstall");

  await stage.kubectl("delete", "namespace", namespace, "--wait=false");
  const jobs = ["job/run-task-0", "job/run-task-1", "job/run-task-2"];
  await stage.waitFor("jsonpath={.metadata.deletionTimestamp}", ...jobs);
  const finalizers = "jsonpath={.items[*].metadata.finalizers}";
  const ours = '["kubetask.io/outcome"]';
  assert.equal(await stage.kubectl("get", "jobs", `--output=${finalizers}`), `${ours} ${ours} ${ours}`);
  await follow(cluster, "release jobs");
  await cluster.kubectl("wait", "--for=delete", "--timeout=60s", `namespace/${namespace}`);
});

installedTest(
  "who deletes the runs before the operator leaves nothing behind, and then the kinds can go",
  async (stage, operator) => {
    const { cluster } = stage;
    await stage.apply(fleeting, aRun("run", { batchSpec: over(3) }));
    await stage.waitFor("jsonpath={.status.indexes.created}=0-2", "batchrun/run");
    await follow(cluster, "delete runs");
    await stage.waitFor("delete", "job/run-task-0", "job/run-task-1", "job/run-task-2");

    assert.equal(await operator.end("SIGTERM"), 0);
    await follow(cluster, "uninstall");
    await follow(cluster, "delete kinds");
    const kinds = await cluster.kubectl("get", "crd,clusterrole,clusterrolebinding", "-o", "name");
    assert.deepEqual(kinds.split("\n").filter((name) => name.includes("kubetask")), []);
  },
);
