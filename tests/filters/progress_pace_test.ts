/** How fast a run goes, and how long it still takes. */

import assert from "node:assert/strict";
import { Pace } from "../../filters/progress/pace.ts";

/** After these completions: each is seconds and how many have finished by then. */
function seen(...marks: [seconds: number, finished: number][]): Pace {
  const pace = new Pace();
  for (const [seconds, finished] of marks) pace.see(finished, seconds * 1000);
  return pace;
}

Deno.test("there is no rate and no time left until enough was seen", () => {
  for (const pace of [seen(), seen([0, 100]), seen([0, 0], [60, 4]), seen([0, 0], [5, 40])]) {
    assert.deepEqual([pace.rate(9_000), pace.left(100, 9_000)], [undefined, undefined]);
  }
  assert.equal(seen([0, 100], [60, 105]).rate(60_000), 5);
});

Deno.test("what had finished before it was first seen says nothing about the pace", () => {
  assert.equal(seen([0, 1000], [60, 1010]).left(20, 60_000), 120_000);
});

Deno.test("it slows down while nothing finishes, and no guess is made further than a month", () => {
  const pace = seen([0, 0], [60, 10]);
  assert.deepEqual([pace.rate(60_000), pace.rate(120_000)], [10, 5]);
  assert.equal(pace.left(10_000_000, 60_000), undefined);
});

Deno.test("what is long ago does not count, unless little happened since", () => {
  assert.equal(seen([0, 0], [60, 1000], [400, 1010], [460, 1020]).rate(460_000), 20 / 400 * 60);
  assert.equal(seen([0, 0], [3600, 4], [7200, 8]).rate(7_200_000), 8 / 120);
});

Deno.test("completions that were counted anew start anew", () => {
  assert.equal(seen([0, 0], [60, 50], [61, 10]).rate(100_000), undefined);
});

Deno.test("many changes within a second count as few do", () => {
  const pace = new Pace();
  for (let i = 0; i <= 600_000; i++) pace.see(i, i / 10);
  assert.equal(Math.round(pace.rate(60_000)!), 600_000);
});
