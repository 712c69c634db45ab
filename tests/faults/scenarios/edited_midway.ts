/** Batch and template are edited once a run has frozen them: the run goes on as it began. */

import { aBatch, aRun, aTemplate, over } from "../../operator/objects.ts";
import { ControllerRevision } from "../../../reconcilers/kinds.ts";
import { playedTemplate } from "../played_jobs.ts";
import { type Scenario, unitsOf } from "../scenario.ts";

export const editedMidway: Scenario = {
  name: "edited-midway",
  async play(stage) {
    await stage.apply(
      aTemplate("kubetask-agent", playedTemplate("backoffLimit: 1")),
      aBatch("batch", over(4)),
      aRun("run", { batchRef: "batch" }),
    );
    await stage.until("the run is frozen", () => stage.record.live(ControllerRevision).length > 0);
    await stage.apply(aTemplate("kubetask-agent", playedTemplate("backoffLimit: 2")), aBatch("batch", over(2)));
    await stage.untilRunning(4);
    await stage.end("Complete", ...unitsOf("run", 0, 3));
  },
};
