/** Lets the operator's own controllers look at the input, and takes what they would create. */

import type { BatchRun, Task } from "../../crds/kinds.ts";
import { type KubeObject, nameOf, namespaceOf } from "../../kernel/object.ts";
import type { Controller, Create, Observed, Plan, Write } from "../../kernel/plan.ts";
import { ControllerRevision, Job } from "../../reconcilers/kinds.ts";
import type { Input } from "./input.ts";

/** What has Jobs. */
export type Subject = BatchRun | Task;

/** What the controller sees, and what it wants then. */
export interface Rehearsal<T extends Subject> {
  /** At first sight. */
  readonly before: Observed<T>;
  /** Once all is frozen that is to be: when Jobs are created. */
  readonly after: Observed<T>;
  readonly plan: Plan;
  /** What would be reported if these were the Jobs. */
  statusWith(jobs: readonly Job[]): object | undefined;
}

/** As if nothing had been created for the subject yet; only a snapshot that is in the input counts. */
export function rehearse<T extends Subject>(controller: Controller<T>, subject: T, input: Input): Rehearsal<T> {
  const object = { ...subject, status: undefined };
  const before = observe(controller, object, input, {});
  const revisions = [...snapshots(controller.reconcile(before).writes)];
  const after = observe(controller, object, input, { revisions });
  return {
    before,
    after,
    plan: controller.reconcile(after),
    statusWith: (jobs) => controller.reconcile(observe(controller, object, input, { revisions, jobs })).status,
  };
}

/** The Jobs to be, each made when that is asked for. */
export function* jobsIn({ writes = [] }: Plan): Iterable<Create> {
  for (const write of writes) if (write.do === "create" && write.kind === Job) yield write;
}

/** What a run freezes before it creates its first Job. */
function* snapshots(writes: Iterable<Write> = []): Iterable<KubeObject> {
  for (const write of writes) {
    if (write.do !== "create" || write.kind !== ControllerRevision) return;
    const made = write.make();
    if (!("class" in made)) yield made;
  }
}

interface Created {
  readonly revisions?: readonly KubeObject[];
  readonly jobs?: readonly Job[];
}

/** As the kernel would show it: of what is read by name, only what the controller asked for. */
function observe<T extends Subject>(
  controller: Controller<T>,
  object: T,
  input: Input,
  { revisions = [], jobs = [] }: Created,
): Observed<T> {
  const namespace = namespaceOf(object);
  const found = new Map<string, KubeObject | undefined>();
  const observed: Observed<T> = {
    object,
    // Trusted, here and below: what is kept under a kind is of that kind.
    owned: <K extends KubeObject>({ plural }: { plural: string }) =>
      (plural === Job.plural ? jobs : []) as readonly K[],
    gone: () => [],
    watched: (kind) => input.all(kind, namespace).sort((a, b) => nameOf(a) < nameOf(b) ? -1 : 1),
    read: <K extends KubeObject>({ plural }: { plural: string }, name: string) => {
      return found.get(`${plural}/${name}`) as K | undefined;
    },
    listed: () => undefined,
    refused: () => undefined,
    now: 0,
  };
  for (const { kind, name } of [...controller.reads(observed)].flat()) {
    const created = kind === ControllerRevision ? revisions.find((revision) => nameOf(revision) === name) : undefined;
    found.set(`${kind.plural}/${name}`, created ?? input.find(kind, namespace, name));
  }
  return observed;
}
