/** A run of a Batch that is created later. */

import { aBatch, aRun, aTemplate, over } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import { type Scenario, unitsOf } from "../scenario.ts";

export const batchMissing: Scenario = {
  name: "batch-missing",
  async play(stage) {
    await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchRef: "later" }));
    await stage.untilReason("BatchNotFound");
    await stage.apply(aBatch("later", over(3)));
    await stage.untilRunning(3);
    await stage.end("Complete", ...unitsOf("run", 0, 2));
  },
};
