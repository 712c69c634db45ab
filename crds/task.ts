/** Task: a single task, without a batch around it. */

import * as z from "zod";
import { agentTemplateRef } from "./agent_template_ref.ts";
import { Context } from "./context.ts";
import { age, type Crd, reasonOfFirstTrueCondition } from "./crd.ts";
import { Task } from "./kinds.ts";
import { immutableOnceStarted } from "./rules.ts";
import { execution, observation, Phase } from "./status.ts";

export const TaskSpec = z.object({
  contexts: z.array(Context).min(1).max(64).describe("The texts and repositories that this task works with."),
  agentTemplateRef,
});
export type TaskSpec = z.infer<typeof TaskSpec>;

export const TaskExecutionStatus = z.object({
  phase: Phase.optional().describe("How far the task is."),
  ...execution,
  ...observation,
});
export type TaskExecutionStatus = z.infer<typeof TaskExecutionStatus>;

export const taskCrd: Crd = {
  kind: Task,
  shortName: "kt",
  description: "Runs an AI agent once, as a Job. To do the same in many repositories, use Batch and BatchRun.",
  spec: TaskSpec.describe("What to work on, and with which agent. Cannot be changed once the task has started."),
  status: TaskExecutionStatus.describe("How the task goes. Written by KubeTask."),
  rules: [immutableOnceStarted("Task")],
  columns: [
    { name: "Phase", type: "string", jsonPath: ".status.phase" },
    { name: "Job", type: "string", jsonPath: ".status.jobName" },
    age,
    { name: "Result", type: "string", jsonPath: ".status.result.outcome", priority: 1 },
    reasonOfFirstTrueCondition,
  ],
};
