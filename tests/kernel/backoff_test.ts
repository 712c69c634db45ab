import assert from "node:assert/strict";
import { backoff } from "../../kernel/backoff.ts";

const highest = () => 1 - Number.EPSILON;
const lowest = () => 0;

Deno.test("the wait doubles up to its maximum, and chance takes off up to half of it", () => {
  const waits = (random: () => number) =>
    [0, 1, 2, 6, 7, 5000].map((attempt) => backoff({ attempt, base: 500, max: 30_000, random }));
  assert.deepEqual(waits(highest), [500, 1000, 2000, 30_000, 30_000, 30_000]);
  assert.deepEqual(waits(lowest), [250, 500, 1000, 15_000, 15_000, 15_000]);
});

Deno.test("what the server asks for is the least, even beyond the maximum", () => {
  const wait = (atLeast: number) => backoff({ attempt: 0, base: 500, max: 30_000, random: highest, atLeast });
  assert.deepEqual([wait(100), wait(7000), wait(60_000)], [500, 7000, 60_000]);
});
