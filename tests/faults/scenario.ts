/** A story that the operator must bring to the same end whatever breaks on the way. */

import { BatchRun, Task } from "../../crds/kinds.ts";
import { type Kind, type KubeObject, nameOf } from "../../kernel/object.ts";
import type { Admin } from "./admin.ts";
import { type PlayedJobs } from "./played_jobs.ts";
import { AnyJob, type NamespaceRecord } from "./record.ts";

export interface Scenario {
  /** In a URL's characters, for the command line. */
  readonly name: string;
  /**
   * What users and the cluster do, while the operator runs and fails. Waits only for what is stored, never for time. Ends when nothing
   * more will be done: then the operator has to reach, and to keep, one and the same end.
   */
  play(stage: Stage): Promise<void>;
}

/** A namespace of its own, seen and changed past the proxy. */
export class Stage {
  constructor(
    readonly namespace: string,
    readonly record: NamespaceRecord,
    readonly admin: Admin,
    readonly jobs: PlayedJobs,
  ) {}

  async apply(...objects: KubeObject[]): Promise<void> {
    for (const object of objects) await this.admin.apply(this.namespace, object);
  }

  async delete(kind: Kind, name: string): Promise<void> {
    await this.admin.delete(kind, this.namespace, name);
  }

  until(what: string, condition: () => boolean): Promise<void> {
    return this.record.until(what, condition);
  }

  run(name = "run"): BatchRun | undefined {
    return this.record.get(BatchRun, name);
  }

  task(name = "task"): Task | undefined {
    return this.record.get(Task, name);
  }

  /** Jobs that are stored, by name. */
  jobNames(): string[] {
    return this.record.live(AnyJob).map(nameOf).sort();
  }

  /** Until the status of the run says that so many units run. */
  async untilRunning(units: number, run = "run"): Promise<void> {
    await this.until(`${units} units of ${run} run`, () => this.run(run)?.status?.progress?.running === units);
  }

  /** Until the object says why it waits. */
  async untilReason(reason: string, run = "run"): Promise<void> {
    const told = () => this.run(run)?.status?.conditions?.find(({ type }) => type === "Reconciling")?.reason;
    await this.until(`${run} says ${reason}`, () => told() === reason);
  }

  /** Ends these units' Jobs. */
  async end(how: "Complete" | "Failed", ...jobs: string[]): Promise<void> {
    await Promise.all(jobs.map((job) => this.jobs.end(job, how)));
  }
}

/** The Job names of units `from` to `to` (inclusive) of a run. */
export function unitsOf(run: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => `${run}-task-${from + offset}`);
}
