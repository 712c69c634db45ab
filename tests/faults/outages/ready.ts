/** When an API server that was away is back, and what can be done until then. */

import { sleep, systemClock as clock } from "../../../kernel/clock.ts";
import type { Connection } from "../../../kernel/connect.ts";
import type { KubeObject } from "../../../kernel/object.ts";
import { waitUntil } from "../../cluster/processes.ts";

/** Returns once an API server at this URL says that it is ready; one that does not answer within a second is not. */
export async function untilReady(server: URL | string, connection: Connection): Promise<void> {
  await waitUntil(`${server} is ready`, 120, async () => {
    try {
      const signal = AbortSignal.timeout(1_000);
      const response = await fetch(new URL("/readyz", server), { client: connection.client(), signal });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false; // refused, broken or silent
    }
  });
}

/** Whether the API server's watches can show the object yet: they may know less than what is stored. */
export async function isShown(
  { server, client }: Connection,
  path: string,
  isSo: (object: KubeObject & { readonly status?: object }) => boolean,
): Promise<boolean> {
  // By this version a read is answered from what feeds the watches.
  const response = await fetch(new URL(`${path}?resourceVersion=0`, server), { client: client() });
  const text = await response.text();
  return response.ok && isSo(JSON.parse(text)); // an object
}

/** Milliseconds. */
const patience = 30_000;

/** Does it again and again until it works: some time after an API server says that it is ready not all of it is. */
export async function insist<T>(action: () => Promise<T>): Promise<T> {
  for (const latest = clock.now() + patience;;) {
    try {
      return await action();
    } catch (error) {
      if (clock.now() > latest) throw error;
      await sleep(clock, 100, new AbortController().signal);
    }
  }
}
