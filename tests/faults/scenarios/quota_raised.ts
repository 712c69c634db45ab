/** A quota allows no Job, and later it does. */

import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { ResourceQuota } from "../record.ts";
import { playedTemplate } from "../played_jobs.ts";
import { type Scenario, type Stage, unitsOf } from "../scenario.ts";

export const quotaRaised: Scenario = {
  name: "quota-raised",
  async play(stage) {
    await setQuota(stage, "0");
    await stage.admin.untilJobs("refused", stage.namespace);
    await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchSpec: over(3) }));
    await stage.untilReason("QuotaExceeded");
    await setQuota(stage, "5");
    await stage.admin.untilJobs("accepted", stage.namespace);
    await stage.untilRunning(3);
    await stage.end("Complete", ...unitsOf("run", 0, 2));
  },
};

/** Returns once it counts. */
async function setQuota(stage: Stage, jobs: string): Promise<void> {
  const { apiVersion, kind } = ResourceQuota;
  const hard = { "count/jobs.batch": jobs };
  await stage.apply({ apiVersion, kind, metadata: { name: "jobs" }, spec: { hard } } as ResourceQuota);
  const inForce = () => JSON.stringify(stage.record.get(ResourceQuota, "jobs")?.status?.hard) === JSON.stringify(hard);
  await stage.until(`the quota is ${jobs}`, inForce);
}
