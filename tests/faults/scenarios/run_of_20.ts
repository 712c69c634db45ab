/** A run of 20 units of which one fails. */

import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import { type Scenario, unitsOf } from "../scenario.ts";

export const runOf20: Scenario = {
  name: "run-of-20",
  async play(stage) {
    await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchSpec: over(20) }));
    await stage.untilRunning(20);
    await stage.end("Failed", "run-task-7");
    await stage.end("Complete", ...unitsOf("run", 0, 6), ...unitsOf("run", 8, 19));
  },
};
