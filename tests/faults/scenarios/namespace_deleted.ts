/** The namespace of a run is deleted while its Jobs are made. */

import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { Namespace } from "../admin.ts";
import { playedTemplate } from "../played_jobs.ts";
import { recorded } from "../record.ts";
import type { Scenario } from "../scenario.ts";

export const namespaceDeleted: Scenario = {
  name: "namespace-deleted",
  async play(stage) {
    const template = playedTemplate("ttlSecondsAfterFinished: 3600");
    await stage.apply(aTemplate("kubetask-agent", template), aRun("run", { batchSpec: over(6) }));
    await stage.until("there are some Jobs", () => stage.jobNames().length >= 3);
    await stage.admin.delete(Namespace, undefined, stage.namespace);
    await stage.until("nothing is left", () => recorded.every((kind) => stage.record.live(kind).length === 0));
  },
};
