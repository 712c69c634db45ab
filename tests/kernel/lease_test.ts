import assert from "node:assert/strict";
import { type Api, api } from "../../kernel/api.ts";
import { ApiError } from "../../kernel/errors.ts";
import { lead, Lease } from "../../kernel/lease.ts";
import { Health } from "../../kernel/health.ts";
import { jsonLog } from "../../kernel/log.ts";
import type { World } from "../../kernel/loop.ts";
import { Metrics } from "../../kernel/metrics/metrics.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { aConnection } from "./a_connection.ts";
import { BadServer } from "./bad_server.ts";
import { Child, conflict, overloaded, refusal, stored } from "./family.ts";
import { FakeClock } from "./fake_clock.ts";
import { type Request, ScriptedApi, still } from "./scripted_api.ts";

const strict = { sanitizeOps: true, sanitizeResources: true };

type LeaseObject = typeof Lease extends { project?(object: infer T): unknown } ? T & KubeObject : never;
type Spec = NonNullable<LeaseObject["spec"]>;

/** One Lease as it is stored, and the candidates for it. At the end of a test they are stopped, and must leave no timer behind. */
class Place implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly api = new ScriptedApi();
  lease: LeaseObject | undefined;
  /** Thrown instead of an answer. */
  outage: Error | undefined;
  readonly candidates: Contender[] = [];

  constructor() {
    const answers = (answer: (request: Request) => KubeObject | undefined) => (request: Request) => {
      if (this.outage) throw this.outage;
      return answer(request);
    };
    this.api.on.get = answers(() => this.lease);
    // What candidates write under the name of the Lease is a Lease.
    this.api.on.create = answers(({ name, object }) => {
      return name === "kubetask" ? this.lease = stored(object as LeaseObject) : object;
    });
    this.api.on.patch = answers(({ name, patch }) => {
      return name === "kubetask" ? this.#patched(patch.body as LeaseObject) : {};
    });
    this.api.on.delete = answers(() => undefined);
  }

  #patched({ metadata, spec }: LeaseObject): LeaseObject {
    if (!this.lease) throw new ApiError({ status: 404, reason: "NotFound", message: "not found" });
    if (metadata?.resourceVersion !== this.lease.metadata?.resourceVersion) throw conflict();
    return this.lease = stored({ ...this.lease, spec: { ...this.lease.spec, ...spec } });
  }

  get holder(): string | undefined {
    return this.lease?.spec?.holderIdentity;
  }

  /** Someone else writes the Lease. */
  edit(spec: Spec): void {
    this.lease = stored({ ...this.lease, metadata: { name: "kubetask" }, spec: { ...this.lease?.spec, ...spec } });
  }

  async join(identity: string): Promise<Contender> {
    const candidate = new Contender(identity, this);
    this.candidates.push(candidate);
    await still();
    return candidate;
  }

  /** Time goes by, second by second, and everyone does what is due. */
  async pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      this.clock.advance(1000);
      await still();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const candidate of this.candidates) await candidate.leave();
    assert.deepEqual(this.clock.waiting(), []);
  }
}

class Contender {
  readonly stop = new AbortController();
  readonly logged: string[] = [];
  /** The worlds given to the work, in order. */
  readonly worlds: World[] = [];
  readonly #ended: Promise<void>;

  constructor(identity: string, { api, clock }: Place) {
    const log = jsonLog((line) => this.logged.push((JSON.parse(line) as { message: string }).message), clock);
    const candidate = { namespace: "system", name: "kubetask", identity, reach: () => api };
    const world = { api, clock, log, metrics: new Metrics(), health: new Health(clock), signal: this.stop.signal };
    this.#ended = lead(candidate, world, (world) => {
      this.worlds.push(world);
      return new Promise((resolve) => world.signal.addEventListener("abort", () => resolve()));
    });
  }

  get leads(): boolean {
    return this.worlds.at(-1)?.signal.aborted === false;
  }

  /** Undefined, or why it may not write. */
  async refusal(): Promise<string | undefined> {
    const { api } = this.worlds.at(-1) ?? assert.fail("never led");
    const writes: ((api: Api) => Promise<unknown>)[] = [
      (api) => api.create(Child, { metadata: { namespace: "home", name: "a" } }),
      (api) => api.patch(Child, "home", "a", { type: "merge", body: {} }),
      (api) => api.delete(Child, "home", "a", { uid: "u" }),
    ];
    const reasons = new Set<string | undefined>();
    for (const write of writes) {
      const refused = await write(api).then(() => undefined, (error) => (error as ApiError).reason);
      reasons.add(refused === "NotLeading" ? refused : undefined);
    }
    assert.equal(reasons.size, 1, "all writes are refused or none");
    return [...reasons][0];
  }

  async leave(): Promise<void> {
    this.stop.abort();
    await this.#ended;
  }
}

Deno.test("who finds no Lease creates it and leads; the next one waits", strict, async () => {
  await using place = new Place();
  const first = await place.join("a");
  const second = await place.join("b");
  assert.deepEqual([first.leads, second.leads], [true, false]);
  assert.deepEqual(place.lease?.spec, {
    holderIdentity: "a",
    leaseDurationSeconds: 15,
    acquireTime: "2026-01-01T00:00:00.000000Z",
    renewTime: "2026-01-01T00:00:00.000000Z",
    leaseTransitions: 0,
  });
});

Deno.test("a Lease that is renewed stays with its holder, for hours", strict, async () => {
  await using place = new Place();
  const first = await place.join("a");
  const second = await place.join("b");
  await place.pass(600);
  assert.deepEqual([first.worlds.length, first.leads, second.leads], [1, true, false]);
  assert.equal(place.lease?.spec?.renewTime, "2026-01-01T00:10:00.000000Z");
  assert.deepEqual(second.logged, ["Waits for the lease, which a holds"]);
});

Deno.test(
  "a Lease that nobody renews is free 15 s after its last change was seen, whatever its times say",
  strict,
  async () => {
    await using place = new Place();
    place.edit({ holderIdentity: "gone", renewTime: "2030-01-01T00:00:00.000000Z", leaseDurationSeconds: 9999 });
    const second = await place.join("b");
    await place.pass(14);
    assert.equal(second.leads, false);
    await place.pass(2);
    assert.equal(second.leads, true);
    assert.deepEqual([place.holder, place.lease?.spec?.leaseTransitions], ["b", 1]);
  },
);

Deno.test("who stops in order lets the Lease go, and the next one leads within 2 s", strict, async () => {
  await using place = new Place();
  const first = await place.join("a");
  const second = await place.join("b");
  await first.leave();
  assert.equal(place.holder, "");
  await place.pass(2);
  assert.equal(second.leads, true);
});

Deno.test("a process that follows another in its place leads at once", strict, async () => {
  await using place = new Place();
  place.edit({ holderIdentity: "a" });
  const again = await place.join("a");
  assert.equal(again.leads, true);
});

Deno.test(
  "a leader that cannot renew stops after 10 s, 5 s before another may lead, and leads again when it can",
  strict,
  async () => {
    await using place = new Place();
    const first = await place.join("a");
    await place.pass(2);
    place.outage = overloaded();
    await place.pass(9);
    assert.equal(first.leads, true);
    await place.pass(1);
    assert.deepEqual([first.leads, await first.refusal()], [false, "NotLeading"]);
    place.outage = undefined;
    await place.pass(2);
    assert.deepEqual([first.leads, first.worlds.length], [true, 2]);
  },
);

Deno.test(
  "a renewal that hangs is sent again on another connection before its leader has to stop",
  strict,
  async () => {
    await using server = await BadServer.start();
    using connection = aConnection(server.url);
    const clock = new FakeClock();
    const reach = (deadline: number) => api(connection, { deadline, clock });
    const stop = new AbortController();
    const leads = Promise.withResolvers<AbortSignal>();
    const [metrics, health, log] = [new Metrics(), new Health(clock), jsonLog(() => {}, clock)];
    const world = { api: reach(30_000), clock, log, metrics, health, signal: stop.signal };
    const ended = lead({ namespace: "system", name: "kubetask", identity: "a", reach }, world, ({ signal }) => {
      leads.resolve(signal);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    });
    const lease = stored<LeaseObject>({ metadata: { name: "kubetask" }, spec: { holderIdentity: "a" } });
    (await server.next()).answer(404, {});
    (await server.next()).answer(201, lease);
    const lost = await leads.promise;

    await clock.waitsBetween(2_000, 2_000);
    clock.advance(2_000);
    const hung = await server.next();
    clock.advance(5_000);
    await hung.abandoned();
    await clock.waitsBetween(0, 0);
    clock.advance(0);
    const again = await server.next();
    assert.deepEqual([again.method, connection.renewed], ["PATCH", 1]);
    again.answer(200, lease);
    await clock.waitsBetween(10_000, 10_000);
    assert.equal(lost.aborted, false);

    stop.abort();
    (await server.next()).answer(200, lease);
    await ended;
  },
);

Deno.test("who waits tells of an outage once, though each failure reads differently", strict, async () => {
  await using place = new Place();
  await place.join("a");
  const second = await place.join("b");
  for (const port of [4001, 4002, 4003]) {
    place.outage = refusal(503, "ServiceUnavailable", `no answer at port ${port}`);
    await place.pass(1);
  }
  place.outage = undefined;
  await place.pass(1);
  const waits = "Waits for the lease, which a holds";
  assert.deepEqual(second.logged, [waits, "no answer at port 4001", waits]);
});

Deno.test("who is asked to wait does not ask for the Lease before, and may lose it over that", strict, async () => {
  await using place = new Place();
  const first = await place.join("a");
  await place.pass(1);
  place.outage = overloaded(7_000);
  await place.pass(1);
  const asked = place.api.sent.length;
  await place.pass(6);
  assert.deepEqual([place.api.sent.length, first.leads], [asked, true]);
  place.outage = undefined;
  await place.pass(1);
  assert.deepEqual([place.api.sent.length, first.leads], [asked + 1, true]);
});

Deno.test("a leader that was paused writes nothing when it wakes, before any of its timers ran", strict, async () => {
  await using place = new Place();
  const first = await place.join("a");
  assert.equal(await first.refusal(), undefined);
  const { now } = place.clock;
  place.clock.now = () => now.call(place.clock) + 10_000;
  assert.equal(await first.refusal(), "NotLeading");
});

Deno.test("a Lease that was given to someone else by hand deposes its holder at its next renewal", strict, async () => {
  await using place = new Place();
  const first = await place.join("a");
  place.edit({ holderIdentity: "stranger" });
  await place.pass(2);
  assert.deepEqual([first.leads, await first.refusal()], [false, "NotLeading"]);
  await place.pass(16);
  assert.equal(first.leads, true);
});

Deno.test("a Lease that was edited otherwise, or deleted, stays with its holder", strict, async () => {
  await using place = new Place();
  const first = await place.join("a");
  place.edit({ leaseDurationSeconds: 1 });
  await place.pass(3);
  place.lease = undefined;
  await place.pass(3);
  assert.deepEqual([first.leads, first.worlds.length], [true, 1]);
  assert.equal(place.holder, "a");
});

Deno.test("of two who find the Lease free at once, one leads", strict, async () => {
  await using place = new Place();
  place.edit({ holderIdentity: "" });
  const both = [place.join("a"), place.join("b")];
  const [first, second] = await Promise.all(both);
  assert.equal(Number(first?.leads) + Number(second?.leads), 1);
  await place.pass(5);
  assert.equal(Number(first?.leads) + Number(second?.leads), 1);
});
