/** A template from which no Job can be made: every unit fails without one. */

import { aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import type { Scenario } from "../scenario.ts";

export const templateInvalid: Scenario = {
  name: "template-invalid",
  async play(stage) {
    await stage.apply(
      aTemplate("kubetask-agent", playedTemplate("backoffLimit: -1")),
      aRun("run", { batchSpec: over(3) }),
      aTask("task", { contexts: [repository("service")] }),
    );
    await stage.until("the run has failed", () => stage.run()?.status?.phase === "Failed");
    await stage.until("the Task has failed", () => stage.task()?.status?.phase === "Failed");
  },
};
