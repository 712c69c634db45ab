/** A share of `deno task faults` that is small enough for every change: one scenario wholly, of others every so manieth plan. */

import assert from "node:assert/strict";
import { attachCluster } from "../cluster/cluster.ts";
import { Campaign } from "./campaign.ts";
import { drive } from "./drive.ts";
import { openLane } from "./lane.ts";
import { crashModes } from "./plan.ts";
import type { Scenario } from "./scenario.ts";
import { jobDeleted } from "./scenarios/job_deleted.ts";
import { nameConflict } from "./scenarios/name_conflict.ts";
import { oneTask } from "./scenarios/one_task.ts";
import { runDeleted } from "./scenarios/run_deleted.ts";
import { runOf20 } from "./scenarios/run_of_20.ts";
import { ttlZero } from "./scenarios/ttl_zero.ts";

const sample: readonly { scenario: Scenario; stride: number }[] = [
  { scenario: oneTask, stride: 1 },
  { scenario: runOf20, stride: 17 },
  { scenario: nameConflict, stride: 11 },
  { scenario: jobDeleted, stride: 11 },
  { scenario: ttlZero, stride: 11 },
  { scenario: runDeleted, stride: 11 },
];

for (const { scenario, stride } of sample) {
  Deno.test({
    name: `${scenario.name} comes to one and the same end, whenever the operator dies and whichever answer is lost`,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      const cluster = await attachCluster(Deno.env.get("KUBETASK_TEST_CLUSTER") ?? "");
      if (!cluster) {
        throw new Error("Cannot find the cluster to test against: KUBETASK_TEST_CLUSTER names none that runs");
      }
      await using lane = await openLane(cluster);
      const said: string[] = [];
      const campaign = new Campaign({
        drive: (scenario, plan, end) => drive(lane, scenario, plan, end),
        say: (line) => said.push(line),
        modes: crashModes,
        double: 0,
        seed: 1,
        share: { part: 1, parts: 1 },
        stride,
      });
      await campaign.run(scenario);
      assert.equal(campaign.conclude(), 0, said.join("\n"));
    },
  });
}
