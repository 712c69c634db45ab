/** The kinds of kubetask.io as the operator sees them: types and addresses, without the schema library behind them. */

import type { Kind, KubeObject } from "../kernel/object.ts";
import type { BatchSpec } from "./batch.ts";
import type { BatchRunSpec, BatchRunStatus } from "./batchrun.ts";
import type { TaskExecutionStatus, TaskSpec } from "./task.ts";
import type { WorkspaceConfigSpec } from "./workspaceconfig.ts";

export type { AgentResult, Results, TaskResult } from "./agent_result.ts";
export type { BatchSpec } from "./batch.ts";
export type { BatchRunSpec, BatchRunStatus, Indexes, Progress, TaskStatus } from "./batchrun.ts";
export type { Context, FileSource, ReportedContext, Repository } from "./context.ts";
export type { AgentTemplateRef } from "./agent_template_ref.ts";
export type { Condition, Phase } from "./status.ts";
export type { TaskExecutionStatus, TaskSpec } from "./task.ts";
export type { WorkspaceConfigSpec } from "./workspaceconfig.ts";

export const group = "kubetask.io";
const apiVersion = `${group}/v1alpha1`;

export type Batch = KubeObject & { spec: BatchSpec };
export const Batch: Kind<Batch> = { apiVersion, kind: "Batch", plural: "batches" };

export type BatchRun = KubeObject & { spec: BatchRunSpec; status?: BatchRunStatus };
export const BatchRun: Kind<BatchRun> = { apiVersion, kind: "BatchRun", plural: "batchruns" };

export type Task = KubeObject & { spec: TaskSpec; status?: TaskExecutionStatus };
export const Task: Kind<Task> = { apiVersion, kind: "Task", plural: "tasks" };

export type WorkspaceConfig = KubeObject & { spec: WorkspaceConfigSpec };
export const WorkspaceConfig: Kind<WorkspaceConfig> = {
  apiVersion,
  kind: "WorkspaceConfig",
  plural: "workspaceconfigs",
};
