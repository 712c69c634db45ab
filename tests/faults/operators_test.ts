/** However often it is replaced, one operator runs at a time and all are ended. */

import assert from "node:assert/strict";
import type { OperatorProcess } from "../operator/operator_process.ts";
import { Operators } from "./operators.ts";

Deno.test("replacing the operator twice at once leaves one that runs, and each ends once", async () => {
  const events: string[] = [];
  let started = 0;
  const operators = new Operators(() => {
    const name = ++started;
    events.push(`${name} starts`);
    const end = (signal: string) => {
      events.push(`${name} ends by ${signal}`);
      return Promise.resolve(signal === "SIGTERM" ? 0 : 137);
    };
    const idle: Pick<OperatorProcess, "lines" | "complaints"> = { lines: [], complaints: () => "" };
    return Promise.resolve({ ...idle, end } as OperatorProcess); // as far as it is asked here
  });
  await operators.start();
  await Promise.all([operators.replace(), operators.replace()]);
  const ended = await operators.end();
  assert.deepEqual(events, [
    "1 starts",
    "1 ends by SIGKILL",
    "2 starts",
    "2 ends by SIGKILL",
    "3 starts",
    "3 ends by SIGTERM",
  ]);
  assert.deepEqual(ended.map(({ exit }) => exit), ["killed", "killed", 0]);
});
