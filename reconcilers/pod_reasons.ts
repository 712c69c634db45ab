/** Why the pods of a unit do not start, and what ended them, in words for its status. */

import { nameOf } from "../kernel/object.ts";
import { plain } from "./agent_result.ts";
import type { ContainerStatus, Job, Pod } from "./kinds.ts";
import type { PodReason } from "./reasons.ts";

export interface Hindrance {
  readonly reason: PodReason;
  readonly message: string;
}

/** Kubernetes' words end up in a status beside thousands of others (characters). */
const longest = 300;

/** Undefined where a pod is on its way, as far as one can see. */
export function hindranceOf(pods: readonly Pod[], job: Job): Hindrance | undefined {
  if (pods.length === 0) return (job.status?.active ?? 0) > 0 ? undefined : notCreated(job);
  const live = pods.filter(({ metadata, status }) => {
    return !metadata?.deletionTimestamp && status?.phase !== "Failed" && status?.phase !== "Succeeded";
  });
  for (const pod of live) {
    const found = unscheduled(pod) ?? unstarted(pod);
    if (found) return found;
  }
  const end = live.length === 0 ? killerOf(pods) ?? exitOf(pods) : undefined;
  return end ? { reason: "ContainerCrashes", message: `Kubernetes will start another pod: ${end}` } : undefined;
}

/** What ended the last pod that failed, if that was not the agent itself. */
export function killerOf(pods: readonly Pod[]): string | undefined {
  const failed = lastFailed(pods);
  const { reason, message, conditions = [] } = failed?.status ?? {};
  if (reason) return said(`the pod was ended: ${reason}`, message);
  const disrupted = conditions.find(({ type, status }) => type === "DisruptionTarget" && status === "True");
  if (disrupted) return said(`the pod was ended: ${disrupted.reason}`, disrupted.message);
  const [name] = failed ? endedIn(failed).find(([, { reason }]) => reason === "OOMKilled") ?? [] : [];
  return name === undefined ? undefined : said(`container '${name}' was OOMKilled`);
}

/** How the last pod that failed ended by itself. */
export function exitOf(pods: readonly Pod[]): string | undefined {
  const failed = lastFailed(pods);
  const [ended] = failed ? endedIn(failed) : [];
  return ended && said(`container '${ended[0]}' exited with code ${ended[1].exitCode}`);
}

function lastFailed(pods: readonly Pod[]): Pod | undefined {
  return newestFirst(pods).find(({ status }) => status?.phase === "Failed");
}

/** Its containers that did not end well, by name. */
function endedIn(pod: Pod) {
  return containersOf(pod).flatMap(({ name, state, lastState }) => {
    const end = state?.terminated ?? lastState?.terminated;
    return end && end.exitCode !== 0 ? [[name, end] as const] : [];
  });
}

export function newestFirst(pods: readonly Pod[]): Pod[] {
  const since = ({ metadata }: Pod) => Date.parse(metadata?.creationTimestamp ?? "") || 0;
  return pods.toSorted((a, b) => since(b) - since(a));
}

function unscheduled({ status }: Pod): Hindrance | undefined {
  const condition = status?.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  return condition && { reason: "PodUnschedulable", message: said("No node takes the pod", condition.message) };
}

/** What a container waits for before it starts well. */
const onItsWay: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

function unstarted(pod: Pod): Hindrance | undefined {
  for (const { name, state } of containersOf(pod)) {
    const { reason = "", message } = state?.waiting ?? {};
    if (!reason || onItsWay.has(reason)) continue;
    return { reason: wordFor(reason), message: said(`Container '${name}': ${reason}`, message) };
  }
}

/** The kubelet's words change back and forth while it tries again. */
function wordFor(reason: string): PodReason {
  if (reason === "CrashLoopBackOff") return "ContainerCrashes";
  return /Image|Registry/.test(reason) ? "ImageNotPulled" : "ContainerNotStarted";
}

function containersOf({ status }: Pod): ContainerStatus[] {
  return [...status?.initContainerStatuses ?? [], ...status?.containerStatuses ?? []];
}

function said(what: string, more?: string): string {
  return plain(more ? `${what}: ${more}` : what, longest) ?? "";
}

function notCreated(job: Job): Hindrance {
  const message =
    "The Job has started and has no pod: a quota, an admission policy or a missing ServiceAccount may be in the way; " +
    `\`kubectl describe job ${nameOf(job)}\` says what`;
  return { reason: "PodNotCreated", message };
}
