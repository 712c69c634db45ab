import assert from "node:assert/strict";
import type { Job } from "../../render/job.ts";
import { tooLongForProcess } from "../../render/process_limit.ts";

/** What is wrong with a Job of one container. */
function problemOf(container: object, list = "containers"): string | undefined {
  const spec = { containers: [], [list]: [{ name: "other" }, container] };
  // Trusted as little as a rendered one is.
  return tooLongForProcess({ spec: { template: { spec } } } as Job);
}

/** `A=` and the NUL take 3 of 131,072 bytes. */
const room = 131_072 - 3;

Deno.test("one environment variable has 128 KiB with its name; one byte more is refused with place, size and limit", () => {
  const variable = (value: string) => ({ env: [{ name: "B", value: "" }, { name: "A", value }] });
  assert.equal(problemOf(variable("x".repeat(room))), undefined);
  assert.match(
    problemOf(variable("x".repeat(room + 1))) ?? "",
    /^spec\.template\.spec\.containers\[1\]\.env\[1\]\.value: 131073 bytes, and Linux hands no more than 131072 to a process/,
  );
});

Deno.test("bytes count, not characters, and two dollars are one", () => {
  const variable = (value: string) => ({ env: [{ name: "A", value }] });
  assert.equal(problemOf(variable("$$".repeat(room))), undefined);
  assert.notEqual(problemOf(variable("ü".repeat(room))), undefined);
});

Deno.test("the same holds for each word of a command, in init containers too", () => {
  const word = "x".repeat(room + 3);
  assert.match(
    problemOf({ command: ["sh", word] }) ?? "",
    /^spec\.template\.spec\.containers\[1\]\.command\[1\]: 131073 /,
  );
  assert.match(
    problemOf({ args: [word] }, "initContainers") ?? "",
    /^spec\.template\.spec\.initContainers\[1\]\.args\[0\]: 131073 /,
  );
  assert.equal(problemOf({ args: [word.slice(1), word.slice(1)] }), undefined);
});

Deno.test("what is no list, and variables without a value, are left to the API server", () => {
  assert.equal(problemOf({ env: {}, command: "sh", args: [1] }), undefined);
  assert.equal(problemOf({ env: ["a", { name: "A", valueFrom: {} }] }), undefined);
});
