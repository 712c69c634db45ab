/** A real node: containers run, their logs can be read, and nothing of them survives the cluster. Needs root. */

import assert from "node:assert/strict";
import { type Cluster, startCluster } from "./cluster.ts";
import { kill } from "./processes.ts";
import { commandLines, tracesOf } from "./traces.ts";

const name = "selftest-real";
const image = "ghcr.io/myorg/claude-agent:v1.2.3";

law(
  "a Job runs in an image of any name, its log is readable, and nothing is left of a pod that still ran",
  async () => {
    const cluster = await startCluster({ name, node: "real", images: [image] });
    try {
      await cluster.kubectl("create", "job", "hello", `--image=${image}`, "--", "echo", "hello from the node");
      await cluster.kubectl("wait", "--for=condition=Complete", "job/hello", "--timeout=60s");
      assert.equal(await cluster.kubectl("logs", "job/hello"), "hello from the node\n");

      await runSleeper(cluster, "31536001");
      assert.equal(countOf("sleep 31536001"), 1);
    } finally {
      await cluster.stop();
    }
    assert.equal(countOf("sleep 31536001"), 0);
    assert.deepEqual(await tracesOf(cluster.kubeconfig), []);
  },
);

law("a node starts after everything but its containers was killed", async () => {
  const first = await startCluster({ name, node: "real" });
  await runSleeper(first, "31536002");
  for (const pid of Object.values(first.pids)) kill(pid);

  const second = await startCluster({ name, node: "real" });
  try {
    assert.equal(countOf("sleep 31536002"), 0);
    await runSleeper(second, "31536003");
  } finally {
    await second.stop();
  }
  assert.equal(countOf("sleep 31536003"), 0);
  assert.deepEqual(await tracesOf(second.kubeconfig), []);
});

async function runSleeper(cluster: Cluster, seconds: string): Promise<void> {
  await cluster.kubectl("run", "sleeper", "--image=kubetask.io/busybox:1", "--", "sleep", seconds);
  await cluster.kubectl("wait", "--for=condition=Ready", "pod/sleeper", "--timeout=60s");
}

function countOf(command: string): number {
  return commandLines().filter((line) => line === command).length;
}

function law(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ignore: Deno.uid() !== 0, sanitizeOps: true, sanitizeResources: true });
}
