/** Watches what is really stored, past the proxy and without the kernel's own watch, which is under test. */

import type { Api } from "../../kernel/api.ts";
import { ApiError } from "../../kernel/errors.ts";
import { lines } from "../../kernel/lines.ts";
import { type Kind, type KubeObject, namespaceOf } from "../../kernel/object.ts";
import { lineOf } from "../../kernel/watch_line.ts";
import { NamespaceRecord, recorded } from "./record.ts";

export class Recorder implements AsyncDisposable {
  readonly #namespaces = new Map<string, NamespaceRecord>();
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

  forget(namespace: string): void {
    this.#namespaces.delete(namespace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#watches);
  }

  /** Every version since then. What could make it miss one (410, a break) is fatal: there would be no proof any more. */
  async #watch(api: Api, kind: Kind, resourceVersion: string): Promise<void> {
    const { signal } = this.#end;
    try {
      const bytes = await api.watch(kind, { resourceVersion, timeoutSeconds: 86_400, signal });
      for await (const line of lines(bytes)) {
        const { type, object } = lineOf<KubeObject>(line, `record ${kind.plural}`);
        if (type === "BOOKMARK") continue;
        this.of(namespaceOf(object)).add({ kind, type: type === "DELETED" ? "delete" : "put", object });
      }
      throw new ApiError({ doing: `record ${kind.plural}`, status: 0, reason: "NetworkError", message: "it ended" });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
