/** Ends Jobs as their controller would, at a chosen rate. */

import type { Api } from "../kernel/api.ts";
import { complete } from "../tests/operator/jobs.ts";

/** Requests in flight. */
const parallel = 8;
/** Milliseconds between two looks at how many should have ended by now. */
const step = 10;

/** Marks the Jobs as complete, `rate` a second but none before it is there. `names` may end later. */
export async function finish(
  client: Api,
  namespace: string,
  names: AsyncIterable<string>,
  rate: number,
): Promise<void> {
  const began = performance.now();
  let ended = 0;
  const waiting = names[Symbol.asyncIterator]();
  const work = async () => {
    for (;;) {
      const { done, value } = await waiting.next();
      if (done) return;
      const due = began + ended++ / rate * 1000;
      while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, step));
      await complete(client, namespace, value);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}
