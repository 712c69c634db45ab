/** Every reason that a user can read in a status, with what it means and what helps: docs/reasons.md is made from it. */

import type { Refusal, RefusalReason } from "../kernel/plan.ts";
import type { BlockedReason } from "./blocked.ts";

/** One word of a status, explained to people. */
export interface Reason {
  /** `normal`: nothing is wrong. `waiting`: goes on by itself once the cure is applied. `failed`: for good. */
  readonly class: "normal" | "waiting" | "failed";
  readonly meaning: string;
  readonly cure: string;
}

/** How things go where nothing is wrong, and how a run ends. */
type Course = "Pending" | "Running" | "Suspended" | "Succeeded" | "Failed" | "TasksSucceeded" | "TasksFailed";

/** What cannot be made or stored, however often it is tried. */
type InvalidReason = "TemplateInvalid" | "JobInvalid" | "TooLarge";

/** What the pods of a unit tell, where they may be read. */
export type PodReason =
  | "ContainerCrashes"
  | "ContainerNotStarted"
  | "ImageNotPulled"
  | "PodNotCreated"
  | "PodUnschedulable";

/** What becomes of a unit that no Job's controller tells. */
export type UnitReason = "PodNotReady" | "JobDeleted" | "JobFailed" | "SnapshotDeleted";

/** The kernel's own, but for `Invalid`: here it is the Job that is. */
type KernelReason = Exclude<RefusalReason, "Invalid"> | "JobAltered" | "ControllerRevisionAltered";

/** What the Job controller gives for a Job that failed (k8s.io/api/batch/v1, `JobReason…`). */
type JobReason =
  | "BackoffLimitExceeded"
  | "DeadlineExceeded"
  | "PodFailurePolicy"
  | "FailedIndexes"
  | "MaxFailedIndexesExceeded";

/** Whoever else runs Jobs (`managedBy`) may give a word that is none of these: it is shown as it is. */
export type KnownReason = Course | BlockedReason | InvalidReason | UnitReason | PodReason | KernelReason | JobReason;

export function invalid(reason: InvalidReason, message: string): Refusal {
  return { class: "invalid", reason, message };
}

/** In the order in which they are documented. */
export const reasons: Readonly<Record<KnownReason, Reason>> = {
  Pending: {
    class: "normal",
    meaning: "The Job of this Task is there and did not start yet.",
    cure: "Nothing to do.",
  },
  Suspended: {
    class: "normal",
    meaning: "The Job is suspended, by its template or by a queue such as Kueue. No time of KubeTask's runs out.",
    cure:
      'Nothing to do where a queue decides. Else `kubectl patch job NAME --type=merge -p \'{"spec":{"suspend":false}}\'`.',
  },
  Running: { class: "normal", meaning: "At work.", cure: "Nothing to do." },
  Succeeded: { class: "normal", meaning: "The Job of this Task completed.", cure: "Nothing to do." },
  TasksSucceeded: { class: "normal", meaning: "All tasks of the run succeeded.", cure: "Nothing to do." },

  BatchNotFound: {
    class: "waiting",
    meaning: "There is no Batch of the name in `batchRef`.",
    cure: "Create the Batch, or mend `batchRef`: it can be edited until the run starts.",
  },
  ConfigMapNotFound: {
    class: "waiting",
    meaning:
      "There is no ConfigMap of the name that an `agentTemplateRef` gives: that of the object, else that of the " +
      "WorkspaceConfig. No other template is taken in its place.",
    cure: "Create the ConfigMap, or mend the `agentTemplateRef`.",
  },
  TemplateKeyNotFound: {
    class: "waiting",
    meaning: "The ConfigMap of the agent template lacks the key; the message lists those it has.",
    cure: "Add the key, or name one of those in `agentTemplateRef.key`.",
  },
  AmbiguousWorkspaceConfig: {
    class: "waiting",
    meaning: "The namespace has several WorkspaceConfigs, and none is named `default-workspace` or `default`.",
    cure: "Delete all but one, rename one, or set `agentTemplateRef` in the object.",
  },
  QuotaExceeded: {
    class: "waiting",
    meaning: "A ResourceQuota leaves no room for another Job, or for the run's snapshot.",
    cure: "Raise the quota (`count/jobs.batch`), or wait: as objects go, the next ones are created.",
  },
  Forbidden: {
    class: "waiting",
    meaning: "The API server does not let the operator do it; the message says what.",
    cure: "Apply the manifests of the installed version again: their roles are what it needs. In a namespaced " +
      "installation, see that it covers this namespace.",
  },
  AdmissionDenied: {
    class: "waiting",
    meaning: "An admission webhook or policy refuses the Job; the message holds its words.",
    cure: "Change the policy or what it complains of. A run that has started keeps its template: to use another, " +
      "delete it and create a new one.",
  },
  NameConflict: {
    class: "waiting",
    meaning: "An object that is not this unit's has the name of its Job. It is left alone.",
    cure: "Delete or rename that object, or give the run another name.",
  },
  NamespaceTerminating: {
    class: "waiting",
    meaning: "The namespace is being deleted.",
    cure: "Nothing to do: this object goes with it.",
  },
  NotFound: {
    class: "waiting",
    meaning: "The API server does not find the namespace or the kind of what is to be created or read.",
    cure: "See whether the API server serves `batch/v1` and `apps/v1`. The message says what was not found.",
  },
  PodNotReady: {
    class: "waiting",
    meaning: "The pod is not ready, and needs the ConfigMaps and Secrets that the message names. That is so for a " +
      "moment whenever it starts; where it stays so, one of them is missing.",
    cure: "Create what is missing. `kubectl describe pod --selector=batch.kubernetes.io/job-name=NAME` says what.",
  },

  PodNotCreated: {
    class: "waiting",
    meaning: "The Job has started, and Kubernetes does not make its pod. This and the next four are told where the " +
      "template opts in and KubeTask may list pods: see [agents.md](agents.md).",
    cure: "`kubectl describe job NAME` says why: a quota, an admission policy, a ServiceAccount that is missing.",
  },
  PodUnschedulable: {
    class: "waiting",
    meaning: "No node takes the pod; the message holds the scheduler's words.",
    cure: "Add nodes, wait until others are done, or ask for less in the template.",
  },
  ImageNotPulled: {
    class: "waiting",
    meaning: "The image of a container cannot be pulled; the message holds the kubelet's words.",
    cure: "Mend the registry's access or the image. A run that has started keeps its template.",
  },
  ContainerNotStarted: {
    class: "waiting",
    meaning: "A container cannot start, such as for want of a Secret or of a key in it; the message says which.",
    cure: "Create what is missing: Kubernetes tries again by itself.",
  },
  ContainerCrashes: {
    class: "waiting",
    meaning: "A container or the last pod failed, and Kubernetes tries again, as the template lets it.",
    cure:
      "`kubectl logs job/NAME` tells why. An agent that costs money has `backoffLimit: 0` and `restartPolicy: Never`.",
  },

  TasksFailed: {
    class: "failed",
    meaning: "All tasks of the run ended, and at least one failed.",
    cure: "`indexes.failed` says which, `tasks[]` why. Run those again: see [campaign.md](campaign.md).",
  },
  Failed: {
    class: "failed",
    meaning: "The Job of this Task failed, and its controller gave no reason.",
    cure: "Read the Job's log and the events of its pods.",
  },
  BackoffLimitExceeded: {
    class: "failed",
    meaning: "The pods of the Job failed more often than its `backoffLimit` allows.",
    cure: "`kubectl logs job/NAME` tells why. If it may work the next time, raise `backoffLimit` in the template.",
  },
  DeadlineExceeded: {
    class: "failed",
    meaning: "The Job ran for longer than its `activeDeadlineSeconds`.",
    cure: "Raise it in the template, or give the agent less to do. Time in a queue does not count.",
  },
  PodFailurePolicy: {
    class: "failed",
    meaning: "A pod ended in a way for which the Job's `podFailurePolicy` says FailJob.",
    cure: "The message names the rule and the exit code: mend what made the agent end so.",
  },
  FailedIndexes: {
    class: "failed",
    meaning: "The template makes an Indexed Job, and some of its indexes failed (`backoffLimitPerIndex`).",
    cure: "The Job's `status.failedIndexes` says which: read the logs of their pods.",
  },
  MaxFailedIndexesExceeded: {
    class: "failed",
    meaning: "The template makes an Indexed Job, and more of its indexes failed than `maxFailedIndexes` allows.",
    cure: "The Job's `status.failedIndexes` says which: read the logs of their pods.",
  },
  JobFailed: {
    class: "failed",
    meaning: "The Job failed for a reason that is not one CamelCase word.",
    cure: "The message has its words; `kubectl describe job NAME` has all of it.",
  },
  JobDeleted: {
    class: "failed",
    meaning: "Somebody deleted the Job before it ended. It is not created again: what it did already cannot be undone.",
    cure: "If it shall be done again, run it again: see [campaign.md](campaign.md).",
  },
  TemplateInvalid: {
    class: "failed",
    meaning: "The agent template does not parse or does not run; the message has the line and the column.",
    cure: "Mend the template and create a new run or Task. [templates.md](templates.md) says how to try one.",
  },
  JobInvalid: {
    class: "failed",
    meaning:
      "What the template makes is not one `batch/v1` Job, or Kubernetes refuses it; the message names the field.",
    cure: "Mend the template and create a new run or Task. [templates.md](templates.md) says how to try one.",
  },
  TooLarge: {
    class: "failed",
    meaning: "The object leaves no room for its status, or what is to be created is larger than Kubernetes stores.",
    cure: "Refer to texts in ConfigMaps (`configMapKeyRef`) in place of inline ones, or split the batch. " +
      "[limits.md](limits.md) has the sizes.",
  },
  JobAltered: {
    class: "failed",
    meaning: "An admission webhook took the name, owner or labels from the Job, and nobody can follow it any more.",
    cure: "Exempt Jobs with the label `app.kubernetes.io/managed-by: kubetask` from that webhook, and delete the Job " +
      "that the message names once it has ended.",
  },
  ControllerRevisionAltered: {
    class: "failed",
    meaning:
      "A webhook took the name, the owner or the labels from the ControllerRevision that holds what the run froze. " +
      "No Job was made.",
    cure: "Exempt ControllerRevisions with that label, and create the run anew.",
  },
  SnapshotDeleted: {
    class: "failed",
    meaning: "Somebody deleted the ControllerRevision of a run that is under way. Units without a Job cannot be made.",
    cure: "Run those again: see [campaign.md](campaign.md).",
  },
};
