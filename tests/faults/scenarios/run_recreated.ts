/** A run is deleted, and at once there is another one of that name: it gets Jobs of its own once the old ones are gone. */

import { BatchRun } from "../../../crds/kinds.ts";
import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import { type Scenario, unitsOf } from "../scenario.ts";

export const runRecreated: Scenario = {
  name: "run-recreated",
  async play(stage) {
    await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchSpec: over(3) }));
    await stage.untilRunning(3);
    await stage.delete(BatchRun, "run");
    await stage.until("the run is gone", () => stage.run() === undefined);
    await stage.apply(aRun("run", { batchSpec: over(3) }));
    await stage.untilRunning(3);
    await stage.end("Complete", ...unitsOf("run", 0, 2));
  },
};
