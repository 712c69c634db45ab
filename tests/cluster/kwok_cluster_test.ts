/** A node that is played: pods end by themselves, as their annotations say. */

import assert from "node:assert/strict";
import { startCluster } from "./cluster.ts";
import { tracesOf } from "./traces.ts";

Deno.test({
  name: "played pods let one Job complete and fail another",
  sanitizeOps: true,
  sanitizeResources: true,
  fn: async () => {
    const cluster = await startCluster({ name: "selftest-kwok", node: "kwok" });
    try {
      await cluster.kubectlWith(JSON.stringify(job("good", { "kubetask.io/demo-exit": "0" })), "create", "-f-");
      await cluster.kubectlWith(JSON.stringify(job("bad", { "kubetask.io/demo-exit": "3" })), "create", "-f-");
      await cluster.kubectl("wait", "--for=condition=Complete", "job/good", "--timeout=60s");
      await cluster.kubectl("wait", "--for=condition=Failed", "job/bad", "--timeout=60s");

      const code = "jsonpath={.items[*].status.containerStatuses[*].state.terminated.exitCode}";
      assert.equal(await cluster.kubectl("get", "pods", "-l", "job-name=bad", "-o", code), "3");
    } finally {
      await cluster.stop();
    }
    assert.deepEqual(await tracesOf(cluster.kubeconfig), []);
  },
});

function job(name: string, annotations: Record<string, string>) {
  const spec = { restartPolicy: "Never", containers: [{ name: "main", image: "nowhere/nothing:1" }] };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { backoffLimit: 0, template: { metadata: { annotations }, spec } },
  };
}
