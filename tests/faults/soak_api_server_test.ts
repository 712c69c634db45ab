/** A minute of `deno task soak`. */

import assert from "node:assert/strict";
import { attachCluster } from "../cluster/cluster.ts";
import { openLane } from "./lane.ts";
import { soak } from "./soak/soak.ts";

Deno.test({
  name: "whatever breaks at random, every unit gets one Job, every status becomes true, and then nothing is written",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const cluster = await attachCluster(Deno.env.get("KUBETASK_TEST_CLUSTER") ?? "");
    if (!cluster) {
      throw new Error("Cannot find the cluster to test against: KUBETASK_TEST_CLUSTER names none that runs");
    }
    await using lane = await openLane(cluster);
    const violations = await soak(lane, {
      duration: 45_000,
      quiet: 5_000,
      seed: 1,
      rate: 20,
      size: 300,
      say: (line) => console.log(line),
    });
    assert.deepEqual(violations, []);
  },
});
