import assert from "node:assert/strict";
import fc from "fast-check";
import { Queue } from "../../kernel/queue.ts";
import { FakeClock } from "./fake_clock.ts";

const never = new AbortController().signal;

function setUp() {
  const clock = new FakeClock();
  return { clock, queue: new Queue<string>(clock) };
}

/** Takes as many keys as are ready, in their order, and gives none back. */
async function takeAll(queue: Queue<string>): Promise<string[]> {
  const keys: string[] = [];
  const end = new AbortController();
  for (;;) {
    const taken = queue.take(end.signal);
    const key = await Promise.race([taken, Promise.resolve().then(() => undefined)]);
    if (key === undefined) return end.abort(), keys;
    keys.push(key);
  }
}

/** What follows from a promise that is resolved has happened. */
async function settled(): Promise<void> {
  for (let tick = 0; tick < 5; tick++) await Promise.resolve();
}

Deno.test("keys are handed out once, in the order in which they came", async () => {
  const { queue } = setUp();
  for (const key of ["b", "a", "b", "c", "a"]) queue.add(key);
  assert.deepEqual(await takeAll(queue), ["b", "a", "c"]);
});

Deno.test("a key that is added while a worker has it comes back after done, behind those that waited", async () => {
  const { queue } = setUp();
  queue.add("a");
  assert.deepEqual(await takeAll(queue), ["a"]);
  queue.add("a");
  queue.add("b");
  queue.done("a");
  assert.deepEqual(await takeAll(queue), ["b", "a"]);
});

Deno.test("a key that is given back is not handed out again by itself", async () => {
  const { queue } = setUp();
  queue.add("a");
  await takeAll(queue);
  queue.done("a");
  assert.deepEqual(await takeAll(queue), []);
});

Deno.test("of several times for one key the earliest counts, whichever came first", async () => {
  const { clock, queue } = setUp();
  queue.add("a", 500);
  queue.add("a", 200);
  queue.add("b", 200);
  queue.add("b", 500);
  clock.advance(199);
  assert.deepEqual(await takeAll(queue), []);
  clock.advance(1);
  assert.deepEqual((await takeAll(queue)).sort(), ["a", "b"]);
  queue.done("a");
  queue.done("b");
  clock.advance(1000);
  assert.deepEqual(await takeAll(queue), []);
});

Deno.test("a key asked for later while a worker has it comes back when its time has come, even if the worker is slow", async () => {
  const { clock, queue } = setUp();
  queue.add("a");
  await takeAll(queue);
  queue.add("a", 100);
  clock.advance(60);
  queue.done("a");
  assert.deepEqual(clock.waiting(), [40]);
  clock.advance(40);
  assert.deepEqual(await takeAll(queue), ["a"]);
  queue.add("a", 100);
  clock.advance(200);
  queue.done("a");
  assert.deepEqual(await takeAll(queue), ["a"]);
});

Deno.test("the worker that waited longest is served first, and one whose signal fired is not served at all", async () => {
  const { queue } = setUp();
  const leaving = new AbortController();
  const gone = queue.take(leaving.signal);
  const first = queue.take(never);
  const second = queue.take(never);
  leaving.abort();
  queue.add("a");
  queue.add("b");
  assert.deepEqual(await Promise.all([gone, first, second]), [undefined, "a", "b"]);
  assert.equal(await queue.take(leaving.signal), undefined);
});

Deno.test("a closed queue leaves no timer behind and takes nothing in any more", () => {
  const { clock, queue } = setUp();
  queue.add("a", 100);
  queue.close();
  queue.add("b", 100);
  assert.deepEqual(clock.waiting(), []);
});

Deno.test("whatever happens, no key is with two workers, none comes before its time, and none is lost", async () => {
  const key = fc.constantFrom("a", "b", "c", "d");
  const step = fc.oneof(
    fc.record({ do: fc.constant("add" as const), key, ms: fc.constantFrom(0, 0, 1, 5, 20) }),
    fc.record({ do: fc.constant("take" as const) }),
    fc.record({ do: fc.constant("leave" as const), which: fc.nat(9) }),
    fc.record({ do: fc.constant("done" as const), which: fc.nat(9) }),
    fc.record({ do: fc.constant("advance" as const), ms: fc.constantFrom(1, 4, 10) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), async (steps) => {
      const { clock, queue } = setUp();
      const asked = new Map<string, number>();
      const taken: string[] = [];
      const workers = new Set<AbortController>();
      const violations: string[] = [];

      const take = () => {
        const worker = new AbortController();
        workers.add(worker);
        return queue.take(worker.signal).then((key) => {
          workers.delete(worker);
          if (key === undefined) return;
          if (taken.includes(key)) violations.push(`${key} is with two workers`);
          if ((asked.get(key) ?? Infinity) > clock.now()) violations.push(`${key} was not asked for now`);
          asked.delete(key);
          taken.push(key);
        });
      };
      const results: Promise<void>[] = [];
      const giveBack = (which: number) => {
        const [key] = taken.splice(which % taken.length, 1);
        if (key !== undefined) queue.done(key);
      };

      for (const step of steps) {
        if (step.do === "add") {
          asked.set(step.key, Math.min(clock.now() + step.ms, asked.get(step.key) ?? Infinity));
          queue.add(step.key, step.ms);
        }
        if (step.do === "take") results.push(take());
        if (step.do === "leave") [...workers][step.which]?.abort();
        if (step.do === "done") giveBack(step.which);
        if (step.do === "advance") clock.advance(step.ms);
        await settled();
        for (const [key, at] of asked) {
          const waits = at <= clock.now() && !taken.includes(key) && workers.size > 0;
          if (waits) violations.push(`${key} waits although a worker is free`);
        }
        assert.deepEqual(violations, []);
      }

      clock.advance(1000);
      for (let round = 0; round < 10; round++) {
        while (taken.length > 0) giveBack(0);
        results.push(take());
        await settled();
      }
      assert.deepEqual([violations, [...asked.keys()]], [[], []], "something was lost");
      for (const worker of workers) worker.abort();
      await Promise.all(results);
    }),
    { numRuns: 1000 },
  );
});
