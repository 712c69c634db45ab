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
import { snapshotName, unitJobName, unitJobNames } from "./names.ts";
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
function* listings(observed: Observed<Run>): Iterable<Listing> {
  const { object: run, owned } = observed;
  if (isFinished(run) || run.metadata?.deletionTimestamp) return;
  const asking = owned(Job).filter(optsIn);
  if (asking.length === 0) return;
  const jobs = byName(asking);
  const { ended } = recordIn(run.status);
  for (const [index, jobName] of jobNamesOf(run, snapshotOf(observed)).entries()) {
    const job = ended(index) ? undefined : jobs.get(jobName);
    if (job) yield* listingOf(job);
  }
}

/** One for each unit. */
function jobNamesOf(run: Run, snapshot: Frozen | undefined): readonly string[] {
  return unitJobNames(
    nameOf(run),
    snapshot?.batch.variableContexts ?? new Array(run.status?.progress?.total ?? 0).fill([]),
  );
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
  const [jobs, goneJobs] = [byName(owned(Job)), byName(gone(Job))];
  return jobNamesOf(run, snapshot).map((jobName, index) => {
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
      contexts: () => snapshot ? contextsOf(snapshot, index) : [],
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

function byName(jobs: readonly Job[]): ReadonlyMap<string, Job> {
  const named = new Map<string, Job>();
  for (const job of jobs) named.set(nameOf(job), job);
  return named;
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
