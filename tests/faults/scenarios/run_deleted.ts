/** A run is deleted while its Jobs are made. All of them go, also those that keep themselves for their outcome. */

import { BatchRun } from "../../../crds/kinds.ts";
import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import type { Scenario } from "../scenario.ts";

export const runDeleted: Scenario = {
  name: "run-deleted",
  async play(stage) {
    const template = playedTemplate("ttlSecondsAfterFinished: 3600");
    await stage.apply(aTemplate("kubetask-agent", template), aRun("run", { batchSpec: over(6) }));
    await stage.until("there are some Jobs", () => stage.jobNames().length >= 3);
    await stage.delete(BatchRun, "run");
    await stage.until("nothing is left", () => stage.jobNames().length === 0);
  },
};
