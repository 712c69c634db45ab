/** One Task, to its good end. */

import { aTask, aTemplate, repository } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import type { Scenario } from "../scenario.ts";

export const oneTask: Scenario = {
  name: "one-task",
  async play(stage) {
    await stage.apply(
      aTemplate("kubetask-agent", playedTemplate()),
      aTask("task", { contexts: [repository("service")] }),
    );
    await stage.until("the Task runs", () => stage.task()?.status?.phase === "Running");
    await stage.end("Complete", ...stage.jobNames());
  },
};
