/** What a run froze at its start: later edits of the Batch and of the template do not touch it. */

import { type BatchRun as Run, type BatchSpec } from "../crds/kinds.ts";
import { controlledBy, controllerOf, namespaceOf, uidOf } from "../kernel/object.ts";
import type { Create, Observed } from "../kernel/plan.ts";
import type { AgentTemplate } from "./agent_template.ts";
import { BatchRun, ControllerRevision } from "./kinds.ts";
import { labels, snapshotName } from "./names.ts";

/** Everything that a run's Jobs are made from. */
export interface Snapshot {
  readonly batch: BatchSpec;
  readonly template: AgentTemplate;
}

export interface Frozen extends Snapshot {
  /** When the snapshot was taken, by the API server's clock (RFC 3339). */
  readonly at: string;
}

/** The stored snapshot of this very run, if there is one. */
export function snapshotOf({ object: run, read }: Observed<Run>): Frozen | undefined {
  const revision = read(ControllerRevision, snapshotName(run));
  if (!revision || controllerOf(revision)?.uid !== uidOf(run)) return undefined;
  // Written by `takeSnapshot`, and immutable since.
  const { template, batch } = revision.data as Partial<Snapshot> & Pick<Snapshot, "template">;
  const spec = batch ?? run.spec.batchSpec;
  return spec && { batch: spec, template, at: revision.metadata?.creationTimestamp ?? "" };
}

/** An inline batch cannot change any more once the run has started, so it is not stored twice. */
export function takeSnapshot(run: Run, { batch, template }: Snapshot): Create {
  const name = snapshotName(run);
  return {
    do: "create",
    kind: ControllerRevision,
    name,
    make: () => ({
      apiVersion: ControllerRevision.apiVersion,
      kind: ControllerRevision.kind,
      metadata: {
        name,
        namespace: namespaceOf(run),
        labels: { [labels.managedBy]: "kubetask" },
        ownerReferences: [controlledBy(BatchRun, run)],
      },
      revision: 1,
      data: run.spec.batchSpec ? { template } : { batch, template },
    }),
  };
}
