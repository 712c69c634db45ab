/** Tests of objects at the edge of what is possible: the operator runs, and every Job that it makes completes at once. */

import { api } from "../../kernel/api.ts";
import { BatchRun, Task } from "../../crds/kinds.ts";
import { systemClock as clock } from "../../kernel/clock.ts";
import { type Connection, outsideCluster } from "../../kernel/connect.ts";
import { jsonLog } from "../../kernel/log.ts";
import { type Kind, type KubeObject, nameOf, namespaceOf, pathOf } from "../../kernel/object.ts";
import { Store } from "../../kernel/store.ts";
import { watch } from "../../kernel/watch.ts";
import { Job } from "../../reconcilers/kinds.ts";
import { aTemplate, jobTemplate } from "../operator/objects.ts";
import { operatorTest, type Stage } from "../operator/stage.ts";

/** What the API server said to an object: 201, or why not. */
export interface Answer {
  readonly code: number;
  readonly message: string;
}

export interface Edge {
  readonly stage: Stage;
  /** The test's own namespace. */
  readonly place: Place;
  /** Another namespace, under this name. */
  another(name: string): Promise<Place>;
}

/** A namespace, and what is there. Specs are left out: they can be large. */
export interface Place {
  readonly namespace: string;
  readonly runs: () => readonly BatchRun[];
  readonly tasks: () => readonly Task[];
  readonly jobs: () => readonly Job[];
  run(name: string): BatchRun | undefined;
  task(name: string): Task | undefined;
  /** Resolves as soon as the condition holds for what is there. */
  until(what: string, condition: () => boolean): Promise<void>;
  /** Creates an object exactly as it is given: what is wrong with it is for the API server to say. */
  send(kind: Kind, object: KubeObject): Promise<Answer>;
  /** The same for an object that must be accepted. */
  create(kind: Kind, object: KubeObject): Promise<void>;
  /** What `send` would be answered, and nothing else. */
  tryOut(kind: Kind, object: KubeObject): Promise<Answer>;
}

/** An agent template whose Jobs complete as soon as they are there, with more lines in the Job's spec if wanted. */
export function instantTemplate(name = "kubetask-agent", ...spec: string[]): KubeObject {
  return aTemplate(name, jobTemplate(`managedBy: ${player}`, ...spec));
}

/** Whether all of these are over: nothing will change any more. */
export function allFinished(objects: readonly (BatchRun | Task)[]): boolean {
  return objects.every(({ status }) => status?.completionTime !== undefined);
}

/** A test with an operator of its own and as many namespaces as it wants. */
export function edgeTest(law: string, body: (edge: Edge) => Promise<void>): void {
  operatorTest(law, async (stage) => {
    const connection = await outsideCluster({ kubeconfig: stage.cluster.kubeconfig, userAgent: "edges", clock });
    const world = new ObservedWorld(connection);
    try {
      await body({
        stage,
        place: new ObservedPlace(stage.namespace, world),
        async another(name) {
          await stage.cluster.kubectl("create", "namespace", name);
          return new ObservedPlace(name, world);
        },
      });
    } finally {
      await world.end();
      connection.close();
    }
  });
}

const player = "kubetask.io/edges";

/** A Job as this test sees it: with more than the operator reads of one. */
const PlayedJob: Kind<Job> = {
  ...Job,
  protobuf: undefined,
  project: ({ metadata, spec, status }) => ({
    metadata,
    spec: { managedBy: spec?.managedBy, suspend: spec?.suspend, template: {} },
    status,
  }),
};

class ObservedWorld {
  readonly runs = new Store<BatchRun>();
  readonly tasks = new Store<Task>();
  readonly jobs = new Store<Job>();
  readonly #listeners = new Set<() => void>();
  readonly #end = new AbortController();
  readonly #watches: Promise<void>[];
  readonly #completing = new Map<string, Promise<void>>();

  constructor(readonly connection: Connection) {
    const project = <T extends BatchRun | Task>({ metadata, status }: T) => ({ metadata, status }) as T; // no spec is read
    this.#watches = [
      this.#watch({ ...BatchRun, project }, this.runs),
      this.#watch({ ...Task, project }, this.tasks),
      this.#watch(PlayedJob, this.jobs),
    ];
  }

  /** Calls the listener after every change; the returned function ends that. */
  each(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async end(): Promise<void> {
    this.#end.abort();
    await Promise.all([...this.#watches, ...this.#completing.values()]);
  }

  async request(method: string, path: string, body: object, type = "application/json"): Promise<Answer> {
    const { connection } = this;
    const response = await fetch(new URL(path, connection.server), {
      method,
      client: connection.client(),
      headers: { "content-type": type, "user-agent": connection.userAgent },
      body: JSON.stringify(body),
    });
    const { message = "" } = await response.json() as { message?: string }; // an object or a metav1.Status
    return { code: response.status, message };
  }

  #watch<T extends KubeObject>(kind: Kind<T>, store: Store<T>): Promise<void> {
    const log = jsonLog(() => {}, clock);
    const { signal } = this.#end;
    return watch({
      api: api(this.connection),
      kind,
      clock,
      signal,
      log,
      receive: (event) => {
        store.receive(event);
        for (const job of this.jobs.all()) this.#complete(job);
        for (const listener of this.#listeners) listener();
      },
    });
  }

  #complete(job: Job): void {
    const uid = job.metadata?.uid ?? "";
    if (job.spec?.managedBy !== player || job.spec.suspend || this.#completing.has(uid)) return;
    const path = `${pathOf(Job, namespaceOf(job), nameOf(job))}/status`;
    const body = { metadata: { uid }, status: completed() };
    this.#completing.set(uid, this.request("PATCH", path, body, "application/merge-patch+json").then(() => {}));
  }
}

function completed(): Job["status"] {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const conditions = ["SuccessCriteriaMet", "Complete"].map((type) => {
    return { type, status: "True", reason: "CompletionsReached", lastTransitionTime: now };
  });
  return { startTime: now, completionTime: now, succeeded: 1, conditions };
}

/** What an API server says that could not look at an object in time, as on a busy machine: it may be asked again. */
const shortOfTime = 504;
/** Milliseconds: many times what anything takes, for the same reason. */
const patience = 180_000;

class ObservedPlace implements Place {
  constructor(readonly namespace: string, private readonly world: ObservedWorld) {}

  runs = () => this.world.runs.inNamespace(this.namespace);
  tasks = () => this.world.tasks.inNamespace(this.namespace);
  jobs = () => this.world.jobs.inNamespace(this.namespace);

  run(name: string): BatchRun | undefined {
    return this.runs().find((run) => nameOf(run) === name);
  }

  task(name: string): Task | undefined {
    return this.tasks().find((task) => nameOf(task) === name);
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    if (condition()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const callOff = clock.after(patience, () => reject(new Error(`Cannot wait any longer until ${what}`)));
    const end = this.world.each(() => condition() && resolve());
    try {
      await promise;
    } finally {
      callOff();
      end();
    }
  }

  async send(kind: Kind, object: KubeObject): Promise<Answer> {
    const answer = await this.world.request("POST", `${pathOf(kind, this.namespace)}?fieldValidation=Strict`, object);
    if (answer.code !== shortOfTime) return answer;
    const again = await this.send(kind, object);
    // It was stored at the first time of asking.
    return again.code === 409 ? { ...again, code: 201 } : again;
  }

  async create(kind: Kind, object: KubeObject): Promise<void> {
    const { code, message } = await this.send(kind, object);
    if (code !== 201) throw new Error(`Cannot create ${kind.kind} "${nameOf(object)}": ${message.slice(0, 500)}`);
  }

  async tryOut(kind: Kind, object: KubeObject): Promise<Answer> {
    const query = "fieldValidation=Strict&dryRun=All";
    const answer = await this.world.request("POST", `${pathOf(kind, this.namespace)}?${query}`, object);
    return answer.code === shortOfTime ? await this.tryOut(kind, object) : answer;
  }
}
