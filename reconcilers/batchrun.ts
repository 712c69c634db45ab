/** Runs a Batch once: freezes what is to be done, creates one Job per unit, and reports how they went. */

import { Batch, type BatchRun as Run, type BatchSpec, type Context, WorkspaceConfig } from "../crds/kinds.ts";
import { nameOf, uidOf } from "../kernel/object.ts";
import type { Controller, Listing, Observed, Plan, Read, Refusal, Write } from "../kernel/plan.ts";
import { builtinTemplate } from "../render/builtin_template.ts";
import { chooseTemplate, templateReads } from "./agent_template.ts";
import { type Blocked, isBlocked } from "./blocked.ts";
import { noticesOfRun } from "./events.ts";
import { BatchName, BatchRun, ConfigMap, ControllerRevision, Job, Pod } from "./kinds.ts";
import { measuresOfRuns } from "./measures.ts";
import { snapshotName, unitJobName } from "./names.ts";
import { isFinal, type Outcome, outcomeOf, pending, rejected, released, releasedOrphan } from "./outcome.ts";
import type { UnitReason } from "./reasons.ts";
import { type Record, recordIn } from "./record.ts";
import { tooLargeForStatus } from "./room.ts";
import { statusOfUnits, statusOfWaiting, type UnitStatus } from "./run_status.ts";
import { type Frozen, snapshotOf, takeSnapshot } from "./snapshot.ts";
import { endsWithResult, heard, listingOf, optsIn, podsIn } from "./unit_pods.ts";
import { timestamp } from "./times.ts";
import { jobsFrom } from "./unit_job.ts";

/** `builtin` is the template for namespaces that have none. */
export function batchRunWith(builtin: string): Controller<Run> {
  return {
    kind: BatchRun,
    owns: [Job, ControllerRevision],
    watches: [BatchName, WorkspaceConfig],
    gets: [Batch, ConfigMap],
    lists: [Pod],
    reads,
    listings,
    reconcile: (observed) => reconcile(observed, builtin),
    orphaned: releasedOrphan,
    notices: noticesOfRun,
    measures: measuresOfRuns,
  };
}

export const batchRun = batchRunWith(builtinTemplate);

/** The snapshot; if there is none yet also what it will be taken from. */
function* reads(observed: Observed<Run>): Iterable<Read[]> {
  const { object: run } = observed;
  if (isFinished(run) || run.metadata?.deletionTimestamp) return;
  yield [{ kind: ControllerRevision, name: snapshotName(run) }];
  if (run.status?.startTime || snapshotOf(observed)) return;
  const batch = run.spec.batchRef ? [{ kind: Batch, name: run.spec.batchRef }] : [];
  yield [...batch, ...templateReads(observed)];
}

/** The pods of units that opted in and whose end is not stored yet. */
function* listings({ object: run, owned }: Observed<Run>): Iterable<Listing> {
  if (isFinished(run) || run.metadata?.deletionTimestamp) return;
  const jobs = owned(Job).filter(optsIn);
  if (jobs.length === 0) return;
  const stored = new Set([...recordIn(run.status).ended].map((index) => unitJobName(nameOf(run), index)));
  for (const job of jobs) if (!stored.has(nameOf(job))) yield* listingOf(job);
}

function reconcile(observed: Observed<Run>, builtin: string): Plan {
  const { object: run, owned } = observed;
  if (isFinished(run)) return { writes: owned(Job).flatMap(released), finished: true };
  // Nobody will ask for the outcomes any more.
  if (run.metadata?.deletionTimestamp) return { writes: owned(Job).flatMap(released) };

  if (observed.unreadable) {
    const { reason, message } = observed.unreadable;
    // Of a run that has begun, the last status is still the best one.
    return run.status?.startTime ? { blocked: true } : { ...waiting(run, reason, message), blocked: true };
  }
  const snapshot = snapshotOf(observed);
  return snapshot || run.status?.startTime ? proceed(observed, snapshot) : start(observed, builtin);
}

function isFinished(run: Run): boolean {
  return run.status?.completionTime !== undefined;
}

/** Freezes Batch and template. The run begins once that is stored: at the next look. */
function start(observed: Observed<Run>, builtin: string): Plan {
  const { object: run, refused } = observed;
  const batch = batchOf(observed);
  if (isBlocked(batch)) return { ...waiting(run, batch.blocked, batch.message), blocked: true };
  const tooLarge = tooLargeForStatus(BatchRun, run, batch.variableContexts.length);
  if (tooLarge) return neverBegun(observed, batch, tooLarge);
  const template = chooseTemplate(observed, builtin);
  if (isBlocked(template)) return { ...waiting(run, template.blocked, template.message), blocked: true };

  const refusal = refused(ControllerRevision, snapshotName(run));
  if (refusal?.class === "invalid") return neverBegun(observed, batch, refusal);
  const writes = [takeSnapshot(run, { batch, template })];
  return refusal ? { ...waiting(run, refusal.reason, refusal.message), writes } : { writes };
}

function batchOf({ object: run, read }: Observed<Run>): BatchSpec | Blocked {
  if (run.spec.batchSpec) return run.spec.batchSpec;
  const batch = read(Batch, run.spec.batchRef);
  return batch?.spec ?? { blocked: "BatchNotFound", message: `Batch '${run.spec.batchRef}' not found` };
}

function waiting(run: Run, reason: string, message: string): Plan {
  return { status: statusOfWaiting(run, reason, message), statusNow: !run.status?.phase };
}

/** What cannot be frozen or reported on can never be run, so all units have failed. */
function neverBegun(observed: Observed<Run>, batch: BatchSpec, refusal: Refusal): Plan {
  const { object: run } = observed;
  const now = timestamp(observed.now);
  const outcome = rejected(refusal, now);
  const units = batch.variableContexts.map((contexts, index) => {
    return { jobName: unitJobName(nameOf(run), index), contexts, outcome, created: false };
  });
  return { status: statusOfUnits(run, units, now), statusNow: true };
}

/** Creates the Jobs that are missing and tells how the others went. */
function proceed(observed: Observed<Run>, snapshot: Frozen | undefined): Plan {
  const { object: run } = observed;
  const record = recordIn(run.status);
  const now = timestamp(observed.now);
  const units = unitsOf(observed, record, snapshot, now);
  const status = statusOfUnits(run, units, snapshot?.at ?? run.status?.startTime ?? now);
  return {
    status,
    statusNow: status.phase !== run.status?.phase,
    writes: writesFor(run, units, snapshot),
  };
}

interface Unit extends UnitStatus {
  readonly job?: Job;
  /** Its final outcome is stored. */
  readonly isStored: boolean;
}

function unitsOf(
  { object: run, owned, gone, refused, listed }: Observed<Run>,
  record: Record,
  snapshot: Frozen | undefined,
  now: string,
): Unit[] {
  const jobs = new Map(owned(Job).map((job) => [nameOf(job), job]));
  const goneJobs = new Map(gone(Job).map((job) => [nameOf(job), job]));
  const total = snapshot?.batch.variableContexts.length ?? run.status?.progress?.total ?? 0;
  return Array.from({ length: total }, (_, index) => {
    const jobName = unitJobName(nameOf(run), index);
    const job = jobs.get(jobName);
    const recorded = record.outcome(index, jobName);
    const asked = job && optsIn(job) && !recorded ? job : undefined;
    const pods = asked && listed(Pod, uidOf(asked));
    const evidence = {
      recorded,
      job,
      gone: goneJobs.get(jobName),
      pods: podsIn(pods),
      created: record.created.has(index),
      refused: refused(Job, jobName),
      contexts: snapshot ? contextsOf(snapshot, index) : [],
      now,
    };
    const stands = outcomeOf(evidence) ??
      (snapshot ? pending(evidence.refused) : { ...snapshotDeleted, completionTime: now });
    const outcome = heard(asked, stands, pods);
    const isNews = asked !== undefined && endsWithResult(asked) && isFinal(outcome);
    return {
      jobName,
      contexts: snapshot?.batch.variableContexts[index] ?? record.task(jobName)?.contexts ?? [],
      outcome,
      report: record.reported.has(index) ? "told" : isNews ? "news" : undefined,
      created: evidence.created || evidence.job !== undefined || evidence.gone !== undefined,
      job,
      isStored: evidence.recorded !== undefined,
    };
  });
}

/** All that the unit works with. */
function contextsOf({ batch }: Frozen, index: number): Context[] {
  return [...batch.commonContext, ...batch.variableContexts[index] ?? []];
}

const snapshotDeleted: Outcome = {
  phase: "Failed",
  reason: "SnapshotDeleted" satisfies UnitReason,
  message: "The ControllerRevision that holds what this run froze at its start was deleted",
};

function* writesFor(run: Run, units: readonly Unit[], snapshot: Frozen | undefined): Iterable<Write> {
  const create = snapshot && jobsFrom<Run>(snapshot.template);
  for (const [index, { jobName, job, isStored, outcome, created }] of units.entries()) {
    // Not before the outcome is stored: see released.
    if (job && isStored) yield* released(job);
    if (!create || created || isFinal(outcome)) continue;
    yield create({
      owner: run,
      kind: BatchRun,
      jobName,
      index,
      contexts: contextsOf(snapshot, index),
      batchRunName: nameOf(run),
      batchName: run.spec.batchRef ?? "",
      taskName: "",
    });
  }
}
