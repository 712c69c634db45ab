/**
 * A share of `deno task faults` that is small enough for every change: one scenario wholly, of others every so manieth plan. A bug that a
 * plan found keeps a law where it was mended; a plan that finds it each time gets a step of its own here.
 */

import assert from "node:assert/strict";
import { clusterUnderTest } from "../operator/stage.ts";
import { Campaign } from "./campaign.ts";
import { drive } from "./drive.ts";
import { type Lane, openLane } from "./lane.ts";
import { crashModes } from "./plan.ts";
import type { Scenario } from "./scenario.ts";
import { jobDeleted } from "./scenarios/job_deleted.ts";
import { oneTask } from "./scenarios/one_task.ts";
import { runDeleted } from "./scenarios/run_deleted.ts";
import { runOf20 } from "./scenarios/run_of_20.ts";
import { ttlZero } from "./scenarios/ttl_zero.ts";

const sample: readonly { scenario: Scenario; stride: number }[] = [
  { scenario: oneTask, stride: 1 },
  { scenario: runOf20, stride: 41 },
  { scenario: jobDeleted, stride: 17 },
  { scenario: ttlZero, stride: 23 },
  { scenario: runDeleted, stride: 23 },
];

Deno.test({
  name: "a scenario comes to one and the same end",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn(test) {
    await using lane = await openLane(await clusterUnderTest());
    for (const { scenario, stride } of sample) {
      await test.step(`${scenario.name}, whenever the operator dies and whichever answer is lost`, async () => {
        await campaign(lane, scenario, stride);
      });
    }
  },
});

async function campaign(lane: Lane, scenario: Scenario, stride: number): Promise<void> {
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
}
