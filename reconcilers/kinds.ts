/** Kubernetes' own kinds that reconcilers read and write, and how much of each is kept in memory. */

import type { V1ConfigMap, V1ControllerRevision, V1Job } from "@kubernetes/client-node";
import type { AsJson, Kind, KubeObject, ObjectMeta } from "../kernel/object.ts";
import * as crds from "../crds/kinds.ts";
import { contextFilesAnnotation } from "../render/context_files.ts";
import { labels } from "./names.ts";

export type Job = AsJson<V1Job>;
/** Watched by label; kept without the pod template, which nobody looks at again. */
export const Job: Kind<Job> = {
  apiVersion: "batch/v1",
  kind: "Job",
  plural: "jobs",
  selector: `${labels.managedBy}=kubetask`,
  project: ({ metadata, spec, status }) => ({
    metadata: { ...identity(metadata), ...contextFiles(metadata), creationTimestamp: metadata?.creationTimestamp },
    spec: spec && { suspend: spec.suspend, template: {} },
    status: status && {
      conditions: status.conditions?.filter(({ type }) => ["Complete", "Failed", "Suspended"].includes(type)),
      startTime: status.startTime,
      completionTime: status.completionTime,
      active: status.active,
      ready: status.ready,
    },
  }),
};

/** Whether its pod mounts them. */
function contextFiles(metadata: ObjectMeta | undefined): ObjectMeta {
  const directory = metadata?.annotations?.[contextFilesAnnotation];
  return directory === undefined ? {} : { annotations: { [contextFilesAnnotation]: directory } };
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
