import assert from "node:assert/strict";
import { snapshotName, taskJobName, unitJobName } from "../../reconcilers/names.ts";
import { aBatchRun, aTask } from "./builders.ts";

const validName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

Deno.test("unit i of a run has the Job run-task-i", () => {
  assert.equal(unitJobName("update-dependencies-run-001", 0), "update-dependencies-run-001-task-0");
});

Deno.test("a name of 63 characters stays, a longer one is cut and ends in a hash of the whole", () => {
  const run = "r".repeat(56);
  assert.equal(unitJobName(run, 7), `${run}-task-7`);
  const [one, other] = [unitJobName(run, 70), unitJobName(run, 71)];
  assert.match(one, /^r{52}-[0-9a-f]{10}$/);
  assert.notEqual(one, other);
  assert.equal(unitJobName(run, 70), one);
});

Deno.test("a Task's Job has its name and 5 characters that belong to its UID", () => {
  const one = taskJobName(aTask({}, { name: "update", uid: "1" }));
  assert.match(one, /^update-[0-9a-f]{5}$/);
  assert.equal(taskJobName(aTask({}, { name: "update", uid: "1" })), one);
  assert.notEqual(taskJobName(aTask({}, { name: "update", uid: "2" })), one);
});

Deno.test("Tasks whose names are cut still have Jobs of their own", () => {
  const named = (uid: string) => taskJobName(aTask({}, { name: "t".repeat(253), uid }));
  assert.equal(named("1").length, 63);
  assert.notEqual(named("1"), named("2"));
});

Deno.test("wherever a name is cut, what remains is a valid name", () => {
  for (let length = 1; length < 253; length++) {
    const name = `${"a".repeat(length)}.${"b".repeat(252 - length)}`;
    for (
      const made of [unitJobName(name, 0), taskJobName(aTask({}, { name })), snapshotName(aBatchRun({}, { name }))]
    ) {
      assert.match(made, validName);
    }
  }
});

Deno.test("a snapshot belongs to one run as it was written", () => {
  const run = aBatchRun({}, { uid: "1", generation: 1 });
  const recreated = aBatchRun({}, { uid: "2", generation: 1 });
  const edited = aBatchRun({}, { uid: "1", generation: 2 });
  assert.equal(new Set([run, recreated, edited].map(snapshotName)).size, 3);
  assert.equal(snapshotName(aBatchRun({}, { uid: "1", generation: 1, resourceVersion: "7" })), snapshotName(run));
});
