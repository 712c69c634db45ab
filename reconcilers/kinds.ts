/** Kubernetes' own kinds that reconcilers read and write, and how much of each is kept in memory. */

import type { V1ConfigMap, V1ContainerStatus, V1ControllerRevision, V1Job, V1Pod } from "@kubernetes/client-node";
import type { AsJson, Kind, KubeObject, Message, ObjectMeta } from "../kernel/object.ts";
import * as crds from "../crds/kinds.ts";
import { contextFilesAnnotation } from "../render/context_files.ts";
import { annotations, jobUidLabel, labels } from "./names.ts";

export type Job = AsJson<V1Job>;
/** What is read of a Job's `spec` and `status` (k8s.io/api/batch/v1/generated.proto). */
const jobFields: Message = {
  2: ["spec", { 10: ["suspend", "boolean"] }],
  3: ["status", {
    1: ["conditions", [{
      1: ["type", "string"],
      2: ["status", "string"],
      3: ["lastProbeTime", "time"],
      4: ["lastTransitionTime", "time"],
      5: ["reason", "string"],
      6: ["message", "string"],
    }]],
    2: ["startTime", "time"],
    3: ["completionTime", "time"],
    4: ["active", "integer"],
    5: ["succeeded", "integer"],
    6: ["failed", "integer"],
    9: ["ready", "optional integer"],
  }],
};

/** Watched by label; kept without the pod template, which nobody looks at again. */
export const Job: Kind<Job> = {
  apiVersion: "batch/v1",
  kind: "Job",
  plural: "jobs",
  selector: `${labels.managedBy}=kubetask`,
  protobuf: jobFields,
  project: ({ metadata, spec, status }) => ({
    metadata: { ...identity(metadata), ...telling(metadata), creationTimestamp: metadata?.creationTimestamp },
    spec: spec && { suspend: spec.suspend, template: {} },
    status: status && {
      conditions: status.conditions?.filter(({ type }) => ["Complete", "Failed", "Suspended"].includes(type)),
      startTime: status.startTime,
      completionTime: status.completionTime,
      active: status.active,
      ready: status.ready,
      ...(metadata?.annotations?.[annotations.result] !== undefined && {
        succeeded: status.succeeded,
        failed: status.failed,
      }),
    },
  }),
};

/** Whether its pod mounts context files, and whether it ends with a result. */
function telling(metadata: ObjectMeta | undefined): ObjectMeta {
  const kept = Object.entries(metadata?.annotations ?? {})
    .filter(([key]) => key === contextFilesAnnotation || key === annotations.result);
  return kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) };
}

export type ContainerStatus = AsJson<V1ContainerStatus>;
export type Pod = AsJson<V1Pod>;
/** Listed only where the template asks for it and the operator may; kept without what the pod was made from. */
export const Pod: Kind<Pod> = {
  apiVersion: "v1",
  kind: "Pod",
  plural: "pods",
  project: ({ metadata, status }) => ({
    metadata: {
      name: metadata?.name,
      labels: { [jobUidLabel]: metadata?.labels?.[jobUidLabel] ?? "" },
      creationTimestamp: metadata?.creationTimestamp,
      deletionTimestamp: metadata?.deletionTimestamp,
    },
    status: {
      phase: status?.phase,
      reason: status?.reason,
      message: status?.message,
      conditions: status?.conditions?.filter(({ type }) => type === "PodScheduled" || type === "DisruptionTarget"),
      initContainerStatuses: status?.initContainerStatuses?.map(stateOf),
      containerStatuses: status?.containerStatuses?.map(stateOf),
    },
  }),
};

function stateOf({ name, state, lastState }: ContainerStatus): ContainerStatus {
  return { name, state, lastState, image: "", imageID: "", ready: false, restartCount: 0 };
}

export type ConfigMap = AsJson<V1ConfigMap>;
export const ConfigMap: Kind<ConfigMap> = { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" };

export type ControllerRevision = KubeObject & Pick<AsJson<V1ControllerRevision>, "revision"> & { data?: unknown };
export const ControllerRevision: Kind<ControllerRevision> = {
  apiVersion: "apps/v1",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  immutable: true,
};

/** A Batch can be large: the watch only tells that there is one, its spec is read when a run starts. */
export const BatchName: Kind<crds.Batch> = {
  ...crds.Batch,
  project: ({ metadata }) => ({ metadata: identity(metadata), spec: { commonContext: [], variableContexts: [] } }),
};

/** Kept whole until it is finished, since all of it takes room from its status; then without what makes it large. */
export const BatchRun: Kind<crds.BatchRun> = {
  ...crds.BatchRun,
  project: (run) => {
    if (!run.status?.completionTime) return run;
    return {
      ...run,
      metadata: identity(run.metadata),
      spec: { batchRef: "" },
      status: { ...run.status, tasks: [] },
    };
  },
};

function identity(metadata: ObjectMeta | undefined): ObjectMeta {
  return {
    name: metadata?.name,
    namespace: metadata?.namespace,
    uid: metadata?.uid,
    resourceVersion: metadata?.resourceVersion,
    deletionTimestamp: metadata?.deletionTimestamp,
    finalizers: metadata?.finalizers,
    ownerReferences: metadata?.ownerReferences?.filter(({ controller }) => controller),
  };
}
