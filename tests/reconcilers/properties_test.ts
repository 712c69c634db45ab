import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Phase } from "../../crds/kinds.ts";
import type { Refusal } from "../../kernel/plan.ts";
import { batchRun } from "../../reconcilers/batchrun.ts";
import { parseIntervals } from "../../reconcilers/intervals.ts";
import { BatchRun, Job } from "../../reconcilers/kinds.ts";
import { aBatch, aBatchRun, complete, failed, running, units } from "./builders.ts";
import { World } from "./world.ts";

const total = 4;
const nameOfUnit = (unit: number) => `run-task-${unit}`;

/** What may happen to a run, in any order. */
type Happening =
  | { do: "look" }
  /** The operator stops and starts anew. */
  | { do: "forget" }
  | { do: "hold status back"; holds: boolean }
  | { do: "refuse"; refusal?: Refusal }
  | { do: "delete"; unit: number }
  | { do: "say"; unit: number; status: Job["status"] };

const unit = fc.nat(total - 1);
const refusal = fc.constantFrom<Refusal | undefined>(
  undefined,
  { class: "blocked", reason: "QuotaExceeded", message: "exceeded quota" },
  { class: "invalid", reason: "Invalid", message: "not valid" },
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant("look" as const) }), weight: 4 },
  fc.record({ do: fc.constant("forget" as const) }),
  fc.record({ do: fc.constant("hold status back" as const), holds: fc.boolean() }),
  fc.record({ do: fc.constant("refuse" as const), refusal }),
  fc.record({ do: fc.constant("delete" as const), unit }),
  {
    arbitrary: fc.record({
      do: fc.constant("say" as const),
      unit,
      status: fc.constantFrom(running, complete(), failed()),
    }),
    weight: 3,
  },
);

/** A run to which things happen, and what must be true of it at all times. */
class Story {
  readonly world = new World(aBatch(units(total)), aBatchRun());
  /** Units whose Job was deleted before anything of it was stored, and then the operator forgot it. */
  readonly vanished: number[] = [];
  #deleted = new Set<number>();
  /** By unit; the whole run's under `run`. */
  #ends = new Map<string, Phase | undefined>();

  happens(happening: Happening): void {
    const { world } = this;
    switch (happening.do) {
      case "look":
        world.look(batchRun, "run");
        return this.#check();
      case "forget":
        for (const unit of this.#deleted) if (!this.#created().has(unit)) this.vanished.push(unit);
        this.#deleted.clear();
        return world.forget();
      case "hold status back":
        world.holdsStatusBack = happening.holds;
        return;
      case "refuse":
        world.accepts = () => happening.refusal;
        return;
      case "delete":
        if (!world.find(Job, nameOfUnit(happening.unit))) return;
        this.#deleted.add(happening.unit);
        return world.delete(Job, nameOfUnit(happening.unit));
      case "say": {
        const job = world.find(Job, nameOfUnit(happening.unit));
        if (job && !job.status?.conditions) world.put(Job, { ...job, status: happening.status });
      }
    }
  }

  get status() {
    return this.world.get(BatchRun, "run").status;
  }

  #created(): Set<number> {
    return parseIntervals(this.status?.indexes?.created ?? "");
  }

  #check(): void {
    for (let unit = 0; unit < total; unit++) {
      const creations = this.world.creations.filter((name) => name === nameOfUnit(unit)).length;
      const allowed = 1 + this.vanished.filter((vanished) => vanished === unit).length;
      assert.ok(creations <= allowed, `unit ${unit} was created ${creations} times`);
    }
    const { phase, progress, indexes, tasks = [] } = this.status ?? {};
    if (!progress) return;
    const { total: _, ...counts } = progress;
    assert.equal(Object.values(counts).reduce((sum, count) => sum + count), total);
    const ends = new Map([
      ["run", phase],
      ...parseIntervals(indexes?.succeeded ?? "").values().map((unit) => [`unit ${unit}`, "Succeeded"] as const),
      ...parseIntervals(indexes?.failed ?? "").values().map((unit) => [`unit ${unit}`, "Failed"] as const),
      ...tasks.map(({ jobName, status }) => [jobName ?? "", status] as const),
    ]);
    for (const [what, before] of this.#ends) {
      if (before === "Succeeded" || before === "Failed") assert.equal(ends.get(what), before, what);
    }
    this.#ends = ends;
  }
}

const stories = fc.array(happening, { maxLength: 40 });

Deno.test("no unit is created twice and no end is taken back, whatever happens and whenever the operator restarts", () => {
  fc.assert(
    fc.property(stories, (happenings) => {
      const story = new Story();
      happenings.forEach((happening) => story.happens(happening));
    }),
    { numRuns: 500 },
  );
});

Deno.test("no unit is lost: once all is accepted and all Jobs end, the run ends with every unit accounted for", () => {
  fc.assert(
    fc.property(stories, (happenings) => {
      const story = new Story();
      happenings.forEach((happening) => story.happens(happening));
      story.happens({ do: "hold status back", holds: false });
      story.happens({ do: "refuse" });
      story.world.settle(batchRun, "run");
      for (let unit = 0; unit < total; unit++) story.happens({ do: "say", unit, status: complete() });
      story.world.settle(batchRun, "run");

      const { phase, progress, tasks = [] } = story.status ?? {};
      const failures = tasks.filter(({ status }) => status === "Failed").length;
      assert.deepEqual([phase, progress], [
        failures > 0 ? "Failed" : "Succeeded",
        { total, pending: 0, running: 0, completed: total - failures, failed: failures },
      ]);
    }),
    { numRuns: 500 },
  );
});
