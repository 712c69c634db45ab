import assert from "node:assert/strict";
import { Health } from "../../../kernel/health.ts";
import { jsonLog } from "../../../kernel/log.ts";
import { Metrics } from "../../../kernel/metrics/metrics.ts";
import { nameOf } from "../../../kernel/object.ts";
import type { Controller, Observed, Plan } from "../../../kernel/plan.ts";
import { run } from "../../../kernel/run.ts";
import { aParent, bear, Child, overloaded, Parent, stored } from "../family.ts";
import { FakeClock } from "../fake_clock.ts";
import { ScriptedApi, still } from "../scripted_api.ts";

const parents = { name: "parents", help: "Parents." };
const told = { name: "told_seconds", help: "When told.", buckets: [1] };

/** What each parent wants, by its name. */
const plans: Record<string, (observed: Observed<Parent>) => Plan> = {
  content: () => ({}),
  blocked: () => ({ blocked: true }),
  broken: () => {
    throw new TypeError("a bug");
  },
  bearing: ({ object, owned }) => ({ writes: owned(Child).length > 0 ? [] : [bear("c", object), bear("d", object)] }),
  telling: () => ({ status: { told: true } }),
};

const controller: Controller<Parent> = {
  kind: Parent,
  owns: [Child],
  watches: [],
  gets: [],
  reads: () => [],
  reconcile: (observed) => plans[nameOf(observed.object)]?.(observed) ?? {},
  measures: {
    *standing(objects) {
      yield { metric: parents, labels: {}, value: [...objects].length };
    },
    *happened(before, after) {
      if (!before.status && after.status) yield { metric: told, labels: {}, value: 0.5 };
    },
  },
};

Deno.test("looks are counted by their results, and the controller's own measures told", {
  sanitizeOps: true,
  sanitizeResources: true,
}, async () => {
  const [clock, api, metrics, stop] = [new FakeClock(), new ScriptedApi(), new Metrics(), new AbortController()];
  api.listed.set("parents", Object.keys(plans).map((name) => aParent(name)));
  api.on.create = ({ object }) => stored(object);
  api.on.patch = () => stored(aParent("telling", { told: true }));
  const world = { api, clock, metrics, health: new Health(clock), log: jsonLog(() => {}, clock), signal: stop.signal };
  const ended = run([controller], world);
  await still();
  clock.advance(1_000);
  await still();
  const lines = metrics.text().split("\n");
  const ofParents = lines.filter((line) =>
    /^(controller_runtime|kubetask|parents|told)/.test(line) && !/_bucket/.test(line)
  );
  assert.deepEqual(ofParents, [
    // Content, bearing and telling, once all was done.
    'controller_runtime_reconcile_total{controller="parent",result="success"} 3',
    // The bug, and once more after half a second.
    'controller_runtime_reconcile_total{controller="parent",result="error"} 2',
    'controller_runtime_reconcile_total{controller="parent",result="requeue"} 2',
    'controller_runtime_reconcile_total{controller="parent",result="requeue_after"} 1',
    'controller_runtime_reconcile_errors_total{controller="parent"} 2',
    "kubetask_children_created_total 2",
    'kubetask_watch_restarts_total{kind="Parent"} 0',
    'kubetask_watch_restarts_total{kind="Child"} 0',
    'controller_runtime_reconcile_time_seconds_sum{controller="parent"} 0',
    'controller_runtime_reconcile_time_seconds_count{controller="parent"} 8',
    "told_seconds_sum 0.5",
    "told_seconds_count 1",
    'controller_runtime_active_workers{controller="parent"} 0',
    'controller_runtime_max_concurrent_reconciles{controller="parent"} 8',
    "parents 5",
  ]);
  api.watch = () => Promise.reject(overloaded());
  clock.advance(80_000);
  await still();
  assert.match(metrics.text(), /^kubetask_watch_restarts_total\{kind="Parent"\} [1-9]/m);
  stop.abort();
  await ended;
  assert.doesNotMatch(metrics.text(), /^(parents|controller_runtime_active_workers)/m);
});
