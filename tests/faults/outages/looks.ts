/** Records a namespace by looking again and again, where no watch would survive: what was there between two looks goes unseen. */

import { type Api, api } from "../../../kernel/api.ts";
import type { Connection } from "../../../kernel/connect.ts";
import { uidOf } from "../../../kernel/object.ts";
import { judged, NamespaceRecord } from "../record.ts";

export class Looks {
  readonly record = new NamespaceRecord();
  readonly #api: Api;

  constructor(connection: Connection, namespace: string) {
    this.#api = api(connection, { namespace });
  }

  /** Adds what is new, changed or gone since the last look. */
  async look(): Promise<void> {
    const { signal } = new AbortController();
    for (const kind of judged) {
      const { items } = await this.#api.list(kind, { signal });
      const before = new Map(this.record.live(kind).map((object) => [uidOf(object), object]));
      for (const object of items) {
        const known = before.get(uidOf(object));
        before.delete(uidOf(object));
        if (known?.metadata?.resourceVersion === object.metadata?.resourceVersion) continue;
        this.record.add({ kind, type: "put", object });
      }
      for (const object of before.values()) this.record.add({ kind, type: "delete", object });
    }
  }
}
