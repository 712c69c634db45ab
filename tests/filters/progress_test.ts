/** The filter as a whole: from kubectl's output to what is shown, with a clock turned by hand. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { InputError } from "../../filters/filter.ts";
import { follow } from "../../filters/progress/follow.ts";
import { progressOf } from "../../filters/progress/progress.ts";
import { Screen } from "../../filters/progress/screen.ts";
import { FakeClock } from "../kernel/fake_clock.ts";
import { aFailure, aRun, ended, shownBy, tasks } from "./progress_runs.ts";

const running = aRun(tasks(2, "Running"));
const succeeded = ended("Succeeded", 8, tasks(2, "Succeeded"));
const failed = ended("Failed", 8, [aFailure("broken", 8), ...tasks(1, "Succeeded")]);

/** What comes of an input that ends. */
async function outcome(input: string, args: string[] = [], terminal = false) {
  let output = "";
  const complaints: string[] = [];
  const code = await progressOf({
    args,
    input: ReadableStream.from([new TextEncoder().encode(input)]),
    write: (text) => {
      output += text;
      return Promise.resolve();
    },
    complain: (line) => complaints.push(line),
    ...(terminal && { terminal: { size: () => ({ columns: 60, rows: 24 }), hasColours: true } }),
  }, new FakeClock());
  return { code, complaints, output };
}

Deno.test("the exit code tells whether all runs succeeded", async () => {
  const other = ended("Succeeded", 3, [], "other");
  const codes = [[running, succeeded], [running, failed], [other, failed], [other, succeeded]].map(async (runs) => {
    const { code, complaints } = await outcome(runs.map((run) => JSON.stringify(run, null, 4)).join("\n"));
    assert.deepEqual(complaints, []);
    return code;
  });
  assert.deepEqual(await Promise.all(codes), [0, 1, 1, 0]);
});

Deno.test("an input that ends before the run, also in the middle of an object, is said and is a failure", async () => {
  const whole = JSON.stringify(running);
  const { code, complaints } = await outcome(whole);
  assert.deepEqual([code, complaints], [1, ['Cannot see "team/update" end: the input ended while it was Running']]);
  const cut = await outcome(`${whole}\n${whole.slice(0, 100)}`);
  assert.deepEqual([cut.code, cut.complaints], [1, [
    'Cannot see "team/update" end: Cannot read standard input: line 2: the input ends in the middle of the JSON object that ' +
    "begins here while it was Running",
  ]]);
});

Deno.test("what is no run at all is refused before anything is written", async () => {
  const problems = {
    "": "Cannot read standard input: it is empty",
    hello: "Cannot read standard input: line 1: not a JSON object",
    '{"apiVersion":"v1","kind":"Pod"}': "Cannot follow a Pod: only BatchRuns have progress",
  };
  for (const [input, problem] of Object.entries(problems)) {
    await assert.rejects(outcome(input), new InputError(problem));
  }
  for (const option of ["--color=maybe", "--width=0", "--width=x"]) {
    await assert.rejects(outcome("", [option]), { name: "InputError" });
  }
});

Deno.test("watch events are read as what they are about, and a deleted run is not waited for", async () => {
  const event = (type: string, object: BatchRun) => JSON.stringify({ type, object });
  const good = await outcome(event("ADDED", running) + event("MODIFIED", succeeded) + event("DELETED", succeeded));
  assert.deepEqual([good.code, good.complaints], [0, []]);
  const gone = await outcome(event("ADDED", running) + event("DELETED", running));
  assert.deepEqual([gone.code, gone.complaints], [1, ['Cannot see "team/update" end: it was deleted']]);
});

Deno.test("options overrule the terminal, and without one there is none of its language", async () => {
  const input = JSON.stringify(failed);
  const has = async (sign: string, ...given: Parameters<typeof outcome>) =>
    (await outcome(...given)).output.includes(sign);
  assert.equal(await has("\x1b[31m", input, [], true), true);
  assert.equal(await has("\x1b[31m", input, ["--color=never"], true), false);
  assert.equal(await has("\x1b", input, ["--plain", "--color=never"], true), false);
  assert.equal(await has("\x1b", input), false);
  assert.equal(await has("█", input, ["--ascii"], true), false);
});

Deno.test("it is drawn at once, then ten times a second at most, every second at least, and ends by itself", async () => {
  const clock = new FakeClock();
  const drawings: [ms: number, headline: string][] = [];
  const began = clock.now();
  const complaints: string[] = [];
  let output = "";
  /** Goes on once everything that came has been seen to. */
  const pass = async (ms: number) => {
    await clock.waitsBetween(0, 1000);
    clock.advance(ms);
  };
  const changes = async function* () {
    yield { object: running, isDeleted: false };
    await pass(30);
    yield { object: running, isDeleted: false };
    yield { object: running, isDeleted: false };
    await pass(70);
    await pass(999);
    await pass(1);
    yield { object: succeeded, isDeleted: false };
    await pass(100);
    await pass(400);
    await new Promise(() => {});
  };
  const code = await follow({
    changes: changes(),
    clock,
    view: new Screen({ size: () => ({ columns: 60, rows: 24 }) }, { isAscii: false, hasColours: false }),
    write: (text) => {
      output += text;
      drawings.push([clock.now() - began, shownBy(output).split("\n")[0]!.replaceAll("\u00a0", " ")]);
      return Promise.resolve();
    },
    complain: (line) => complaints.push(line),
  });
  assert.deepEqual([code, complaints], [0, ["kubectl goes on watching: Ctrl-C ends it"]]);
  assert.deepEqual(drawings, [
    [0, "team/update  Running for 0 s"],
    [100, "team/update  Running for 0 s"],
    [1100, "team/update  Running for 1 s"],
    [1200, "team/update  Succeeded in 8 s"],
  ]);
  assert.deepEqual(clock.waiting(), []);
});
