/** Two runs and a Task at once. */

import { aBatch, aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import type { Scenario } from "../scenario.ts";

export const twoRuns: Scenario = {
  name: "two-runs",
  async play(stage) {
    await stage.apply(
      aTemplate("kubetask-agent", playedTemplate()),
      aBatch("batch", over(5)),
      aRun("first", { batchRef: "batch" }),
      aRun("second", { batchRef: "batch" }),
      aTask("task", { contexts: [repository("service")] }),
    );
    await stage.untilRunning(5, "first");
    await stage.untilRunning(5, "second");
    await stage.until("the Task runs", () => stage.task()?.status?.phase === "Running");
    await stage.end("Failed", "first-task-2");
    await stage.end("Complete", ...stage.jobNames().filter((name) => name !== "first-task-2"));
  },
};
