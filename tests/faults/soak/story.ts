/** One namespace under random faults: a run, at times a Task beside it, from its creation to its judgement. */

import { BatchRun, Task } from "../../../crds/kinds.ts";
import { nameOf, uidOf } from "../../../kernel/object.ts";
import type { Job } from "../../../reconcilers/kinds.ts";
import { aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import type { Request } from "../../operator/requests.ts";
import { Namespace } from "../admin.ts";
import type { ApiRequest } from "../api_request.ts";
import type { Lane } from "../lane.ts";
import { intervals, statusTellsTheJobs, violations } from "../oracles.ts";
import { type PlayedJobs, playedTemplate, playJobs } from "../played_jobs.ts";
import { between, oneOf, type Random } from "../random.ts";
import { AnyJob, type NamespaceRecord, type Version } from "../record.ts";

/** What chance decides beforehand. */
interface Plot {
  readonly units: number;
  readonly hasTask: boolean;
  /** Its Jobs delete themselves when they have ended. */
  readonly isShortLived: boolean;
  /** The run is deleted after so many ends. */
  readonly deletedAfter: number;
}

export class Story {
  /** Jobs by name: what runs and can end. */
  readonly #running = new Set<string>();
  readonly #jobs = new Set<string>();
  /** Of these, those that nobody has begun yet. */
  readonly #waiting = new Set<string>();
  readonly #uids = new Set<string>();
  readonly #asked: Request[] = [];
  readonly #jobPlayer: PlayedJobs;
  #run: BatchRun | undefined;
  #task: Task | undefined;
  #ended = 0;
  #isDeleted = false;
  /** When a status was stored last, on the clock of `performance`. */
  lastTold = 0;

  private constructor(
    readonly namespace: string,
    private readonly plot: Plot,
    private readonly record: NamespaceRecord,
    private readonly lane: Lane,
  ) {
    this.#jobPlayer = playJobs(record, lane.admin);
    record.each((version) => this.#follow(version));
  }

  static async begin(lane: Lane, random: Random): Promise<Story> {
    const namespace = `soak-${crypto.randomUUID().slice(0, 8)}`;
    const isDeleted = random() < 0.1;
    const units = isDeleted ? between(random, 10, 40) : between(random, 10, 200);
    const plot: Plot = {
      units,
      hasTask: !isDeleted && random() < 0.3,
      isShortLived: random() < 0.1,
      deletedAfter: isDeleted ? between(random, 1, units) : Infinity,
    };
    const { admin } = lane;
    await admin.apply(undefined, { apiVersion: "v1", kind: Namespace.kind, metadata: { name: namespace } });
    const story = new Story(namespace, plot, lane.recorder.of(namespace), lane);
    const template = playedTemplate(...plot.isShortLived ? ["ttlSecondsAfterFinished: 0"] : []);
    await admin.apply(namespace, aTemplate("kubetask-agent", template));
    if (plot.hasTask) await admin.apply(namespace, aTask("task", { contexts: [repository("service")] }));
    await admin.apply(namespace, aRun("run", { batchSpec: over(units) }));
    return story;
  }

  /** With the Task's. */
  get units(): number {
    return this.plot.units + (this.plot.hasTask ? 1 : 0);
  }

  /** How many Jobs there ever were. */
  get jobsEver(): number {
    return this.#uids.size;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Everything has ended, by what is stored. */
  get isOver(): boolean {
    if (this.#isDeleted) return this.#run === undefined && this.#jobs.size === 0;
    return this.#run?.status?.completionTime !== undefined &&
      (!this.plot.hasTask || this.#task?.status?.completionTime !== undefined);
  }

  /** Remembers what the operator asked to write here. */
  told({ verb, resource, namespace, name, userAgent }: ApiRequest): void {
    this.#asked.push({ verb, resource, namespace, name, userAgent, code: 0 });
  }

  /** One of the Jobs that run ends in some way. At times it is the run that is deleted instead. */
  async endOne(random: Random): Promise<void> {
    const name = oneOf(random, [...this.#running]);
    if (name === undefined) return;
    this.#running.delete(name);
    const { admin } = this.lane;
    if (this.#ended++ === this.plot.deletedAfter) {
      this.#isDeleted = true;
      this.#running.clear();
      return await admin.delete(BatchRun, this.namespace, "run");
    }
    const chance = random();
    // Promised only once the status knows the Job.
    if (chance < 0.03 && this.#isKnown(name)) return await admin.delete(AnyJob, this.namespace, name);
    await this.#jobPlayer.end(name, chance < 0.1 ? "Failed" : "Complete");
  }

  /** What is still to come: Jobs that nobody has begun, and what the status does not tell yet. */
  untold(): string[] {
    const { namespace, plot: { units, hasTask } } = this;
    if (this.#isDeleted) return [];
    const made = intervals(this.#run?.status?.indexes?.created).length;
    return [
      ...[...this.#waiting].map((job) => `${namespace}: Job ${job} has not begun`),
      ...statusTellsTheJobs(this.record),
      ...(made === units ? [] : [`${namespace}: ${made} of ${units} units have a Job, by the status`]),
      ...(hasTask && this.#task?.status?.jobName === undefined ? [`${namespace}: the Task has no Job`] : []),
    ];
  }

  /** Sentences; none if all is well. For when it is over, and a while after. */
  async judge(): Promise<string[]> {
    const wrong = violations({ record: this.record, requests: this.#asked, operators: [] });
    if (!this.isOver) {
      wrong.push(`${this.namespace} did not come to its end: ${JSON.stringify(this.#run?.status?.progress)}`);
    }
    if (!this.#isDeleted) wrong.push(...this.untold());
    if (!this.#isDeleted && this.jobsEver !== this.units) {
      wrong.push(`${this.namespace}: ${this.units} units had ${this.jobsEver} Jobs`);
    }
    await this.#jobPlayer.stop().catch((error) => wrong.push(String(error)));
    return wrong;
  }

  /** Leaves an empty namespace: to delete that too takes Kubernetes hundreds of requests. */
  async clear(): Promise<void> {
    const { lane: { admin, recorder }, namespace } = this;
    recorder.forget(namespace);
    // Owners last, so that the garbage collector finds nothing to ask about.
    for (const kind of [AnyJob, Task, BatchRun]) await admin.deleteAll(kind, namespace);
  }

  #isKnown(job: string): boolean {
    if (job === this.#task?.status?.jobName) return true;
    return intervals(this.#run?.status?.indexes?.created).some((index) => job === `run-task-${index}`);
  }

  #follow({ kind, type, object }: Version): void {
    const isThere = type === "put";
    switch (kind) {
      case BatchRun:
        this.lastTold = performance.now();
        this.#run = isThere ? object as BatchRun : undefined; // of that kind
        return;
      case Task:
        this.lastTold = performance.now();
        this.#task = isThere ? object as Task : undefined; // of that kind
        return;
      case AnyJob:
        this.#uids.add(uidOf(object));
        return this.#followJob(object as Job, isThere); // of that kind
    }
  }

  #followJob(job: Job, isThere: boolean): void {
    const name = nameOf(job);
    if (isThere) this.#jobs.add(name);
    else this.#jobs.delete(name);
    const { startTime, conditions = [] } = job.status ?? {};
    const runs = isThere && startTime !== undefined && conditions.length === 0 && !job.metadata?.deletionTimestamp;
    if (isThere && startTime === undefined) this.#waiting.add(name);
    else this.#waiting.delete(name);
    if (runs && !this.#isDeleted) this.#running.add(name);
    else this.#running.delete(name);
  }
}
