/** All that the API server ever stored in one namespace, as far as it concerns us. */

import { BatchRun, Task } from "../../crds/kinds.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { nameOf, uidOf } from "../../kernel/object.ts";
import { ControllerRevision, Job as WatchedJob } from "../../reconcilers/kinds.ts";
import type { Job } from "../../reconcilers/kinds.ts";

/** All Jobs, whoever made them, and all of each. */
export const AnyJob: Kind<Job> = { apiVersion: WatchedJob.apiVersion, kind: "Job", plural: "jobs" };
export type ResourceQuota = KubeObject & { spec: { hard: Record<string, string> }; status?: { hard?: object } };
export const ResourceQuota: Kind<ResourceQuota> = { apiVersion: "v1", kind: "ResourceQuota", plural: "resourcequotas" };
/** What the operator and its users are about. */
export const judged: readonly Kind[] = [AnyJob, BatchRun, Task, ControllerRevision];
/** Quotas too, because some scenarios wait for them; a create that was sent twice is charged twice until Kubernetes counts again. */
export const recorded: readonly Kind[] = [...judged, ResourceQuota];

/** One stored version of an object, or that it was deleted, with its last state. */
export interface Version<T extends KubeObject = KubeObject> {
  readonly kind: Kind;
  readonly type: "put" | "delete";
  readonly object: T;
}

export class NamespaceRecord {
  readonly #versions: Version[] = [];
  readonly #listeners = new Set<(version: Version) => void>();

  /** In the order in which the API server told; kinds among each other may be out of order. */
  get versions(): readonly Version[] {
    return this.#versions;
  }

  /** All versions of a kind's objects, by UID. */
  histories<T extends KubeObject>(kind: Kind<T>): Map<string, Version<T>[]> {
    const ofKind = this.#versions.filter((version) => version.kind.plural === kind.plural) as Version<T>[]; // just compared
    return Map.groupBy(ofKind, ({ object }) => uidOf(object));
  }

  /** The objects that are there now. */
  live<T extends KubeObject>(kind: Kind<T>): T[] {
    return [...this.histories(kind).values()].map((versions) => versions.at(-1)!)
      .filter(({ type }) => type === "put").map(({ object }) => object);
  }

  get<T extends KubeObject>(kind: Kind<T>, name: string): T | undefined {
    return this.live(kind).find((object) => nameOf(object) === name);
  }

  add(version: Version): void {
    this.#versions.push(version);
    for (const listener of this.#listeners) listener(version);
  }

  /** Calls `listener` for what is there already and then for every version; the returned function ends that. */
  each(listener: (version: Version) => void): () => void {
    for (const version of [...this.#versions]) listener(version);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves as soon as the condition holds, which may be now. Rejects after `patience` milliseconds. */
  async until(what: string, condition: () => boolean, patience = 60_000): Promise<void> {
    if (condition()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`Cannot wait any longer until ${what}`)), patience);
    const end = this.each(() => condition() && resolve());
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      end();
    }
  }
}
