/** BatchRun: executes a batch once, one Job per element of variableContexts. */

import * as z from "zod";
import { Results } from "./agent_result.ts";
import { agentTemplateRef } from "./agent_template_ref.ts";
import { BatchSpec } from "./batch.ts";
import { ReportedContext } from "./context.ts";
import { age, type Crd, reasonOfFirstTrueCondition } from "./crd.ts";
import { BatchRun } from "./kinds.ts";
import { objectName } from "./names.ts";
import { immutableOnceStarted, rule } from "./rules.ts";
import { execution, observation, Phase, time } from "./status.ts";
import { absent } from "./structural.ts";

const batchRef = objectName.describe("Name of the Batch to run, in the namespace of this object.");
const batchSpec = BatchSpec.describe("The batch itself, for a run without a Batch.");

/** Whichever of the two is defined tells where the batch is. */
export const BatchRunSpec = z.union([
  z.object({ batchRef, batchSpec: absent, agentTemplateRef }),
  z.object({ batchRef: absent, batchSpec, agentTemplateRef }),
]).meta(rule({
  rule: "has(self.batchRef) != has(self.batchSpec)",
  message: "exactly one of batchRef and batchSpec must be set",
}));
export type BatchRunSpec = z.infer<typeof BatchRunSpec>;

const count = z.int().min(0).max(10_000);

export const Progress = z.object({
  total: count.describe("All tasks of this run."),
  pending: count.describe("Tasks that did not start yet."),
  running: count.describe("Tasks at work."),
  completed: count.describe("Tasks that succeeded."),
  failed: count.describe("Tasks that failed."),
});
export type Progress = z.infer<typeof Progress>;

export const TaskStatus = z.object({
  contexts: z.array(ReportedContext).max(64).describe("The task's element of variableContexts, without long texts."),
  status: Phase.describe("How far this task is."),
  ...execution,
});
export type TaskStatus = z.infer<typeof TaskStatus>;

/** Long enough for 10,000 indexes of which no two are neighbours. */
const intervals = z.string().max(65_536);

export const Indexes = z.object({
  created: intervals.describe("Tasks that have, or had, a Job."),
  succeeded: intervals.describe("Tasks that succeeded."),
  failed: intervals.describe("Tasks that failed."),
  reported: intervals.optional().describe("Tasks whose results were read, or that left none: those count in results."),
});
export type Indexes = z.infer<typeof Indexes>;

export const BatchRunStatus = z.object({
  phase: Phase.optional().describe("How far the run is. Failed: all tasks ended, at least one of them failed."),
  startTime: time.optional().describe("When the run started. From then on its spec cannot be changed."),
  completionTime: time.optional().describe("When the last task ended."),
  progress: Progress.optional().describe("How many tasks there are in each state."),
  tasks: z.array(TaskStatus).max(10_000).optional().describe(
    "The tasks, in the order of variableContexts. Large runs leave out tasks that succeeded: see tasksOmitted.",
  ),
  tasksOmitted: count.optional().describe("How many tasks the list leaves out to keep this object small."),
  indexes: Indexes.optional().describe(
    "Which tasks are in which state, all of them, by their place in variableContexts: 0-499,501.",
  ),
  results: Results.optional().describe("What the agents of the finished tasks say, summed up."),
  ...observation,
});
export type BatchRunStatus = z.infer<typeof BatchRunStatus>;

export const batchRunCrd: Crd = {
  kind: BatchRun,
  shortName: "kbr",
  description: "Executes a Batch once: one Job per element of its variableContexts.",
  spec: BatchRunSpec.describe("What to run, and with which agent. Cannot be changed once the run has started."),
  status: BatchRunStatus.describe("How the run goes. Written by KubeTask."),
  rules: [immutableOnceStarted("BatchRun")],
  columns: [
    { name: "Batch", type: "string", jsonPath: ".spec.batchRef" },
    { name: "Phase", type: "string", jsonPath: ".status.phase" },
    { name: "Completed", type: "integer", jsonPath: ".status.progress.completed" },
    { name: "Failed", type: "integer", jsonPath: ".status.progress.failed" },
    { name: "Total", type: "integer", jsonPath: ".status.progress.total" },
    age,
    { name: "Changed", type: "integer", jsonPath: ".status.results.changed", priority: 1 },
    { name: "No-Change", type: "integer", jsonPath: ".status.results.noChange", priority: 1 },
    { name: "Cost", type: "string", jsonPath: ".status.results.costUSD", priority: 1 },
    reasonOfFirstTrueCondition,
  ],
};
