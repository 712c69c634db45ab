import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Results, TaskResult } from "../../crds/kinds.ts";
import type { Refusal } from "../../kernel/plan.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { formatIntervals, parseIntervals } from "../../reconcilers/intervals.ts";
import { BatchRun, Job } from "../../reconcilers/kinds.ts";
import { totalsOf } from "../../reconcilers/result_totals.ts";
import { storedSize } from "../../reconcilers/room.ts";
import { statusOfUnits } from "../../reconcilers/run_status.ts";
import { withPods } from "../../reconcilers/unit_pods.ts";
import { begun, say, statusOf } from "./a_run.ts";
import {
  aBatchRun,
  aContainer,
  anEndedPod,
  aPod,
  complete,
  failed,
  resultTemplate,
  running,
  units,
} from "./builders.ts";
import type { World } from "./world.ts";

const denied: Refusal = { class: "blocked", reason: "Forbidden", message: "cannot list pods" };
const changed: TaskResult = { outcome: "Changed", usage: { inputTokens: 10, outputTokens: 3, costUSD: "0.1" } };

/** Outcome of each unit's agent, the totals, and the units that were reported. */
function told(world: World): unknown[] {
  const { tasks = [], results, indexes } = statusOf(world);
  return [tasks.map(({ result }) => result?.outcome), results, indexes?.reported];
}

Deno.test("a unit's result comes with its end, and the run sums them up", () => {
  const world = begun(3, resultTemplate);
  const said: unknown[] = [changed, { outcome: "NoChange" }, { outcome: "Failed", reason: "TestsFailed" }];
  world.pods = (job) => [anEndedPod(job, said[Number(job.at(-1))], job.endsWith("2") ? "Failed" : "Succeeded")];
  say(world, 0, complete());
  assert.deepEqual(told(world), [
    ["Changed", undefined, undefined],
    { changed: 1, noChange: 0, failed: 0, unknown: 0, inputTokens: 10, outputTokens: 3, costUSD: "0.10" },
    "0",
  ]);
  say(world, 1, complete());
  say(world, 2, failed());
  const { phase, results, tasks = [] } = statusOf(world);
  assert.deepEqual([phase, results?.changed, results?.noChange, results?.failed], ["Failed", 1, 1, 1]);
  assert.equal(tasks[2]?.message, "Job has reached the specified backoff limit; the agent says TestsFailed");
  assert.deepEqual(world.listed.length, new Set(world.listed).size, "no unit is asked twice");
});

Deno.test("nobody asks for the pods of a template that does not opt in, nor of a unit that is happily at work", () => {
  const silent = begun(1);
  say(silent, 0, { ...running, ready: 0 });
  say(silent, 0, complete());
  const happy = begun(1, resultTemplate);
  say(happy, 0, { ...running, ready: 1 });
  assert.deepEqual([silent.listed, happy.listed], [[], []]);
  assert.deepEqual(told(silent), [[undefined], undefined, undefined]);
});

Deno.test("without the right to list pods units end as they would, without results", () => {
  const world = begun(1, resultTemplate);
  world.pods = () => denied;
  say(world, 0, { ...running, ready: 0 });
  assert.equal(statusOf(world).tasks?.[0]?.reason, undefined);
  say(world, 0, complete());
  assert.deepEqual([statusOf(world).phase, ...told(world)], ["Succeeded", [undefined], undefined, "0"]);
});

Deno.test("a unit has not ended before its pods could be asked, and so the run has not", () => {
  const world = begun(1, resultTemplate);
  world.pods = () => undefined;
  say(world, 0, complete());
  const { phase, indexes, tasks = [] } = statusOf(world);
  assert.deepEqual([phase, indexes?.succeeded, tasks[0]?.status], ["Running", "", "Running"]);
  world.pods = () => [];
  world.settle(batchRun, "run");
  assert.deepEqual([statusOf(world).phase, ...told(world)], ["Succeeded", [undefined], undefined, "0"]);
});

Deno.test("a Job that deletes itself is let go once its result is stored, and not before", () => {
  const world = begun(1, resultTemplate.replace("spec:\n", "spec:\n  ttlSecondsAfterFinished: 0\n"));
  const finalizers = () => world.get(Job, "run-task-0").metadata?.finalizers;
  world.pods = () => undefined;
  say(world, 0, complete());
  assert.deepEqual(finalizers(), ["kubetask.io/outcome"]);
  world.pods = (job) => [anEndedPod(job, changed)];
  world.settle(batchRun, "run");
  assert.deepEqual([finalizers(), statusOf(world).results?.changed], [[], 1]);
});

Deno.test("the container agent speaks for its pod, and of several pods the last one that ended as the Job did", () => {
  const last = anEndedPod("run-task-0", { outcome: "NoChange" });
  const first = anEndedPod("run-task-0", changed, "Failed");
  const sidecar = aContainer({ terminated: { exitCode: 0, message: "bye" } }, "a-proxy");
  const status = { ...last.status, containerStatuses: [sidecar, ...last.status?.containerStatuses ?? []] };
  const { result } = withPods({ phase: "Succeeded" }, [first, { ...last, status }]);
  assert.equal(result?.outcome, "NoChange");
});

const failedPod = (status: object) => aPod("job", { phase: "Failed", ...status });
const ends: Record<string, [object, string]> = {
  OOM: [
    { containerStatuses: [aContainer({ terminated: { exitCode: 137, reason: "OOMKilled" } })] },
    "container 'agent' was OOMKilled",
  ],
  eviction: [
    { reason: "Evicted", message: "The node was low on resource: memory." },
    "the pod was ended: Evicted: The node was low on resource: memory.",
  ],
  "a lost node": [
    {
      conditions: [{
        type: "DisruptionTarget",
        status: "True",
        reason: "DeletionByTaintManager",
        message: "node lost",
      }],
    },
    "the pod was ended: DeletionByTaintManager: node lost",
  ],
  "its own exit": [
    { containerStatuses: [aContainer({ terminated: { exitCode: 3, reason: "Error" } })] },
    "container 'agent' exited with code 3",
  ],
};

for (const [what, [status, why]] of Object.entries(ends)) {
  Deno.test(`a unit that was ended by ${what} says so`, () => {
    const { message } = withPods({ phase: "Failed", message: "Backoff limit" }, [failedPod(status)]);
    assert.equal(message, `Backoff limit; ${why}`);
  });
}

Deno.test("costs are summed up to the last millionth, whatever a float would make of them", () => {
  const costs = ["0.1", "0.2", "999999999.999999", "0.000001", "7"];
  const results = costs.map((costUSD): TaskResult => ({ outcome: "Changed", usage: { costUSD } }));
  assert.equal(totalsOf(undefined, results)?.costUSD, "1000000007.30");
});

/** What may happen to a run of three units, in any order. */
type Happening =
  | { do: "look" | "forget" }
  | { do: "end"; unit: number; fails: boolean }
  | { do: "vanish"; unit: number }
  | { do: "pods"; answer: "results" | "later" | "denied" | "gone" }
  | { do: "hold status back"; holds: boolean };

const unit = fc.nat(2);
const stories = fc.array(
  fc.oneof<fc.Arbitrary<Happening>[]>(
    fc.record({ do: fc.constantFrom("look" as const, "look" as const, "forget" as const) }),
    fc.record({ do: fc.constant("end" as const), unit, fails: fc.boolean() }),
    fc.record({ do: fc.constant("vanish" as const), unit }),
    fc.record({ do: fc.constant("pods" as const), answer: fc.constantFrom("results", "later", "denied", "gone") }),
    fc.record({ do: fc.constant("hold status back" as const), holds: fc.boolean() }),
  ),
  { maxLength: 30 },
);

Deno.test("each result counts once, in whatever order units end, the operator restarts and pods are there or not", () => {
  fc.assert(
    fc.property(stories, (happenings) => {
      const world = begun(3, resultTemplate);
      const answers = {
        results: (job: string) => [anEndedPod(job, changed), anEndedPod(job, changed, "Failed")],
        later: () => undefined,
        denied: () => denied,
        gone: () => [],
      };
      let before: Results | undefined;
      const look = () => {
        world.look(batchRun, "run");
        const { results, indexes, tasks = [], completionTime } = statusOf(world);
        const reported = parseIntervals(indexes?.reported ?? "");
        const counted = tasks.filter(({ result }) => result).length;
        assert.deepEqual([results?.changed ?? 0, results?.inputTokens ?? 0], [counted, counted * 10]);
        assert.ok(counted <= reported.size);
        assert.ok((before?.changed ?? 0) <= counted, "no result is taken back");
        const ended = parseIntervals([indexes?.succeeded, indexes?.failed].filter(Boolean).join(","));
        assert.ok(reported.isSubsetOf(ended));
        if (completionTime) assert.deepEqual(ended.size, 3);
        before = results;
      };
      for (const happening of happenings) {
        switch (happening.do) {
          case "look":
            look();
            break;
          case "forget":
            world.forget();
            break;
          case "hold status back":
            world.holdsStatusBack = happening.holds;
            break;
          case "pods":
            world.pods = answers[happening.answer];
            break;
          case "vanish":
            if (world.find(Job, `run-task-${happening.unit}`)) world.delete(Job, `run-task-${happening.unit}`);
            break;
          case "end": {
            const job = world.find(Job, `run-task-${happening.unit}`);
            const status = happening.fails ? failed() : complete();
            if (job && !job.status?.conditions) world.put(Job, { ...job, status });
          }
        }
      }
      world.holdsStatusBack = false;
      world.pods = answers.results;
      for (let index = 0; index < 3; index++) {
        const job = world.find(Job, `run-task-${index}`);
        if (job && !job.status?.conditions) world.put(Job, { ...job, status: complete() });
      }
      for (let looks = 0; looks < 10; looks++) look();
      assert.ok(statusOf(world).completionTime, "the run ends");
    }),
    { numRuns: 500 },
  );
});

Deno.test("the status of 10,000 units with the longest results fits, whatever their details: the totals tell of all", () => {
  const longest = { ...changed, summary: "<".repeat(512), pullRequest: `https://h/${"&".repeat(500)}` };
  const all = units(10_000).map((contexts, index) => ({
    jobName: `run-task-${index}`,
    contexts,
    created: true,
    report: index % 2 ? "news" as const : undefined,
    outcome: index % 2 ? withPods(done, [anEndedPod("job", longest)]) : done,
  }));
  const status = statusOfUnits(aBatchRun(), all, "2025-01-18T10:00:00Z");
  assert.ok(storedSize(status) < 400 * 1024, `${storedSize(status)} bytes`);
  assert.deepEqual([status.results?.changed, status.results?.costUSD], [5_000, "500.00"]);
  assert.equal(status.indexes?.reported, formatIntervals(all.flatMap((_, index) => index % 2 ? [index] : [])));
});

const done = { phase: "Succeeded", startTime: "2025-01-18T10:00:00Z", completionTime: "2025-01-18T10:05:00Z" } as const;

Deno.test("a finished run keeps its results in memory", () => {
  const world = begun(1, resultTemplate);
  world.pods = (job) => [anEndedPod(job, changed)];
  say(world, 0, complete());
  assert.deepEqual(BatchRun.project?.(world.get(BatchRun, "run")).status?.results, statusOf(world).results);
});
