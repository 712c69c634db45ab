/** What the statuses of a BatchRun and of a Task have in common. */

import * as z from "zod";
import { TaskResult } from "./agent_result.ts";

export const Phase = z.enum(["Pending", "Running", "Succeeded", "Failed"]);
export type Phase = z.infer<typeof Phase>;

export const time = z.iso.datetime({ offset: true });

/** metav1.Condition, with its limits. */
export const Condition = z.object({
  type: z.string().min(1).max(316).describe("What is claimed: Complete, Failed, Reconciling or Stalled."),
  status: z.enum(["True", "False", "Unknown"]).describe("Whether the claim holds."),
  observedGeneration: z.int().min(0).optional().describe("The metadata.generation that this was said about."),
  lastTransitionTime: time.describe("When status last changed."),
  reason: z.string().min(1).max(1024).regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/u).describe(
    "Why, in one CamelCase word for programs.",
  ),
  message: z.string().max(32_768).describe("Why, in a sentence for people."),
});
export type Condition = z.infer<typeof Condition>;

/** How one task went: of a Task the status itself, of a BatchRun an entry in its list. */
export const execution = {
  jobName: z.string().max(63).optional().describe("The Job that runs the task, as in kubectl logs job/NAME."),
  startTime: time.optional().describe("When the Job started; of a Task, when its Job was created."),
  completionTime: time.optional().describe("When the Job ended."),
  reason: z.string().max(1024).optional().describe(
    "Why the task waits or failed, in one word for programs: BackoffLimitExceeded.",
  ),
  message: z.string().max(32_768).optional().describe("Why the task waits or failed, in a sentence for people."),
  result: TaskResult.optional().describe(
    "What the agent says of its work, where the template asks for it and KubeTask may list pods.",
  ),
};

/** Read where none is stored yet: tools that know kstatus would take an object without a status for finished. */
export const notObservedYet = { observedGeneration: -1 };

/** What tools like Flux, Argo CD and `kubectl wait` look at. */
export const observation = {
  observedGeneration: z.int().min(-1).optional().describe(
    "The metadata.generation that this status speaks about; -1 if KubeTask has not seen the object yet.",
  ),
  conditions: z.array(Condition).max(16).optional().describe(
    "Complete or Failed once finished; Reconciling until then, with the reason for waiting; Stalled when failed.",
  ).meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] }),
};
