/** Someone deletes a Job that the status knows. Its unit has failed, and is not run again. */

import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import { AnyJob } from "../record.ts";
import { type Scenario, unitsOf } from "../scenario.ts";

export const jobDeleted: Scenario = {
  name: "job-deleted",
  async play(stage) {
    await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchSpec: over(4) }));
    await stage.untilRunning(4);
    await stage.delete(AnyJob, "run-task-0");
    await stage.until("the status tells of it", () => stage.run()?.status?.progress?.failed === 1);
    await stage.end("Complete", ...unitsOf("run", 1, 3));
  },
};
