/** What a unit's pods are asked for: only where its template opts in, and only once there may be something to tell. */

import type { TaskResult } from "../crds/kinds.ts";
import { uidOf } from "../kernel/object.ts";
import type { Listing, Refusal } from "../kernel/plan.ts";
import { readResult } from "./agent_result.ts";
import { type Job, Pod } from "./kinds.ts";
import { annotations, jobUidLabel, terminationMessage } from "./names.ts";
import { ended, type Outcome } from "./outcome.ts";
import { exitOf, killerOf, newestFirst } from "./pod_reasons.ts";

/** The answer to a listing: why there is none, or nothing yet. */
export type Listed = readonly Pod[] | Refusal | undefined;

/** Pods of one Job. With more it is not one agent's work, and their list may be too long to be read. */
const most = 50;

/** Whether the unit has a result once it has ended. */
export function optsIn({ metadata }: Job): boolean {
  return metadata?.annotations?.[annotations.result] === terminationMessage;
}

/** The pods of a Job that has ended, and again and again of one whose pod does not get ready. */
export function listingOf(job: Job): Listing[] {
  const { active = 0, ready = 0, succeeded = 0, failed = 0, startTime } = job.status ?? {};
  if (!optsIn(job) || active + succeeded + failed > most) return [];
  const when = ended(job) ? "once" : startTime && ready === 0 && !job.spec?.suspend ? "again" : undefined;
  return when ? [{ kind: Pod, label: jobUidLabel, value: uidOf(job), when }] : [];
}

/**
 * How a unit with this Job stands, once its pods could be asked if they should be. Until then it has not ended: what is reported once
 * does not change.
 */
export function heard(job: Job | undefined, outcome: Outcome, listed: Listed): Outcome {
  if (!job || !endsWithResult(job)) return outcome;
  const isAwaited = listed === undefined && listingOf(job).length > 0;
  return isAwaited ? { phase: "Running", startTime: outcome.startTime } : withPods(outcome, podsIn(listed));
}

/** Whether the Job has ended, and may have left a result. */
export function endsWithResult(job: Job): boolean {
  return optsIn(job) && ended(job) !== undefined;
}

/** The pods, if they could be listed. */
export function podsIn(listed: Listed): readonly Pod[] | undefined {
  return listed && "class" in listed ? undefined : listed;
}

/** How the unit ended, with what its pods tell of that. */
export function withPods(outcome: Outcome, pods: readonly Pod[] = []): Outcome {
  const result = resultOf(pods, outcome);
  const says = result?.reason && `the agent says ${result.reason}`;
  const why = outcome.phase === "Failed" ? killerOf(pods) ?? says ?? exitOf(pods) : undefined;
  const message = [outcome.message, why].filter((text) => text).join("; ");
  return { ...outcome, ...(message && { message }), ...(result && { result }) };
}

/** Of the pod that decided: the last one that ended as the unit did. Undefined if there is none. */
function resultOf(pods: readonly Pod[], { phase }: Outcome): TaskResult | undefined {
  const last = newestFirst(pods).find(({ status }) => status?.phase === phase);
  if (!last) return undefined;
  const containers = last.status?.containerStatuses ?? [];
  const messages = containers.flatMap(({ name, state }) => {
    const message = state?.terminated?.message;
    return message ? [{ name, message }] : [];
  });
  const { message = "" } = messages.find(({ name }) => name === agentContainer) ?? messages[0] ?? {};
  return readResult(message);
}

/** Where several containers leave a message, this one's counts. */
const agentContainer = "agent";
