/** The world around pure functions: holds objects, shows them to a controller, and does what its plans say. */

import { controllerOf, type Kind, type KubeObject, nameOf, uidOf } from "../../kernel/object.ts";
import type { Controller, Create, Observed, Patch, Plan, Refusal } from "../../kernel/plan.ts";
import { Job, type Pod } from "../../reconcilers/kinds.ts";
import { timestamp } from "../../reconcilers/times.ts";
import { created, namespace } from "./builders.ts";

export class World {
  /** Milliseconds since 1970. */
  now = Date.parse(created);
  /** Why an object is not accepted, if it is not. */
  accepts: (object: KubeObject) => Refusal | undefined = () => undefined;
  /** Why nothing can be read, if so. */
  unreadable?: Refusal;
  /** What the pods of a Job are said to be; undefined while that is not known. */
  pods: (jobName: string) => readonly Pod[] | Refusal | undefined = () => [];
  /** The values of all listings that were answered. */
  readonly listed: string[] = [];
  /** Statuses that are not urgent stay unwritten. */
  holdsStatusBack = false;
  /** The names of all objects that were ever created by a plan. */
  readonly creations: string[] = [];
  readonly #objects: Map<string, KubeObject>;
  readonly #refused = new Map<string, Refusal>();
  readonly #gone = new Map<string, KubeObject>();

  /** The objects name their kind. */
  constructor(...objects: KubeObject[]) {
    this.#objects = new Map(objects.map((object) => [`${object.kind}/${nameOf(object)}`, object]));
  }

  find<T extends KubeObject>(kind: Kind<T>, name: string): T | undefined {
    // Trusted, here and below: what is kept under a kind is of that kind.
    return this.#objects.get(keyOf(kind, name)) as T | undefined;
  }

  get<T extends KubeObject>(kind: Kind<T>, name: string): T {
    const found = this.find(kind, name);
    if (!found) throw new Error(`No ${kind.kind} '${name}'; there are: ${[...this.#objects.keys()].join(", ")}`);
    return found;
  }

  all<T extends KubeObject>(kind: Kind<T>, among = this.#objects): T[] {
    return [...among].filter(([key]) => key.startsWith(keyOf(kind, ""))).map(([, object]) => object as T);
  }

  put<T extends KubeObject>(kind: Kind<T>, object: T): void {
    this.#objects.set(keyOf(kind, nameOf(object)), object);
  }

  change<T extends KubeObject>(kind: Kind<T>, name: string, change: (object: T) => T): void {
    this.put(kind, change(this.get(kind, name)));
  }

  /** Somebody deletes an object, and the watch tells. */
  delete(kind: Kind, name: string): void {
    this.#gone.set(keyOf(kind, name), this.get(kind, name));
    this.#objects.delete(keyOf(kind, name));
  }

  /** The operator starts anew: it knows nothing but what is stored. */
  forget(): void {
    this.#gone.clear();
    this.#refused.clear();
  }

  /** What the controller wants for an object. */
  plan(controller: Controller<KubeObject>, name: string): Plan {
    return controller.reconcile(this.#observe(controller, name));
  }

  /** Does once what the controller wants. Returns whether that changed anything. */
  look(controller: Controller<KubeObject>, name: string): boolean {
    const { status, statusNow, writes = [] } = this.plan(controller, name);
    const before = JSON.stringify(this.get(controller.kind, name));
    if (status && (statusNow || !this.holdsStatusBack)) {
      this.change(controller.kind, name, (object) => JSON.parse(JSON.stringify({ ...object, status })));
    }
    const changes = [...writes].map((write) => write.do === "create" ? this.#create(write) : this.#patch(write));
    return before !== JSON.stringify(this.get(controller.kind, name)) || changes.includes(true);
  }

  /** Looks until nothing changes any more. */
  settle(controller: Controller<KubeObject>, name: string): void {
    for (let looks = 0; this.look(controller, name); looks++) {
      if (looks === 20) throw new Error(`${controller.kind.kind} '${name}' does not come to rest`);
    }
  }

  #observe(controller: Controller<KubeObject>, name: string): Observed<KubeObject> {
    const object = shown(controller.kind)(this.get(controller.kind, name));
    const isOurs = (other: KubeObject) => controllerOf(other)?.uid === uidOf(object);
    const read = new Set<string>();
    const listed = new Map<string, readonly Pod[] | Refusal>();
    const names = new Map(this.all(Job).map((job) => [uidOf(job), nameOf(job)]));
    const observed: Observed<KubeObject> = {
      object,
      owned: (kind) => this.all(kind).filter(isOurs).map(shown(kind)),
      gone: (kind) => this.all(kind, this.#gone).filter(isOurs).map(shown(kind)),
      watched: (kind) => this.all(kind).map(shown(kind)),
      read: (kind, name) => read.has(keyOf(kind, name)) ? this.find(kind, name) : undefined,
      listed: <K extends KubeObject>(_: Kind<K>, value: string) =>
        listed.get(value) as readonly K[] | Refusal | undefined,
      refused: (kind, name) => this.#refused.get(keyOf(kind, name)),
      now: this.now,
    };
    if (this.unreadable) return { ...observed, unreadable: this.unreadable };
    for (const group of controller.reads(observed)) for (const { kind, name } of group) read.add(keyOf(kind, name));
    for (const { value } of controller.listings?.(observed) ?? []) {
      const answer = this.pods(names.get(value) ?? "");
      if (answer) listed.set(value, answer);
      if (answer) this.listed.push(value);
    }
    return observed;
  }

  #create({ kind, name, identity = [], make }: Create): boolean {
    const [key, made] = [keyOf(kind, name), make()];
    const refusal = "class" in made ? made : this.#conflict(kind, made, identity) ?? this.accepts(made);
    const isNews = refusal?.message !== this.#refused.get(key)?.message;
    if (refusal) this.#refused.set(key, refusal);
    else this.#refused.delete(key);
    if (refusal || "class" in made || this.#objects.has(key)) return isNews;
    const uid = `uid-${this.creations.push(name)}`;
    const metadata = { ...made.metadata, namespace, uid, creationTimestamp: timestamp(this.now) };
    this.#objects.set(key, { ...made, metadata });
    return true;
  }

  #conflict(kind: Kind, made: KubeObject, identity: readonly string[]): Refusal | undefined {
    const found = this.find(kind, nameOf(made));
    const agrees = (key: string) => found?.metadata?.annotations?.[key] === made.metadata?.annotations?.[key];
    if (!found || (controllerOf(found)?.uid === controllerOf(made)?.uid && identity.every(agrees))) return undefined;
    return { class: "blocked", reason: "NameConflict", message: `${kind.kind} '${nameOf(made)}' is someone else's` };
  }

  /** Of all patches there is only one kind: it removes a finalizer. */
  #patch({ kind, object, operations }: Patch): boolean {
    const index = Number(operations.find(({ op }) => op === "remove")?.path.replace("/metadata/finalizers/", ""));
    this.change(kind, nameOf(object), ({ metadata, ...rest }) => {
      return { ...rest, metadata: { ...metadata, finalizers: metadata?.finalizers?.toSpliced(index, 1) } };
    });
    return true;
  }
}

function keyOf(kind: Kind, name: string): string {
  return `${kind.kind}/${name}`;
}

/** As the store keeps it. */
function shown<T extends KubeObject>(kind: Kind<T>): (object: T) => T {
  return (object) => kind.project?.(object) ?? object;
}
