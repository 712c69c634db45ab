/** A run of the Batch `update` in its world, and what one sees of it. */

import type { BatchRunStatus } from "../../crds/kinds.ts";
import type { Refusal } from "../../kernel/plan.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { BatchRun, Job } from "../../reconcilers/kinds.ts";
import { aBatch, aBatchRun, aConfigMap, aTemplate, units } from "./builders.ts";
import { World } from "./world.ts";

/** A run over so many units, its Jobs created. */
export function begun(count: number, template = aTemplate("agent")): World {
  const configMap = aConfigMap("kubetask-agent", { "agent-template.yaml": template });
  const world = new World(aBatch(units(count)), aBatchRun(), configMap);
  world.settle(batchRun, "run");
  return world;
}

/** The Job controller speaks; KubeTask looks. */
export function say(world: World, index: number, status: Job["status"]): void {
  world.change(Job, `run-task-${index}`, (job) => ({ ...job, status }));
  world.settle(batchRun, "run");
}

export function statusOf(world: World): BatchRunStatus {
  return world.get(BatchRun, "run").status ?? {};
}

/** Phase of the run, then phase and reason of each unit. */
export function standing(world: World): unknown[] {
  const { phase, tasks = [] } = statusOf(world);
  return [phase, ...tasks.map(({ status, reason }) => reason ? `${status} ${reason}` : status)];
}

/** What the run waits for, or how it ended. */
export function reasonOf(world: World): { reason?: string; message?: string } {
  const { reason, message } = statusOf(world).conditions?.find(({ type }) => type === "Reconciling") ?? {};
  return { reason, message };
}

export const quota: Refusal = { class: "blocked", reason: "QuotaExceeded", message: "exceeded quota: jobs" };
