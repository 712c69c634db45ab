import assert from "node:assert/strict";
import { Health, Pulse } from "../../kernel/health.ts";
import { lead } from "../../kernel/lease.ts";
import { jsonLog } from "../../kernel/log.ts";
import { Metrics } from "../../kernel/metrics/metrics.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { type Controller, nothing } from "../../kernel/plan.ts";
import { run } from "../../kernel/run.ts";
import { aParent, Notes, overloaded, Parent, stored } from "./family.ts";
import { FakeClock } from "./fake_clock.ts";
import { ScriptedApi, still } from "./scripted_api.ts";

const strict = { sanitizeOps: true, sanitizeResources: true };

/** What fails now, as `alive watch-parents`. */
function failing(health: Health): string[] {
  return (["alive", "ready"] as const).flatMap((asked) => {
    return health.verdicts(asked).flatMap(({ name, verdict }) => verdict === undefined ? [] : [`${asked} ${name}`]);
  });
}

/** One controller at work, on its own or once it leads. At the end of a test it is stopped. */
class Operator implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly api = new ScriptedApi();
  readonly metrics = new Metrics();
  readonly health = new Health(this.clock);
  readonly stop = new AbortController();
  #ended: Promise<unknown> = Promise.resolve();

  async start({ elected = false } = {}): Promise<this> {
    const controller: Controller<KubeObject> = {
      kind: Parent,
      owns: [],
      watches: [],
      gets: [Notes],
      reads: ({ object }) => object.metadata?.name === "reader" ? [[{ kind: Notes, name: "notes" }]] : [],
      reconcile: () => nothing,
    };
    const { api, clock, metrics, health, stop: { signal } } = this;
    const world = { api, clock, log: jsonLog(() => {}, clock), metrics, health, signal };
    const candidate = { namespace: "system", name: "kubetask", identity: "a", reach: () => api };
    this.#ended = elected ? lead(candidate, world, (world) => run([controller], world)) : run([controller], world);
    await still();
    return this;
  }

  /** Lets time go by, ten seconds at a time. */
  async pass(seconds: number): Promise<void> {
    await still();
    for (let left = seconds; left > 0; left -= 10) {
      this.clock.advance(10_000);
      await still();
    }
  }

  /** Every list and watch is answered like this from now on, until the returned function is called. */
  answered(answer: () => Promise<never>): () => void {
    const { list, watch } = this.api;
    Object.assign(this.api, { list: answer, watch: answer });
    return () => Object.assign(this.api, { list, watch });
  }

  get failing(): string[] {
    return failing(this.health);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort();
    await this.#ended;
    assert.deepEqual(this.clock.waiting(), [], "timers were left behind");
  }
}

Deno.test("a pulse lives as long as it beats, and is ready as long as it succeeds", () => {
  const clock = new FakeClock();
  const pulse = new Pulse(clock);
  const verdicts = () => [pulse.alive(), pulse.ready()];
  assert.deepEqual(verdicts(), [undefined, "not begun"]);
  pulse.succeed();
  clock.advance(150_000);
  assert.deepEqual(verdicts(), [undefined, undefined]);
  clock.advance(1000);
  assert.deepEqual(verdicts(), [undefined, "out of date since 151 s"]);
  clock.advance(449_000);
  assert.deepEqual(verdicts(), [undefined, "out of date since 600 s"]);
  clock.advance(1000);
  assert.deepEqual(verdicts(), ["no step for 601 s", "out of date since 601 s"]);
  pulse.beat(3_600_000);
  clock.advance(3_600_000);
  assert.deepEqual(verdicts(), [undefined, "out of date since 4201 s"]);
  pulse.succeed();
  assert.deepEqual(verdicts(), [undefined, undefined]);
});

Deno.test("a check is asked until its signal fires", () => {
  const health = new Health(new FakeClock());
  const stop = new AbortController();
  health.add({ name: "a", alive: () => "no" }, stop.signal);
  health.pulse("b", stop.signal);
  assert.deepEqual(failing(health), ["alive a", "ready b"]);
  stop.abort();
  assert.deepEqual(failing(health), []);
});

Deno.test("an operator is ready once every first list is in", strict, async () => {
  const operator = new Operator();
  const listed = Promise.withResolvers<never>();
  const repair = operator.answered(() => listed.promise);
  await using _ = await operator.start();
  assert.deepEqual(operator.failing, ["ready watch-parents"]);
  repair();
  listed.reject(overloaded());
  await operator.pass(10);
  assert.deepEqual(operator.failing, []);
});

Deno.test(
  "a watch that hears nothing but silence is followed by lists, and all is well",
  strict,
  async () => {
    await using operator = await new Operator().start();
    for (let minute = 0; minute < 40; minute++) {
      await operator.pass(60);
      assert.deepEqual(operator.failing, []);
    }
  },
);

Deno.test("an API server that is down makes an operator unready, never dead, however long", strict, async () => {
  await using operator = await new Operator().start();
  const repair = operator.answered(() => Promise.reject(overloaded()));
  await operator.pass(120);
  assert.deepEqual(operator.failing, []);
  await operator.pass(120);
  assert.deepEqual(operator.failing, ["ready watch-parents"]);
  await operator.pass(1_800);
  assert.deepEqual(operator.failing, ["ready watch-parents"]);
  repair();
  await operator.pass(10);
  assert.deepEqual(operator.failing, []);
});

Deno.test("a server that asks for an hour of patience gets it from the living", strict, async () => {
  await using operator = await new Operator().start();
  operator.answered(() => Promise.reject(overloaded(3_600_000)));
  await operator.pass(3_600);
  assert.deepEqual(operator.failing, ["ready watch-parents"]);
});

Deno.test("a watch that hangs where no deadline reaches is dead", strict, async () => {
  await using operator = await new Operator().start();
  const heard = Promise.withResolvers<never>();
  const repair = operator.answered(() => heard.promise);
  await operator.pass(700);
  assert.deepEqual(operator.failing, ["alive watch-parents", "ready watch-parents"]);
  repair();
  heard.reject(overloaded());
  await operator.pass(10);
  assert.deepEqual(operator.failing, []);
});

Deno.test("a look that outlasts all deadlines is dead, until it ends", strict, async () => {
  const operator = new Operator();
  operator.api.listed.set("parents", [aParent("reader")]);
  await using _ = await operator.start();
  await operator.pass(600);
  assert.deepEqual(operator.failing, []);
  await operator.pass(10);
  assert.deepEqual(operator.failing, ["alive looks-parent"]);
  (await operator.api.asked("get")).answer();
  await still();
  assert.deepEqual(operator.failing, []);
});

Deno.test(
  "a replica that waits for the lease is ready as long as it sees it, and then as one that leads is",
  strict,
  async () => {
    const operator = new Operator();
    const { api } = operator;
    let holder = "b";
    let version = 0;
    api.on.get = () => {
      const metadata = { name: "kubetask", resourceVersion: `${++version}` };
      return { metadata, spec: { holderIdentity: holder } } as KubeObject;
    };
    api.on.patch = () => stored({ metadata: { name: "kubetask" }, spec: { holderIdentity: "a" } } as KubeObject);
    await using _ = await operator.start({ elected: true });
    await operator.pass(600);
    assert.deepEqual(operator.health.verdicts("ready"), [{ name: "lease", verdict: undefined }]);
    assert.match(operator.metrics.text(), /^leader_election_master_status\{name="kubetask"\} 0$/m);

    const { get } = api.on;
    api.on.get = () => {
      throw overloaded();
    };
    await operator.pass(200);
    assert.deepEqual(operator.failing, ["ready lease"]);

    Object.assign(api.on, { get });
    holder = "";
    await operator.pass(10);
    assert.deepEqual(operator.failing, []);
    assert.deepEqual(operator.health.verdicts("ready").map(({ name }) => name), ["lease", "watch-parents"]);
    assert.match(operator.metrics.text(), /^leader_election_master_status\{name="kubetask"\} 1$/m);
  },
);
