import assert from "node:assert/strict";
import { resultsOf } from "../../filters/progress/standing.ts";
import { aRun } from "./progress_runs.ts";

Deno.test("what agents said so far is one line, and none where they say nothing", () => {
  const results = { changed: 3, noChange: 1, failed: 0, unknown: 0 };
  assert.deepEqual(resultsOf(aRun([])), []);
  assert.deepEqual(resultsOf(aRun([], { results })), ["3 changed", "1 without a change"]);
  assert.deepEqual(resultsOf(aRun([], { results: { ...results, unknown: 2, costUSD: "4.20" } })), [
    "3 changed",
    "1 without a change",
    "2 without a result",
    "$4.20",
  ]);
});
