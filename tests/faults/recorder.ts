/** Watches what is really stored, past the proxy and without the kernel's own watch, which is under test. */

import type { Api } from "../../kernel/api.ts";
import { type Kind, namespaceOf } from "../../kernel/object.ts";
import { events } from "../../kernel/watch_event.ts";
import { NamespaceRecord, recorded } from "./record.ts";

export class Recorder implements AsyncDisposable {
  readonly #namespaces = new Map<string, NamespaceRecord>();
  readonly #forgotten = new Set<string>();
  readonly #end = new AbortController();
  #watches: Promise<void>[] = [];

  /** Returns once every watch can begin. `api`: with rights to see everything. */
  static async start(api: Api): Promise<Recorder> {
    const recorder = new Recorder();
    const { signal } = recorder.#end;
    for (const kind of recorded) {
      const { resourceVersion } = await api.list(kind, { limit: 1, signal });
      recorder.#watches.push(recorder.#watch(api, kind, resourceVersion));
    }
    return recorder;
  }

  of(namespace: string): NamespaceRecord {
    let record = this.#namespaces.get(namespace);
    if (!record) this.#namespaces.set(namespace, record = new NamespaceRecord());
    return record;
  }

  /** For good: what is still to happen there is not recorded. */
  forget(namespace: string): void {
    this.#namespaces.delete(namespace);
    this.#forgotten.add(namespace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#watches);
  }

  /** Every version since then. What could make it miss one (410, a break) is fatal: there would be no proof any more. */
  async #watch(api: Api, kind: Kind, since: string): Promise<void> {
    const { signal } = this.#end;
    let resourceVersion = since;
    try {
      // The API server ends a watch that lasts long or that it serves too slowly; where it ended the next one begins.
      while (!signal.aborted) {
        const stream = await api.watch(kind, { resourceVersion, timeoutSeconds: 86_400, signal });
        for await (const { type, object } of events(stream, kind)) {
          resourceVersion = object.metadata.resourceVersion;
          const namespace = namespaceOf(object);
          if (type === "BOOKMARK" || this.#forgotten.has(namespace)) continue;
          this.of(namespace).add({ kind, type: type === "DELETED" ? "delete" : "put", object });
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
