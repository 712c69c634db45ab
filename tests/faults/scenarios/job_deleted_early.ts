/**
 * Someone deletes Jobs as soon as they are there, perhaps before the status knows them. Not promised: if the operator dies in that
 * moment nothing tells that there ever was a Job, and the unit gets another one. Only a finalizer on every Job could tell.
 */

import { aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import { playedTemplate } from "../played_jobs.ts";
import { AnyJob } from "../record.ts";
import type { Scenario } from "../scenario.ts";

export const jobDeletedEarly: Scenario = {
  name: "job-deleted-early",
  async play(stage) {
    await stage.apply(
      aTemplate("kubetask-agent", playedTemplate()),
      aRun("run", { batchSpec: over(3) }),
      aTask("task", { contexts: [repository("service")] }),
    );
    await stage.until("there is the run's second Job", () => stage.jobNames().includes("run-task-1"));
    await stage.delete(AnyJob, "run-task-1");
    await stage.until("there is the Task's Job", () => stage.jobNames().some((name) => name.startsWith("task-")));
    for (const name of stage.jobNames()) if (name.startsWith("task-")) await stage.delete(AnyJob, name);
    await stage.until("the status tells of it", () => stage.run()?.status?.progress?.failed === 1);
    await stage.until("the Task has failed", () => stage.task()?.status?.phase === "Failed");
    await stage.until("the others are there", () => stage.jobNames().length === 2);
    await stage.end("Complete", "run-task-0", "run-task-2");
  },
};
