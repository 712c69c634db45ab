/** What is worth a line of a log. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { FollowedRuns } from "../../filters/progress/followed.ts";
import { News } from "../../filters/progress/news.ts";
import { aFailure, aRun, ended, start, tasks } from "./progress_runs.ts";

function told(seen: readonly (readonly [seconds: number, run: BatchRun, isDeleted?: boolean])[], width = 1000): string {
  const runs = new FollowedRuns();
  const news = new News({ isAscii: false, hasColours: false }, width);
  const lines = seen.map(([seconds, run, isDeleted = false]) => {
    const now = start + seconds * 1000;
    return news.of(runs.see(run, isDeleted, now), now);
  });
  return `\n${lines.join("").replaceAll("\u00a0", " ")}`;
}

Deno.test("a small run is told task by task, from its start to its end", () => {
  const { status: _, ...unseen } = aRun([]);
  assert.equal(
    told([
      [0, unseen],
      [1, aRun(tasks(2, "Running"))],
      [2, aRun(tasks(2, "Running"))],
      [3, aRun([aFailure("broken", 3), ...tasks(1, "Running")])],
      [9, ended("Failed", 8, [aFailure("broken", 3), ...tasks(1, "Succeeded")])],
    ]),
    `
2026-01-01T00:00:00Z team/update  Pending  the operator has not seen it yet
2026-01-01T00:00:01Z team/update  Running  2 tasks: 0 pending, 2 running, 0 succeeded, 0 failed
2026-01-01T00:00:03Z team/update  Failed task: myorg/broken after 3 s  BackoffLimitExceeded: Job has reached the specified backoff limit
2026-01-01T00:00:03Z team/update  Running  2 tasks: 0 pending, 1 running, 0 succeeded, 1 failed
2026-01-01T00:00:09Z team/update  Failed in 8 s  2 tasks: 0 pending, 0 running, 1 succeeded, 1 failed
`,
  );
});

Deno.test("a large run is told every few percent, or when a minute has passed", () => {
  const run = (finished: number) => aRun([...tasks(finished, "Succeeded"), ...tasks(1000 - finished, "Pending")]);
  const lines = told(Array.from({ length: 101 }, (_, i) => [i, run(i)])).trim().split("\n");
  assert.deepEqual(lines.map((line) => line.slice(0, 20)), [
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:50Z",
    "2026-01-01T00:01:40Z",
  ]);
  assert.equal(told([[0, run(0)], [70, run(1)], [140, run(1)]]).trim().split("\n").length, 2);
});

Deno.test("of many failures at once the last ones are told, and the others counted", () => {
  const failures = Array.from({ length: 200 }, (_, i) => aFailure(`service-${i}`, i));
  const lines = told([[0, aRun(failures)]]).trim().split("\n");
  assert.deepEqual([lines.length, lines[0]], [
    12,
    "2026-01-01T00:00:00Z team/update  Failed task: 190 others before these",
  ]);
});

Deno.test("a run that was deleted, and one of the same name, are told", () => {
  const run = aRun(tasks(1, "Running"));
  const next = { ...run, metadata: { ...run.metadata, uid: "another" } };
  assert.equal(
    told([[0, run], [1, run, true], [2, next]]),
    `
2026-01-01T00:00:00Z team/update  Running  1 task: 0 pending, 1 running, 0 succeeded, 0 failed
2026-01-01T00:00:01Z team/update  Running  deleted  1 task: 0 pending, 1 running, 0 succeeded, 0 failed
2026-01-01T00:00:02Z team/update  Running  1 task: 0 pending, 1 running, 0 succeeded, 0 failed
`,
  );
});

Deno.test("a line is one line, and as wide as was asked for", () => {
  const odd = { ...aFailure("broken", 1), message: "a\nb" };
  const [, failure, counts] = told([[1, aRun([odd])]], 40).split("\n");
  assert.deepEqual([failure, counts], [
    "2026-01-01T00:00:01Z team/update  Faile…",
    "2026-01-01T00:00:01Z team/update  Runni…",
  ]);
});
