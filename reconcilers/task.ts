/** Runs a Task once, as a Job, and reports how it went. */

import { type Condition, Task, type TaskExecutionStatus, WorkspaceConfig } from "../crds/kinds.ts";
import { nameOf, uidOf } from "../kernel/object.ts";
import type { Controller, Listing, Observed, Plan, Read } from "../kernel/plan.ts";
import { builtinTemplate } from "../render/builtin_template.ts";
import { chooseTemplate, templateReads } from "./agent_template.ts";
import { isBlocked } from "./blocked.ts";
import { conditionsOf } from "./conditions.ts";
import { noticesOfTask } from "./events.ts";
import { ConfigMap, Job, Pod } from "./kinds.ts";
import { measuresOfTasks } from "./measures.ts";
import { taskJobName } from "./names.ts";
import { type Outcome, outcomeOf, pending, released, releasedOrphan } from "./outcome.ts";
import { tooLargeForStatus } from "./room.ts";
import { timestamp } from "./times.ts";
import { heard, listingOf, optsIn, podsIn } from "./unit_pods.ts";
import { jobsFrom } from "./unit_job.ts";

/** `builtin` is the template for namespaces that have none. */
export function taskWith(builtin: string): Controller<Task> {
  return {
    kind: Task,
    owns: [Job],
    watches: [WorkspaceConfig],
    gets: [ConfigMap],
    lists: [Pod],
    reads,
    listings,
    reconcile: (observed) => reconcile(observed, builtin),
    orphaned: releasedOrphan,
    notices: noticesOfTask,
    measures: measuresOfTasks,
  };
}

export const task = taskWith(builtinTemplate);

/** The template, until there is a Job. */
function reads(observed: Observed<Task>): Read[][] {
  const { object: task, owned, gone } = observed;
  const isDecided = isFinished(task) || task.metadata?.deletionTimestamp || owned(Job).length + gone(Job).length > 0;
  return isDecided ? [] : [templateReads(observed)];
}

function listings({ object: task, owned }: Observed<Task>): Listing[] {
  return isFinished(task) || task.metadata?.deletionTimestamp ? [] : owned(Job).slice(0, 1).flatMap(listingOf);
}

function reconcile(observed: Observed<Task>, builtin: string): Plan {
  const { object: task, owned, refused } = observed;
  const [job] = owned(Job);
  if (isFinished(task)) return { writes: job ? released(job) : [], finished: true };
  // Nobody will ask for the outcome any more.
  if (task.metadata?.deletionTimestamp) return { writes: job ? released(job) : [] };

  const jobName = taskJobName(task);
  const [gone] = observed.gone(Job);
  const refusal = job ? undefined : tooLargeForStatus(Task, task, 1) ?? refused(Job, jobName);
  // The name of a Job is only ever reported once the Job was seen.
  const created = task.status?.jobName !== undefined;
  const { contexts } = task.spec;
  const listed = job && optsIn(job) ? observed.listed(Pod, uidOf(job)) : undefined;
  const now = timestamp(observed.now);
  const evidence = { job, gone, pods: podsIn(listed), created, refused: refusal, contexts: () => contexts, now };
  const outcome = outcomeOf(evidence);
  if (outcome) return report(task, heard(job, outcome, listed), job ?? gone);

  if (observed.unreadable) return { ...report(task, pending(observed.unreadable)), blocked: true };
  const template = chooseTemplate(observed, builtin);
  if (isBlocked(template)) {
    const { blocked: reason, message } = template;
    return { ...report(task, { phase: "Pending", reason, message }), blocked: true };
  }
  const create = jobsFrom<Task>(template)({
    owner: task,
    kind: Task,
    jobName,
    index: 0,
    contexts,
    batchRunName: "",
    batchName: "",
    taskName: nameOf(task),
  });
  return refusal ? { ...report(task, pending(refusal)), writes: [create] } : { writes: [create] };
}

function isFinished(task: Task): boolean {
  return task.status?.completionTime !== undefined;
}

/** A Task that fails without a Job started and ended at once: from its start on, its spec is fixed. */
function report(task: Task, outcome: Outcome, job?: Job): Plan {
  const { phase, completionTime, reason, message, result } = outcome;
  const status: TaskExecutionStatus = {
    phase,
    jobName: job?.metadata?.name ?? task.status?.jobName,
    startTime: job?.metadata?.creationTimestamp ?? task.status?.startTime ?? completionTime,
    completionTime,
    reason,
    message,
    result,
    observedGeneration: task.metadata?.generation,
  };
  return { status: { ...status, conditions: conditions(task, status) }, statusNow: phase !== task.status?.phase };
}

function conditions(
  task: Task,
  { phase = "Pending", reason, message, completionTime }: TaskExecutionStatus,
): Condition[] {
  return conditionsOf({
    phase,
    reason: reason || phase,
    message: message ?? "",
    observedGeneration: task.metadata?.generation,
    since: task.metadata?.creationTimestamp ?? "",
    until: completionTime,
  });
}
