/** How runs look on a terminal. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { FollowedRuns } from "../../filters/progress/followed.ts";
import { Screen } from "../../filters/progress/screen.ts";
import { aFailure, aRun, at, aTask, ended, shownBy, start, tasks } from "./progress_runs.ts";

/** The screen after the last of these, with the seconds at which they came. */
function screen(
  seen: readonly (readonly [seconds: number, run: BatchRun, isDeleted?: boolean])[],
  { columns = 60, rows = 24, isAscii = false, hasColours = false, width }: Partial<Looks> = {},
): string {
  const runs = new FollowedRuns();
  const view = new Screen({ size: () => ({ columns, rows }) }, { isAscii, hasColours }, width);
  let written = "";
  for (const [seconds, run, isDeleted = false] of seen) {
    runs.see(run, isDeleted, start + seconds * 1000);
    written += view.drawn(runs.all, start + seconds * 1000);
  }
  const shown = hasColours ? written : shownBy(written);
  return `\n${shown.replaceAll("\u00a0", " ")}`;
}

interface Looks {
  columns: number;
  rows: number;
  isAscii: boolean;
  hasColours: boolean;
  width: number;
}

const midway = [
  ...tasks(12, "Succeeded"),
  aFailure("broken", 185),
  ...tasks(4, "Running", 20),
  ...tasks(8, "Pending", 30),
];

Deno.test("a run that nobody has looked at says so", () => {
  const { status: _, ...run } = aRun([]);
  assert.equal(
    screen([[3, run]]),
    `
team/update  Pending for 3 s
  Waiting  the operator has not seen it yet
`,
  );
});

Deno.test("a blocked run says why it waits", () => {
  const message = "ConfigMap 'claude' not found";
  const conditions = [{
    type: "Reconciling",
    status: "True" as const,
    reason: "ConfigMapNotFound",
    message,
    lastTransitionTime: at(0),
  }];
  const { status: _, ...run } = aRun([]);
  assert.equal(
    screen([[65, { ...run, status: { phase: "Pending", conditions } }]]),
    `
team/update  Pending for 1 min 5 s
  Waiting  ConfigMapNotFound: ConfigMap 'claude' not found
`,
  );
});

Deno.test("midway it shows how far, how fast, how long still and what failed", () => {
  assert.equal(
    screen([[0, aRun(tasks(25, "Pending"))], [192, aRun(midway)]]),
    `
team/update  Running for 3 min 12 s
  ████████████████████████▓▓▒▒▒▒▒▒▒▒░░░░░░░░░░░░░░░░   52 %
  25 tasks: 8 pending, 4 running, 12 succeeded, 1 failed
  4.1 per minute, about 3 min left
  Failed:
    myorg/broken after 3 min 5 s  BackoffLimitExceeded: Jo…
`,
  );
});

Deno.test("what waits in a queue or for something is counted by its reason", () => {
  const suspended = { status: "Pending", reason: "Suspended", message: "The Job is suspended" } as const;
  const quota = { status: "Pending", reason: "QuotaExceeded", message: "exceeded quota: jobs" } as const;
  const run = aRun([aTask("a", suspended), aTask("b", quota), aTask("c", suspended), ...tasks(1, "Succeeded")]);
  const lines = (run: BatchRun) =>
    screen([[0, run]], { columns: 100 }).split("\n").filter((line) => line.includes("Waiting"));
  assert.deepEqual(lines(run), [
    "  Waiting  2 of them: Suspended: The Job is suspended",
    "  Waiting  1 of them: QuotaExceeded: exceeded quota: jobs",
  ]);
  const large = { ...run, status: { ...run.status, tasksOmitted: 3 } };
  assert.equal(lines(large)[0], "  Waiting  at least 2 of them: Suspended: The Job is suspended");
});

Deno.test("of many failures the last ones are shown, the latest at the end", () => {
  const failures = Array.from({ length: 7 }, (_, i) => aFailure(`service-${i}`, 70 - 10 * i));
  assert.equal(
    screen([[70, aRun([...failures, ...tasks(1, "Running")])]], { columns: 200 }),
    `
team/update  Running for 1 min 10 s
  ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒   87 %
  8 tasks: 0 pending, 1 running, 0 succeeded, 7 failed
  The last 5 of 7 that failed:
${
      [4, 3, 2, 1, 0].map((i) => {
        const time = i === 1 ? "1 min" : i === 0 ? "1 min 10 s" : `${70 - 10 * i} s`;
        return `    myorg/service-${i} after ${time}  BackoffLimitExceeded: Job has reached the specified backoff limit\n`;
      }).join("")
    }`,
  );
});

Deno.test("at the end it shows how the run ended and what it took", () => {
  assert.equal(
    screen([[0, aRun(midway)], [400, ended("Succeeded", 372, tasks(25, "Succeeded"))]], { columns: 40 }),
    `
team/update  Succeeded in 6 min 12 s
  ██████████████████████████████  100 %
  25 tasks: 0 pending, 0 running
  25 succeeded, 0 failed
`,
  );
  assert.equal(screen([[5, ended("Succeeded", 0, [])]]).split("\n")[1], "team/update  Succeeded in 0 s");
});

Deno.test("where there is little room everything is cut or flows, and nothing is wider than that", () => {
  for (const options of [{ columns: 20 }, { columns: 100, width: 19 }]) {
    assert.equal(
      screen([[192, aRun(midway)]], options),
      `
team/update  Runni…
  ████▓▒░░░░   52 %
  25 tasks: 8 pend…
  4 running
  12 succeeded
  1 failed
  Failed:
    myorg/broken a…
`,
    );
  }
  assert.equal(screen([[192, aRun(midway)]], { columns: 2 }).split("\n")[1], "…");
});

Deno.test("in ASCII there is nothing else, whatever the texts hold", () => {
  const odd = { ...aFailure("broken", 1), message: "naïve 日本 \u001b[31m…" };
  const shown = screen([[
    192,
    aRun([odd, ...tasks(2, "Running"), ...tasks(1, "Pending", 5), ...tasks(2, "Succeeded", 7)]),
  ]], {
    isAscii: true,
    columns: 81,
  });
  assert.equal(
    shown,
    `
team/update  Running for 3 min 12 s
  ####################!!!!!!!!!!>>>>>>>>>>>>>>>>>>>>..........   50 %
  6 tasks: 1 pending, 2 running, 2 succeeded, 1 failed
  Failed:
    myorg/broken after 1 s  BackoffLimitExceeded: na?ve ?? ?[31m?
`,
  );
});

Deno.test("colours are for terminals that have them", () => {
  const run = ended("Failed", 5, [aFailure("broken", 5), ...tasks(1, "Succeeded")]);
  assert.equal(
    screen([[5, run]], { hasColours: true, width: 16 }),
    `
\x1b[?7l\rteam/update  \x1b[31mFa…\x1b[0m\x1b[K
  \x1b[32m███\x1b[0m\x1b[31m▓▓▓▓\x1b[0m  100 %\x1b[K
  2 tasks: 0 pe…\x1b[K
  0 running\x1b[K
  1 succeeded\x1b[K
  1 failed\x1b[K
\x1b[31m  Failed:\x1b[0m\x1b[K
    myorg/broke…\x1b[K
\x1b[J\x1b[?7h`,
  );
});

Deno.test("several runs have a block each, a line each where they do not fit, and else are counted", () => {
  const runs = ["a", "b", "c"].map((name, i) =>
    [0, i === 0 ? ended("Succeeded", 1, tasks(1, "Succeeded"), name) : aRun(tasks(2, "Running"), {}, name)] as const
  );
  assert.equal(
    screen(runs.slice(0, 2), { columns: 40 }),
    `
team/a  Succeeded in 1 s
  ██████████████████████████████  100 %
  1 task: 0 pending, 0 running
  1 succeeded, 0 failed
team/b  Running for 0 s
  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒    0 %
  2 tasks: 0 pending, 2 running
  0 succeeded, 0 failed
`,
  );
  assert.equal(
    screen(runs, { columns: 100, rows: 4 }),
    `
team/a  Succeeded in 1 s  1 task: 0 pending, 0 running, 1 succeeded, 0 failed
team/b  Running for 0 s  2 tasks: 0 pending, 2 running, 0 succeeded, 0 failed
team/c  Running for 0 s  2 tasks: 0 pending, 2 running, 0 succeeded, 0 failed
`,
  );
  assert.equal(
    screen(runs, { columns: 100, rows: 3 }),
    `
team/b  Running for 0 s  2 tasks: 0 pending, 2 running, 0 succeeded, 0 failed
and 2 more runs
`,
  );
});

Deno.test("a run that is or was deleted says so, unless it had ended", () => {
  const headline = (...seen: Parameters<typeof screen>[0][number]) => screen([seen]).split("\n")[1];
  const run = aRun(midway);
  assert.equal(headline(9, run, true), "team/update  Running for 9 s, deleted");
  assert.equal(headline(9, ended("Succeeded", 8, []), true), "team/update  Succeeded in 8 s");
  const leaving = { ...run, metadata: { ...run.metadata, deletionTimestamp: at(8) } };
  assert.equal(headline(9, leaving), "team/update  Running for 9 s, being deleted");
});

Deno.test("no text of a run gets to command the terminal or to take a line of its own", () => {
  const message = "\x1b[2J\x1b]0;title\x07\u009b31m\u202Eevil\u2028next\r\nline \u200b" + "e" + "\u0301".repeat(500);
  const shown = screen([[0, aRun([aTask("x\ny", { status: "Failed", reason: message })])]], { columns: 200 });
  assert.equal(
    shown.split("\n").at(-2),
    "    myorg/x y  �[2J�]0;title��31m�evil next  line �e\u0301\u0301",
  );
});
