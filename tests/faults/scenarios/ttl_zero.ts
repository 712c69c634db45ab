/** Jobs that delete themselves as soon as they have ended. */

import { aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import { type Scenario } from "../scenario.ts";

export const ttlZero: Scenario = {
  name: "ttl-zero",
  async play(stage) {
    await stage.apply(
      aTemplate("kubetask-agent", playedTemplate("ttlSecondsAfterFinished: 0")),
      aRun("run", { batchSpec: over(3) }),
      aTask("task", { contexts: [repository("service")] }),
    );
    await stage.untilRunning(3);
    await stage.until("the Task runs", () => stage.task()?.status?.phase === "Running");
    await stage.end("Complete", ...stage.jobNames());
  },
};
