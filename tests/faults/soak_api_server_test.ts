/** A minute of `deno task soak`. */

import assert from "node:assert/strict";
import { clusterUnderTest } from "../operator/stage.ts";
import { openLane } from "./lane.ts";
import { soak } from "./soak/soak.ts";

Deno.test({
  name: "whatever breaks at random, every unit gets one Job, every status becomes true, and then nothing is written",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    await using lane = await openLane(await clusterUnderTest());
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
