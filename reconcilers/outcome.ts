/** How a unit stands: from its Job's own conditions, what is recorded of it, or why it has no Job. */

import type { Context, Phase, TaskResult } from "../crds/kinds.ts";
import type { Kind, KubeObject } from "../kernel/object.ts";
import type { Patch, Refusal } from "../kernel/plan.ts";
import { brief } from "../render/template_error.ts";
import { Job, type Pod } from "./kinds.ts";
import { outcomeFinalizer } from "./names.ts";
import { waiting } from "./pod_not_ready.ts";
import { hindranceOf } from "./pod_reasons.ts";
import type { KnownReason, UnitReason } from "./reasons.ts";

/** Times are RFC 3339, and the Job's; where no Job can tell, a unit ended when that was noticed. */
export interface Outcome {
  readonly phase: Phase;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly result?: TaskResult;
}

/** What can be known of one unit. */
export interface Evidence {
  /** The final outcome that the status holds already. */
  readonly recorded?: Outcome;
  readonly job?: Job;
  /** The last state of a Job that was deleted. */
  readonly gone?: Job;
  /** The Job's, if they were listed. */
  readonly pods?: readonly Pod[];
  /** The status says that there was a Job. */
  readonly created: boolean;
  readonly refused?: Refusal;
  /** All that the unit works with, as far as it is known. */
  contexts(): readonly Context[];
  /** RFC 3339. */
  readonly now: string;
}

/**
 * Undefined if the unit has no Job and never had one: it is to be created. What is recorded as ended never changes; where
 * the status left out the details, a Job that is still there tells them again.
 */
export function outcomeOf(evidence: Evidence): Outcome | undefined {
  const { recorded, job, gone, created, refused, now } = evidence;
  if (recorded) {
    const isTold = recorded.completionTime !== undefined;
    const again = isTold ? undefined : job && ended(job);
    return again?.phase === recorded.phase ? again : recorded;
  }
  if (job) return ofJob(job, evidence);
  if (gone) return ended(gone) ?? deleted(gone, now);
  if (created) return deleted(undefined, now);
  return refused?.class === "invalid" ? rejected(refused, now) : undefined;
}

/** Of a unit for which nothing can be created, now or later. */
export function rejected(refused: Refusal, now: string): Outcome {
  return { phase: "Failed", completionTime: now, reason: nameOfRefusal(refused), message: refused.message };
}

/** Of a unit that has no Job yet: why, if its Job was refused and may be accepted later. */
export function pending(refused: Refusal | undefined): Outcome {
  return refused
    ? { phase: "Pending", reason: nameOfRefusal(refused), message: refused.message }
    : { phase: "Pending" };
}

/** Waits for its turn, as it should: a queue decides about suspended Jobs. */
export function isQueued({ reason }: Pick<Outcome, "reason">): boolean {
  return reason === suspended.reason;
}

export function isFinal({ phase }: Outcome): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** Lets a Job go that keeps itself for its outcome. Only once that is stored: a Job with a TTL of 0 is gone at the same moment. */
export function released(job: Job): Patch[] {
  const index = job.metadata?.finalizers?.indexOf(outcomeFinalizer) ?? -1;
  if (index < 0) return [];
  const path = `/metadata/finalizers/${index}`;
  return [{
    do: "patch",
    kind: Job,
    object: job,
    operations: [{ op: "test", path, value: outcomeFinalizer }, { op: "remove", path }],
  }];
}

/** Lets a Job go that is being deleted because its owner is: nobody will ask for its outcome. */
export function releasedOrphan(kind: Kind, object: KubeObject): Patch[] {
  return kind.plural === Job.plural && object.metadata?.deletionTimestamp ? released(object) : [];
}

/** Kubernetes says `Invalid`; here it is the Job that is. */
function nameOfRefusal({ reason }: Refusal): string {
  return reason === "Invalid" ? "JobInvalid" satisfies KnownReason : reason;
}

function ofJob(job: Job, { pods, contexts, now }: Evidence): Outcome {
  const outcome = ended(job);
  if (outcome) return outcome;
  if (job.metadata?.deletionTimestamp) return deleted(job, now);
  const startTime = job.status?.startTime;
  if (isSuspended(job)) return suspended;
  if (!startTime) return { phase: "Pending" };
  const hindrance = pods && (job.status?.ready ?? 0) === 0 ? hindranceOf(pods, job) : undefined;
  return { phase: "Running", startTime, ...(hindrance ?? waiting(job, contexts)) };
}

const suspended: Outcome = {
  phase: "Pending",
  reason: "Suspended" satisfies KnownReason,
  message: "The Job is suspended",
};

/** A resumed Job counts as suspended until its controller has started it: that is one change of the status and not two. */
function isSuspended({ spec, status }: Job): boolean {
  if (spec?.suspend) return true;
  const said = status?.conditions?.some(({ type, status }) => type === "Suspended" && status === "True");
  return said === true && !status?.startTime;
}

/** `Complete` and `Failed` are final and exclusive; counters and the conditions before them end nothing. */
export function ended({ status }: Job): Outcome | undefined {
  const condition = status?.conditions?.find(({ type, status }) =>
    status === "True" && (type === "Complete" || type === "Failed")
  );
  if (!condition) return undefined;
  const startTime = status?.startTime;
  if (condition.type === "Complete") {
    return { phase: "Succeeded", startTime, completionTime: status?.completionTime ?? condition.lastTransitionTime };
  }
  const { reason, message, lastTransitionTime: completionTime } = condition;
  return { phase: "Failed", startTime, completionTime, reason: wordOf(reason), message: message && brief(message) };
}

/** Kubernetes lets a Job's controller give any reason, but takes only words for the reason of a condition. */
function wordOf(reason: string | undefined): string | undefined {
  return !reason || reason.length <= 100 && /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(reason)
    ? reason
    : "JobFailed" satisfies UnitReason;
}

function deleted(job: Job | undefined, now: string): Outcome {
  return {
    phase: "Failed",
    startTime: job?.status?.startTime,
    completionTime: job?.metadata?.deletionTimestamp ?? now,
    reason: "JobDeleted" satisfies UnitReason,
    message: "The Job was deleted before it ended; a unit is never run twice",
  };
}
