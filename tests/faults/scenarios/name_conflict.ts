/** A stranger's Job has the name of a unit, until it is deleted. */

import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import { AnyJob } from "../record.ts";
import { type Scenario, unitsOf } from "../scenario.ts";

export const nameConflict: Scenario = {
  name: "name-conflict",
  async play(stage) {
    await stage.apply(strangersJob("run-task-1"));
    await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchSpec: over(3) }));
    await stage.untilReason("NameConflict");
    await stage.untilRunning(2);
    await stage.delete(AnyJob, "run-task-1");
    await stage.untilRunning(3);
    await stage.end("Complete", ...unitsOf("run", 0, 2));
  },
};

/** Nobody runs it. */
function strangersJob(name: string): object {
  const containers = [{ name: "stranger", image: "kubetask.io/busybox:1" }];
  return {
    apiVersion: AnyJob.apiVersion,
    kind: AnyJob.kind,
    metadata: { name },
    spec: { suspend: true, template: { spec: { restartPolicy: "Never", containers } } },
  };
}
