/** A Task and a run wait for a template, which makes Jobs once it is there. */

import { aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import type { Scenario } from "../scenario.ts";

const agentTemplateRef = { name: "later" };

export const templateMissing: Scenario = {
  name: "template-missing",
  async play(stage) {
    await stage.apply(
      aRun("run", { batchSpec: over(2), agentTemplateRef }),
      aTask("task", { contexts: [repository("service")], agentTemplateRef }),
    );
    await stage.untilReason("ConfigMapNotFound");
    await stage.until("the Task waits", () => stage.task()?.status?.reason === "ConfigMapNotFound");
    await stage.apply(aTemplate("later", playedTemplate()));
    await stage.untilRunning(2);
    await stage.until("the Task runs", () => stage.task()?.status?.phase === "Running");
    await stage.end("Complete", ...stage.jobNames());
  },
};
