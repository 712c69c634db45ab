/** The world around pure functions: holds objects, shows them to a controller, and does what its plans say. */

import { controllerOf, type Kind, type KubeObject, nameOf, uidOf } from "../../kernel/object.ts";
import type { Controller, Create, Observed, Patch, Plan, Refusal, Seen } from "../../kernel/plan.ts";
import { timestamp } from "../../reconcilers/times.ts";
import { created, namespace } from "./builders.ts";

export class World {
  /** Milliseconds since 1970. */
  now = Date.parse(created);
  /** Why an object is not accepted, if it is not. */
  accepts: (object: KubeObject) => Refusal | undefined = () => undefined;
  /** Statuses that are not urgent stay unwritten. */
  holdsStatusBack = false;
  /** The names of all objects that were ever created by a plan. */
  readonly creations: string[] = [];
  readonly #objects = new Map<string, KubeObject>();
  readonly #refused = new Map<string, Refusal>();
  #gone: { plural: string; object: KubeObject }[] = [];

  /** The objects name their kind. */
  constructor(...objects: (KubeObject & { kind?: string })[]) {
    for (const object of objects) this.#objects.set(`${object.kind}/${nameOf(object)}`, object);
  }

  find<T extends KubeObject>(kind: Kind<T>, name: string): T | undefined {
    // Trusted, here and below: what is kept under a kind is of that kind.
    return this.#objects.get(`${kind.kind}/${name}`) as T | undefined;
  }

  get<T extends KubeObject>(kind: Kind<T>, name: string): T {
    const found = this.find(kind, name);
    if (!found) throw new Error(`No ${kind.kind} '${name}'; there are: ${[...this.#objects.keys()].join(", ")}`);
    return found;
  }

  all<T extends KubeObject>(kind: Kind<T>): T[] {
    return [...this.#objects].filter(([key]) => key.startsWith(`${kind.kind}/`)).map(([, object]) => object as T);
  }

  put<T extends KubeObject>(kind: Kind<T>, object: T): void {
    this.#objects.set(`${kind.kind}/${nameOf(object)}`, object);
  }

  change<T extends KubeObject>(kind: Kind<T>, name: string, change: (object: T) => T): void {
    this.put(kind, change(this.get(kind, name)));
  }

  /** Somebody deletes an object, and the watch tells. */
  delete(kind: Kind, name: string): void {
    this.#gone.push({ plural: kind.plural, object: this.get(kind, name) });
    this.#objects.delete(`${kind.kind}/${name}`);
  }

  /** The operator starts anew: it knows nothing but what is stored. */
  forget(): void {
    this.#gone = [];
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
    const kept = <T extends KubeObject>(kind: Kind<T>, object: T) => kind.project?.(object) ?? object;
    const object = kept(controller.kind, this.get(controller.kind, name));
    const isOurs = (other: KubeObject) => controllerOf(other)?.uid === uidOf(object);
    const seen: Seen<KubeObject> = {
      object,
      owned: (kind) => this.all(kind).filter(isOurs).map((object) => kept(kind, object)),
      gone: <T extends KubeObject>(kind: Kind<T>) =>
        this.#gone.filter(({ plural, object }) => plural === kind.plural && isOurs(object)).map(({ object }) =>
          kept(kind, object as T)
        ),
      watched: (kind) => this.all(kind).map((object) => kept(kind, object)),
    };
    const asked = controller.reads(seen).map(({ kind, name }) => `${kind.kind}/${name}`);
    return {
      ...seen,
      read: (kind, name) => asked.includes(`${kind.kind}/${name}`) ? this.find(kind, name) : undefined,
      refused: (kind, name) => this.#refused.get(`${kind.kind}/${name}`),
      now: this.now,
    };
  }

  #create({ kind, name, identity = [], make }: Create): boolean {
    const [key, made] = [`${kind.kind}/${name}`, make()];
    if ("class" in made) return this.#refuse(key, made);
    const refusal = this.#stranger(kind, made, identity) ?? this.accepts(made);
    if (refusal) return this.#refuse(key, refusal);
    this.#refused.delete(key);
    if (this.#objects.has(key)) return false;
    this.creations.push(name);
    const creationTimestamp = timestamp(this.now);
    const uid = `uid-${this.creations.length}`;
    this.#objects.set(key, { ...made, metadata: { ...made.metadata, namespace, uid, creationTimestamp } });
    return true;
  }

  /** Returns whether that is news. */
  #refuse(key: string, refusal: Refusal): boolean {
    const before = this.#refused.get(key);
    this.#refused.set(key, refusal);
    return before?.message !== refusal.message;
  }

  #stranger(kind: Kind, made: KubeObject, identity: readonly string[]): Refusal | undefined {
    const found = this.find(kind, nameOf(made));
    const agrees = (key: string) => found?.metadata?.annotations?.[key] === made.metadata?.annotations?.[key];
    if (!found || (controllerOf(found)?.uid === controllerOf(made)?.uid && identity.every(agrees))) return undefined;
    return {
      class: "blocked",
      reason: "NameConflict",
      message: `${kind.kind} '${nameOf(made)}' belongs to someone else`,
    };
  }

  #patch({ kind, object, operations }: Patch): boolean {
    const removed = operations.filter(({ op }) => op === "remove").map(({ path }) => Number(path.split("/").at(-1)));
    this.change(kind, nameOf(object), ({ metadata, ...rest }) => {
      const finalizers = metadata?.finalizers?.filter((_, index) => !removed.includes(index));
      return { ...rest, metadata: { ...metadata, finalizers } };
    });
    return true;
  }
}
