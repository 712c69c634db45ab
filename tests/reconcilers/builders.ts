/** Objects for tests, in the namespace `team`: each shows only what matters. */

import {
  type AgentTemplateRef,
  Batch,
  BatchRun,
  type BatchRunSpec,
  type Context,
  Task,
  type TaskSpec,
  WorkspaceConfig,
} from "../../crds/kinds.ts";
import type { Kind, KubeObject, ObjectMeta } from "../../kernel/object.ts";
import { ConfigMap, type ContainerStatus, type Job, Pod } from "../../reconcilers/kinds.ts";

export const namespace = "team";
/** When every object was created, unless said otherwise. */
export const created = "2025-01-18T10:00:00Z";

export function aTask(spec: Partial<TaskSpec> = {}, metadata: ObjectMeta = {}): Task {
  return { ...head(Task, { name: "greet", ...metadata }), spec: { contexts: [aFile("Say hello")], ...spec } };
}

export function aBatch(variableContexts: Context[][], commonContext: Context[] = []): Batch {
  return { ...head(Batch, { name: "update" }), spec: { commonContext, variableContexts } };
}

/** A run of the Batch `update`, unless said otherwise. */
export function aBatchRun(spec: Partial<BatchRunSpec> = {}, metadata: ObjectMeta = {}): BatchRun {
  // Trusted: exactly one of the two remains.
  const whole = (spec.batchSpec ? spec : { batchRef: "update", ...spec }) as BatchRunSpec;
  return { ...head(BatchRun, { name: "run", ...metadata }), spec: whole };
}

export function aConfigMap(name: string, data: Record<string, string>): ConfigMap {
  return { ...head(ConfigMap, { name }), data };
}

export function aWorkspaceConfig(name: string, agentTemplateRef?: AgentTemplateRef): WorkspaceConfig {
  return { ...head(WorkspaceConfig, { name }), spec: { agentTemplateRef } };
}

/** The smallest template; `image` tells templates apart. */
export function aTemplate(image: string, { metadata = "{}", job = "" } = {}): string {
  return `apiVersion: batch/v1
kind: Job
metadata: ${metadata}
spec:
  ${job}
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: agent
        image: ${image}
        env:
        - name: TASK_CONTEXTS
          value: '{{.Contexts}}'
`;
}

/** A template whose agent ends with a result. */
export const resultTemplate = aTemplate("agent", {
  metadata: '{annotations: {"kubetask.io/result": termination-message}}',
});

/** A pod of a Job. Its one container is `agent`, unless said otherwise. */
export function aPod(jobName: string, status: Pod["status"], metadata: ObjectMeta = {}): Pod {
  const labels = { "batch.kubernetes.io/job-name": jobName };
  return { ...head(Pod, { name: `${jobName}-x`, labels, ...metadata }), status };
}

/** A pod that has ended, with what its agent left. */
export function anEndedPod(jobName: string, result: unknown, phase: "Succeeded" | "Failed" = "Succeeded"): Pod {
  const message = typeof result === "string" ? result : JSON.stringify(result);
  const terminated = {
    exitCode: phase === "Failed" ? 1 : 0,
    reason: phase === "Failed" ? "Error" : "Completed",
    message,
  };
  return aPod(jobName, { phase, containerStatuses: [aContainer({ terminated })] });
}

export function aContainer(state: ContainerStatus["state"], name = "agent"): ContainerStatus {
  return { name, state, image: "agent", imageID: "", ready: false, restartCount: 0 };
}

export function aFile(inline: string): Context {
  return { type: "File", file: { name: "task.md", source: { inline } } };
}

export function aRepository(repo: string): Context {
  return { type: "Repository", repository: { org: "myorg", repo, branch: "main" } };
}

/** So many units, each with a repository of its own. */
export function units(count: number): Context[][] {
  return Array.from({ length: count }, (_, index) => [aRepository(`service-${index}`)]);
}

type Condition = NonNullable<NonNullable<Job["status"]>["conditions"]>[number];
type Status = Job["status"];

export const started = "2025-01-18T10:01:00Z";
export const ended = "2025-01-18T10:05:00Z";
/** When the Job controller wrote that a Job had completed. */
const noticed = "2025-01-18T10:30:00Z";

export const running: Status = { startTime: started, active: 1 };

export function complete(completionTime = ended): Status {
  return { startTime: started, completionTime, conditions: [condition({ type: "Complete" }, noticed)] };
}

export function failed(
  reason = "BackoffLimitExceeded",
  message = "Job has reached the specified backoff limit",
): Status {
  return { startTime: started, failed: 1, conditions: [condition({ type: "Failed", reason, message }, ended)] };
}

/** What a Job says of itself that does not end it. */
export function saying(...types: string[]): Status {
  return { startTime: started, failed: 1, conditions: types.map((type) => condition({ type }, ended)) };
}

function condition(what: Pick<Condition, "type" | "reason" | "message">, lastTransitionTime: string): Condition {
  return { status: "True", lastTransitionTime, ...what };
}

function head({ apiVersion, kind }: Kind, metadata: ObjectMeta): KubeObject {
  const identity = { namespace, uid: `uid-of-${kind}-${metadata.name}`, creationTimestamp: created, generation: 1 };
  return { apiVersion, kind, metadata: { ...identity, ...metadata } };
}
