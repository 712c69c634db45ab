/** One run or Task of the input with all there is to tell of it: what it would create, from what, and why not more. */

import { BatchRun, type BatchRunStatus, type BatchSpec, Task, type TaskExecutionStatus } from "../../crds/kinds.ts";
import type { Plan } from "../../kernel/plan.ts";
import { batchRunWith } from "../../reconcilers/batchrun.ts";
import { tooLargeForStatus } from "../../reconcilers/room.ts";
import { snapshotOf } from "../../reconcilers/snapshot.ts";
import { taskWith } from "../../reconcilers/task.ts";
import { isOf } from "../objects.ts";
import { type Chosen, chosenFor } from "./chosen.ts";
import type { Input } from "./input.ts";
import { type Rehearsal, rehearse, type Subject } from "./rehearsal.ts";

export interface Part {
  readonly subject: Subject;
  /** Undefined where there is none to be had. */
  readonly template: Chosen | undefined;
  /** The run has frozen what its Jobs are made from, and that is in the input. */
  readonly isFrozen: boolean;
  /** What the Jobs are made from; undefined where that cannot be told. */
  readonly batch: BatchSpec | undefined;
  readonly plan: Plan;
  readonly statusWith: Rehearsal<Subject>["statusWith"];
}

/** `builtin` is the template for namespaces that have none. */
export function partOf(subject: Subject, input: Input, builtin: string): Part {
  if (isOf(Task, subject)) {
    const { before, plan, statusWith } = rehearse(taskWith(builtin), subject, input);
    const batch = { commonContext: [], variableContexts: [subject.spec.contexts] };
    return { subject, template: chosenFor(before, builtin), isFrozen: false, batch, plan, statusWith };
  }
  const { before, after, plan, statusWith } = rehearse(batchRunWith(builtin), subject, input);
  const frozen = snapshotOf(before)?.template;
  const template = frozen
    ? { ...frozen, from: `${frozen.key}, as the run froze it`, isBuiltin: false }
    : chosenFor(before, builtin);
  return { subject, template, isFrozen: frozen !== undefined, batch: snapshotOf(after)?.batch, plan, statusWith };
}

/** Units that there are to be. */
export function totalOf({ subject, plan }: Part): number {
  return isOf(Task, subject) ? 1 : statusIn(plan).progress?.total ?? 0;
}

/** Why there is no Job at all, if something is wrong, in the words of the status. */
export function obstacleIn(part: Part): string | undefined {
  const { subject, plan } = part;
  const { phase, reason, message, conditions } = statusIn(plan);
  if (plan.blocked) {
    const waiting = conditions?.find(({ type }) => type === "Reconciling");
    return `${waiting?.reason}: ${waiting?.message} (in this input)`;
  }
  if (phase !== "Failed") return undefined;
  // The status of a run that leaves no room for one has none for the reason either.
  const refusal = isOf(Task, subject) ? undefined : tooLargeForStatus(BatchRun, subject, totalOf(part));
  return `${refusal?.reason ?? reason}: ${refusal?.message ?? message}`;
}

/** Trusted: made by the controller of a run or a Task. */
function statusIn({ status = {} }: Plan): Omit<BatchRunStatus, "phase"> & TaskExecutionStatus {
  return status;
}
