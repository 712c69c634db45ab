import assert from "node:assert/strict";
import type { ApiError } from "../../kernel/errors.ts";
import { Health } from "../../kernel/health.ts";
import { jsonLog } from "../../kernel/log.ts";
import { Metrics } from "../../kernel/metrics/metrics.ts";
import { type KubeObject, nameOf } from "../../kernel/object.ts";
import { type Controller, type Listing, nothing, type Observed, type Plan, type Read } from "../../kernel/plan.ts";
import { run } from "../../kernel/run.ts";
import { FakeClock } from "./fake_clock.ts";
import {
  aChild,
  aParent,
  bear,
  Child,
  conflict,
  denied,
  exists,
  Notes,
  Oath,
  overloaded,
  Parent,
  Pet,
  quotaExceeded,
  refusal,
  Setting,
  stored,
} from "./family.ts";
import { ScriptedApi, still } from "./scripted_api.ts";

const strict = { sanitizeOps: true, sanitizeResources: true };

/** One controller at work. At the end of a test it is stopped, and must leave no timer behind. */
class World implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly api = new ScriptedApi();
  readonly metrics = new Metrics();
  readonly health = new Health(this.clock);
  readonly logged: { level: string; message: string; error?: { stack?: string } }[] = [];
  /** The objects looked at, in order. */
  readonly looks: string[] = [];
  readonly stop = new AbortController();
  reads: readonly Read[] = [];
  listings: readonly Listing[] = [];
  ready = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(public plan: (observed: Observed<Parent>) => Plan = () => nothing) {}

  /** Runs with these objects there from the start. */
  async start(
    parents: KubeObject[],
    children: KubeObject[] = [],
    orphaned?: Controller<Parent>["orphaned"],
  ): Promise<this> {
    this.api.listed.set("parents", parents).set("children", children);
    const controller: Controller<Parent> = {
      kind: Parent,
      owns: [Child, Oath],
      watches: [Setting],
      gets: [Notes],
      lists: [Pet],
      listings: () => this.listings,
      reads: () => [this.reads],
      reconcile: (observed) => {
        this.looks.push(nameOf(observed.object));
        return this.plan(observed);
      },
      orphaned,
    };
    const log = jsonLog((line) => this.logged.push(JSON.parse(line)), this.clock);
    const { api, clock, metrics, health, stop: { signal } } = this;
    const world = { api, clock, log, metrics, health, signal };
    this.#ended = run([controller], world, () => this.ready++);
    await still();
    return this;
  }

  /** Moves the clock on, and lets happen what follows. */
  async after(ms: number): Promise<void> {
    this.clock.advance(ms);
    await still();
  }

  async told(...args: Parameters<ScriptedApi["tell"]>): Promise<void> {
    this.api.tell(...args);
    await still();
  }

  problems(): string[] {
    return this.logged.filter(({ level }) => level !== "info").map(({ level, message }) => `${level}: ${message}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort();
    await this.#ended;
    assert.deepEqual(this.clock.waiting(), [], "timers were left behind");
  }
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ...strict });
}

const anna = aParent("anna");
const berta = aParent("berta");
const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);

/** Wants one child of each name, once. */
const wanting = (...wanted: string[]) => ({ object, owned, gone }: Observed<Parent>): Plan => {
  const had = new Set([...owned(Child), ...gone(Child)].map(nameOf));
  return { writes: wanted.filter((name) => !had.has(name)).map((name) => bear(name, object)) };
};

test("it is ready once everything is listed, and then looks at every object once", async () => {
  await using world = await new World().start([anna, berta]);
  assert.deepEqual([world.ready, world.looks], [1, ["anna", "berta"]]);
});

test("it looks at an object again when that changes, something it owns changes, or something watched in its namespace", async () => {
  await using world = await new World().start([anna, berta]);
  world.looks.length = 0;
  await world.told(Parent, "MODIFIED", stored(anna));
  assert.deepEqual(world.looks, ["anna"]);
  await world.told(Child, "ADDED", stored(aChild("c", berta)));
  assert.deepEqual(world.looks, ["anna", "berta"]);
  await world.told(Child, "ADDED", stored(aChild("stranger's")));
  assert.deepEqual(world.looks, ["anna", "berta"]);
  await world.told(Setting, "ADDED", stored(aChild("setting")));
  assert.deepEqual(world.looks, ["anna", "berta", "anna", "berta"]);
  await world.after(60_000);
  assert.equal(world.looks.length, 4);
});

test("one that stops while the first lists are under way ends, and was never ready", async () => {
  const world = new World();
  world.api.list = () => new Promise(() => {});
  world.stop.abort();
  await world.start([anna]);
  await world[Symbol.asyncDispose]();
  assert.equal(world.ready, 0);
});

test("what was created is seen at the next look, although the watch has not shown it: it is never created twice", async () => {
  await using world = new World(wanting("c0", "c1"));
  world.api.on.create = ({ object }) => stored(object);
  await world.start([anna]);
  await world.told(Parent, "MODIFIED", stored(anna));
  assert.deepEqual(world.api.sent, ["create c0", "create c1"]);
});

test("a child that was seen and deleted is remembered until its parent is finished", async () => {
  const seen: string[][] = [];
  let finished = false;
  await using world = new World(({ owned, gone }) => {
    seen.push([...owned(Child).map(nameOf), ...gone(Child).map((child) => `${nameOf(child)} is gone`)]);
    return finished ? { finished: true } : nothing;
  });
  const child = stored(aChild("c", anna));
  await world.start([anna], [child]);
  await world.told(Child, "DELETED", child);
  await world.told(Parent, "MODIFIED", stored(anna));
  finished = true;
  await world.told(Parent, "MODIFIED", stored(anna));
  await world.told(Parent, "MODIFIED", stored(anna));
  assert.deepEqual(seen, [["c"], ["c is gone"], ["c is gone"], ["c is gone"], []]);
});

test("what is remembered of a parent goes with it", async () => {
  const seen: string[][] = [];
  await using world = new World(({ gone }) => {
    seen.push(gone(Child).map(nameOf));
    return nothing;
  });
  const child = stored(aChild("c", anna));
  await world.start([anna], [child]);
  await world.told(Child, "DELETED", child);
  await world.told(Parent, "DELETED", anna);
  await world.told(Parent, "ADDED", anna);
  assert.deepEqual(seen, [[], ["c"], []]);
});

test("what becomes of other owners' objects is not remembered", async () => {
  const seen: string[][] = [];
  await using world = new World(({ gone }) => {
    seen.push(gone(Child).map(nameOf));
    return nothing;
  });
  const stranger = stored(aChild("c", anna));
  for (const owner of stranger.metadata?.ownerReferences ?? []) owner.kind = "Stranger";
  await world.start([anna], [stranger]);
  await world.told(Child, "DELETED", stranger);
  await world.told(Parent, "MODIFIED", stored(anna));
  assert.deepEqual(seen, [[], []]);
});

test("what was patched is seen as it is now at the next look, although the watch has not shown it", async () => {
  await using world = new World(({ owned }) => ({
    writes: owned(Child).filter((child) => child.metadata?.finalizers)
      .map((object) => ({ do: "patch", kind: Child, object, operations: [] })),
  }));
  const child = stored(aChild("c", anna));
  world.api.on.patch = () => stored(child);
  await world.start([anna], [{ ...child, metadata: { ...child.metadata, finalizers: ["f"] } }]);
  assert.deepEqual([world.looks, world.api.sent], [["anna", "anna"], ["patch c"]]);
});

test("a child that is deleted while its create is unanswered is not created again", async () => {
  await using world = await new World(wanting("c")).start([anna]);
  const create = await world.api.asked("create");
  const child = stored(create.object);
  await world.told(Child, "ADDED", child);
  await world.told(Child, "DELETED", child);
  create.answer(child);
  await still();
  assert.deepEqual(world.api.sent, ["create c"]);
});

test("a write that fails again and again does not hold up for longer and longer those that succeed beside it", async () => {
  let count = 0;
  await using world = new World(({ object }) => ({ writes: [bear("poisoned", object), bear(`c${count++}`, object)] }));
  world.api.on.create = ({ object }) => {
    if (nameOf(object) === "poisoned") throw overloaded();
    return stored(object);
  };
  await world.start([anna]);
  for (let look = 2; look <= 20; look++) {
    await world.after(500);
    assert.equal(count, look);
  }
});

test("a create whose answer was lost is found to be ours", async () => {
  await using world = new World(wanting("c"));
  world.api.on.create = () => {
    throw exists();
  };
  world.api.on.get = () => stored(aChild("c", anna));
  await world.start([anna]);
  await world.told(Parent, "MODIFIED", stored(anna));
  assert.deepEqual(world.api.sent, ["create c", "get c"]);
});

test("nobody looks at an object twice at a time; what happens meanwhile makes for one more look", async () => {
  await using world = new World();
  world.reads = [{ kind: Notes, name: "n" }];
  await world.start([anna]);
  const read = await world.api.asked("get", "n");
  for (let i = 0; i < 3; i++) await world.told(Parent, "MODIFIED", stored(anna));
  assert.deepEqual([world.api.waiting, world.looks], [0, []]);
  read.answer(undefined);
  (await world.api.asked("get", "n")).answer(undefined);
  await still();
  assert.deepEqual([world.api.waiting, world.looks], [0, ["anna", "anna"]]);
});

test("what may not be read is no error: the reconciler is told, and may say so", async () => {
  await using world = new World(({ unreadable }) => ({
    status: { phase: unreadable?.reason ?? "Read" },
    blocked: true,
  }));
  world.reads = [{ kind: Notes, name: "n" }];
  world.api.on.patch = ({ patch }) => stored({ ...anna, status: (patch.body as { status: object }).status });
  world.api.on.get = () => {
    throw refusal(403, "Forbidden", "cannot get notes");
  };
  await world.start([anna]);
  assert.deepEqual(world.api.sent, ["get n", "patch anna", "get n"]);
  assert.deepEqual(world.logged.filter(({ level }) => level === "error"), []);
});

test("what is immutable is read once, or not at all if we made it", async () => {
  const read: (string | undefined)[] = [];
  await using world = new World((observed) => {
    read.push(...["theirs", "ours"].map((name) => observed.read(Oath, name)?.metadata?.name));
    if (observed.read(Oath, "ours")) return nothing;
    const make = () => aChild("ours", anna);
    return { writes: [{ do: "create", kind: Oath, name: "ours", make }] };
  });
  world.reads = [{ kind: Oath, name: "theirs" }, { kind: Oath, name: "ours" }];
  world.api.on.get = ({ name }) => name === "theirs" ? stored(aChild("theirs")) : undefined;
  world.api.on.create = ({ object }) => stored(object);
  await world.start([anna]);
  await world.told(Parent, "MODIFIED", stored(anna));
  assert.deepEqual(world.api.sent, ["get theirs", "get ours", "create ours"]);
  assert.deepEqual(read, ["theirs", undefined, "theirs", "ours", "theirs", "ours"]);
});

test("a bug in one object's reconcile is logged with its stack and backed off; the others go on", async () => {
  await using world = await new World(({ object }) => {
    if (nameOf(object) === "anna") throw new TypeError("a bug");
    return nothing;
  }).start([anna, berta]);
  assert.deepEqual([world.looks, world.problems()], [["anna", "berta"], ["error: Cannot reconcile"]]);
  assert.match(world.logged.find(({ level }) => level === "error")?.error?.stack ?? "", /TypeError: a bug\n +at/);
  await world.after(500);
  await world.told(Parent, "MODIFIED", stored(berta));
  assert.deepEqual(world.looks, ["anna", "berta", "anna", "berta"]);
});

test("a bug in what is done for orphans does not end the others", async () => {
  await using world = await new World().start([berta], [stored(aChild("c", anna))], () => {
    throw new TypeError("a bug");
  });
  assert.deepEqual(world.problems(), ["error: Cannot reconcile"]);
  for (let i = 0; i < 20; i++) await world.told(Parent, "MODIFIED", stored(berta));
  assert.equal(world.looks.length, 21);
});

test("a write of a kind that was not declared is refused", async () => {
  await using world = await new World(({ object }) => ({ writes: [{ ...bear("c", object), kind: Notes }] })).start([
    anna,
  ]);
  assert.deepEqual(world.api.sent, []);
  assert.match(JSON.stringify(world.logged), /Cannot create Notes: Parent does not own that kind/);
});

test("after a transient error it backs off from 0.5 s to 30 s, whatever happens meanwhile, and leaves the status alone", async () => {
  await using world = new World(() => ({ status: { phase: "Running" } }));
  world.reads = [{ kind: Notes, name: "n" }];
  world.api.on.get = () => {
    throw overloaded();
  };
  await world.start([anna]);
  for (const longest of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const tries = world.api.sent.length;
    for (let i = 0; i < 3; i++) await world.told(Parent, "MODIFIED", stored(anna));
    await world.after(longest / 2 - 1);
    await world.told(Parent, "MODIFIED", stored(anna));
    assert.equal(world.api.sent.length, tries, `tried again within ${longest / 2} ms`);
    await world.after(longest / 2 + 1);
    assert.equal(world.api.sent.length, tries + 1, `not tried again after ${longest} ms`);
  }
  assert.deepEqual([world.looks, world.api.sent.includes("patch anna")], [[], false]);
});

/** After the first lists nothing succeeds until one has just failed, more than a minute from now, and the next one is far. */
async function outage(world: World, error: ApiError): Promise<void> {
  const { list, watch } = world.api;
  const fail = () => {
    throw error;
  };
  world.api.on.get = fail;
  world.api.on.create = fail;
  world.api.watch = () => Promise.reject(overloaded());
  await world.start([anna]);
  world.api.list = () => Promise.reject(overloaded());
  for (let second = 0; second < 60; second++) await world.after(1_000);
  const tries = world.api.sent.length;
  while (world.api.sent.length === tries) await world.after(1_000);
  world.api.on.get = () => undefined;
  world.api.on.create = ({ object }) => stored(object);
  Object.assign(world.api, { list, watch });
}

test("when an outage is over, what waits because of it is looked at within seconds", async () => {
  await using world = new World();
  world.reads = [{ kind: Notes, name: "n" }];
  await outage(world, overloaded());
  await world.after(4_000);
  assert.deepEqual(world.looks, ["anna"]);
  await world.after(60_000);
  assert.deepEqual(world.looks, ["anna"]);
});

test("when an outage is over, what was refused meanwhile is tried within seconds, all of it side by side", async () => {
  await using world = new World(wanting("c0", "c1", "c2"));
  await outage(world, refusal(403, "Forbidden", "not known yet to be allowed"));
  const tries = world.api.sent.length;
  delete world.api.on.create;
  await world.after(4_000);
  assert.deepEqual(world.api.sent.slice(tries), ["create c0", "create c1", "create c2"]);
  for (const name of names(3)) (await world.api.asked("create", name)).answer(stored(aChild(name, anna)));
  await still();
});

test("when an outage is over, a server that asked for patience is still given it", async () => {
  await using world = new World();
  world.reads = [{ kind: Notes, name: "n" }];
  await outage(world, overloaded(20_000));
  await world.after(4_000);
  await world.told(Parent, "MODIFIED", stored(anna));
  await world.after(14_000);
  assert.deepEqual(world.looks, []);
  await world.after(2_000);
  assert.deepEqual(world.looks, ["anna"]);
});

test("after a look that went well it starts again with short waits and quick retries", async () => {
  const errors = [overloaded(), overloaded(), undefined, overloaded(), undefined, ...Array(5).fill(conflict())];
  let wanted = 1;
  let patches = 0;
  await using world = new World(({ object }) => {
    const { status } = object as { status?: { count?: number } };
    return status?.count === wanted ? nothing : { status: { count: wanted }, statusNow: true };
  });
  world.api.on.patch = ({ patch }) => {
    patches += 1;
    const error = errors.shift();
    if (error) throw error;
    return stored({ ...anna, status: (patch.body as { status: object }).status });
  };
  const event = () => {
    wanted += 1;
    return world.told(Child, "ADDED", stored(aChild("c", anna)));
  };
  await world.start([anna]);
  await world.after(500);
  await world.after(1_000);
  assert.equal(patches, 3);
  await event();
  await world.after(500);
  assert.equal(patches, 5);
  await event();
  assert.equal(patches, 11);
  errors.push(...Array(5).fill(conflict()));
  await event();
  assert.equal(patches, 17);
});

test("an event during a look that then fails does not shorten the wait that the server asked for", async () => {
  await using world = new World();
  world.reads = [{ kind: Notes, name: "n" }];
  await world.start([anna]);
  const read = await world.api.asked("get");
  await world.told(Parent, "MODIFIED", stored(anna));
  read.refuse(overloaded(45_000));
  await still();
  await world.after(44_999);
  assert.equal(world.api.sent.length, 1);
  await world.after(1);
  assert.equal(world.api.sent.length, 2);
  (await world.api.asked("get")).answer(undefined);
  await still();
});

test("after a conflict it looks again at once, after five in a row it backs off", async () => {
  await using world = new World(() => ({ status: { phase: "Running" } }));
  world.api.on.patch = () => {
    throw conflict();
  };
  await world.start([anna]);
  assert.equal(world.looks.length, 6);
  await world.after(249);
  assert.equal(world.looks.length, 6);
  await world.after(251);
  assert.equal(world.looks.length, 7);
});

test("a status that is due now is written before the writes, with the version that was read, and only if it changed", async () => {
  await using world = new World(({ object, owned }) => ({
    status: { phase: "Running" },
    statusNow: true,
    writes: owned(Child).length > 0 ? [] : [bear("c", object)],
  }));
  const before = aParent("anna", { phase: "Pending", reason: "Waiting" });
  world.api.on.create = ({ object }) => stored(object);
  await world.start([before]);
  const request = await world.api.asked("patch", "anna");
  assert.deepEqual(request.patch, {
    type: "merge",
    subresource: "status",
    body: {
      metadata: { resourceVersion: before.metadata?.resourceVersion },
      status: { phase: "Running", reason: null },
    },
  });
  assert.deepEqual(world.api.sent, ["patch anna"]);
  request.answer(stored({ ...before, status: { phase: "Running" } }));
  await still();
  await world.after(5_000);
  assert.deepEqual(world.api.sent, ["patch anna", "create c"]);
});

test("what waits for a status to be stored goes on once it is, although the watch has nothing new to show", async () => {
  await using world = new World(({ object, owned }) => {
    const { status } = object as { status?: { phase?: string } };
    if (status?.phase !== "Done") return { status: { phase: "Done" }, statusNow: true };
    return { writes: owned(Child).length > 0 ? [] : [bear("c", object)] };
  });
  world.api.on.patch = () => stored({ ...anna, status: { phase: "Done" } });
  world.api.on.create = ({ object }) => stored(object);
  await world.start([anna]);
  assert.deepEqual(world.api.sent, ["patch anna", "create c"]);
});

test("a status that may wait does not hold up the writes", async () => {
  await using world = new World(({ object, owned }) => ({
    status: { phase: "Running" },
    writes: owned(Child).length > 0 ? [] : [bear("c", object)],
  }));
  world.api.on.create = ({ object }) => stored(object);
  await world.start([aParent("anna", { phase: "Pending" })]);
  const request = await world.api.asked("patch", "anna");
  await still();
  assert.deepEqual(world.api.sent, ["patch anna", "create c"]);
  request.answer(stored({ ...aParent("anna", { phase: "Running" }) }));
  await still();
});

/** Counts in its status how often it was looked at. */
async function counting(plan: (count: number) => Plan) {
  let count = 0;
  const world = new World(() => plan(++count));
  const written: unknown[] = [];
  world.api.on.patch = ({ patch }) => {
    const { status } = patch.body as { status: object };
    written.push(status);
    return stored({ ...anna, status });
  };
  await world.start([anna]);
  return { world, written, event: () => world.told(Child, "ADDED", stored(aChild(`c${count}`, anna))) };
}

test("the first status is written at once, then at most one per second, the newest", async () => {
  const { world, written, event } = await counting((count) => ({ status: { count } }));
  await using _ = world;
  for (let i = 0; i < 5; i++) await event();
  assert.deepEqual(written, [{ count: 1 }]);
  await world.after(999);
  await event();
  assert.deepEqual(written, [{ count: 1 }]);
  await world.after(1);
  assert.deepEqual(written, [{ count: 1 }, { count: 9 }]);
});

test("a status that cannot wait is written at once", async () => {
  const { world, written, event } = await counting((count) => ({ status: { count }, statusNow: count === 2 }));
  await using _ = world;
  await event();
  await event();
  assert.deepEqual(written, [{ count: 1 }, { count: 2 }]);
});

test("a large status is written less often: at most 32 KiB a second", async () => {
  const text = "ä".repeat(64 * 1024);
  const { world, written, event } = await counting((count) => ({ status: { count, text } }));
  await using _ = world;
  await event();
  await world.after(4_000);
  assert.equal(written.length, 1);
  await world.after(200);
  assert.equal(written.length, 2);
});

test("an object that something was done for is looked at again at once, however long the look took", async () => {
  await using world = new World((observed) => {
    world.clock.advance(20);
    return wanting("c")(observed);
  });
  world.api.on.create = ({ object }) => stored(object);
  await world.start([anna]);
  assert.deepEqual(world.looks, ["anna", "anna"]);
});

test("an object that is busy all the time is looked at a tenth of the time", async () => {
  await using world = new World(() => {
    world.clock.advance(20);
    return nothing;
  });
  await world.start([anna]);
  for (let i = 0; i < 150; i++) {
    await world.told(Child, "ADDED", stored(aChild(`c${i}`, anna)));
    await world.after(20);
  }
  const share = world.looks.length * 20 / (150 * 20 + world.looks.length * 20);
  assert.ok(share > 0.05 && share <= 0.11, `${share} of the time`);
});

test("an object that owns much is looked at a few times a second, whatever happens to what it owns", async () => {
  for (const [count, most] of [[1_000, 7], [10_000, 2]] as const) {
    const children = names(count).map((name) => stored(aChild(name, anna)));
    await using world = await new World().start([anna], children);
    world.looks.length = 0;
    for (let event = 0; event < 200; event++) {
      await world.told(Child, "MODIFIED", stored(children[event % count]!));
      await world.after(5);
    }
    assert.ok(
      world.looks.length > 0 && world.looks.length <= most,
      `${count}: ${world.looks.length} looks in a second`,
    );
    // What was not looked at during the rest is looked at after it.
    const before = world.looks.length;
    await world.told(Child, "MODIFIED", stored(children[0]!));
    await world.after(1_000);
    assert.ok(world.looks.length > before);
  }
});

test("what is blocked is looked at again after 5 s, then later and later; a change of what is watched is seen at once", async () => {
  await using world = await new World(() => ({ blocked: true })).start([anna]);
  await world.after(2_499);
  assert.equal(world.looks.length, 1);
  await world.after(2_501);
  assert.equal(world.looks.length, 2);
  await world.after(4_999);
  assert.equal(world.looks.length, 2);
  await world.told(Setting, "ADDED", stored(aChild("setting")));
  assert.equal(world.looks.length, 3);
  await world.after(5_000);
  assert.equal(world.looks.length, 4);
});

test("a refused create tells why at the next look, which comes at once, and is tried again when it is due", async () => {
  const reasons: (string | undefined)[] = [];
  await using world = new World((observed) => {
    reasons.push(observed.refused(Child, "c")?.reason);
    return wanting("c")(observed);
  });
  world.api.on.create = () => {
    throw denied();
  };
  await world.start([anna]);
  assert.deepEqual([reasons, world.api.sent.length], [[undefined, "AdmissionDenied"], 1]);
  await world.after(5_000);
  assert.equal(world.api.sent.length, 2);
});

test("what was refused for want of room is tried when one of ours is gone", async () => {
  await using world = new World(wanting("c"));
  const old = stored(aChild("old", anna));
  world.api.on.create = () => {
    throw quotaExceeded();
  };
  await world.start([anna], [old]);
  await world.told(Parent, "MODIFIED", stored(anna));
  assert.equal(world.api.sent.length, 1);
  await world.told(Child, "DELETED", old);
  assert.equal(world.api.sent.length, 2);
});

test("what was refused because of its name is tried when the other one of that name is gone", async () => {
  await using world = new World(wanting("c"));
  const old = stored(aChild("c", aParent("the old anna")));
  world.api.on.create = ({ object }) => {
    if (world.api.sent.length === 1) throw exists();
    return stored(object);
  };
  world.api.on.get = () => old;
  await world.start([anna], [old]);
  await world.told(Child, "DELETED", old);
  assert.deepEqual(world.api.sent, ["create c", "get c", "create c"]);
});

test("a created child whose owner was put back is not taken for gone, however late the watch shows it without", async () => {
  const gone: string[][] = [];
  await using world = new World((observed) => {
    gone.push(observed.gone(Child).map(nameOf));
    return wanting("c")(observed);
  });
  const bare = stored(aChild("c"));
  const owned = stored({ ...aChild("c", anna), metadata: { ...aChild("c", anna).metadata, uid: bare.metadata?.uid } });
  world.api.on.create = () => bare;
  world.api.on.patch = () => owned;
  await world.start([anna]);
  await world.told(Child, "ADDED", bare);
  await world.told(Child, "MODIFIED", owned);
  assert.deepEqual([gone.flat(), world.api.sent], [[], ["create c", "patch c"]]);
});

test("of a write and a status that fail together, the one counts that asks for more patience", async () => {
  await using world = new World((observed) => ({ ...wanting("c")(observed), status: { phase: "Running" } }));
  world.api.on.create = () => {
    throw overloaded();
  };
  world.api.on.patch = () => {
    throw overloaded(20_000);
  };
  await world.start([anna]);
  assert.equal(world.looks.length, 1);
  await world.after(19_999);
  assert.equal(world.looks.length, 1);
  await world.after(1);
  assert.equal(world.looks.length, 2);
});

test("a parent that is deleted and made anew under its name is another one: its children are made for it", async () => {
  const owners: (string | undefined)[] = [];
  await using world = new World(wanting("c"));
  world.api.on.create = ({ object }) => {
    owners.push(object.metadata?.ownerReferences?.[0]?.uid);
    return stored({ ...object, metadata: { ...object.metadata, uid: `c${owners.length}` } });
  };
  await world.start([anna]);
  const another = stored({ metadata: { ...anna.metadata, uid: "another" } });
  await world.told(Parent, "MODIFIED", another);
  assert.deepEqual(owners, ["uid-anna", "another"]);
});

test("children that are left over are let go, once, and what fails is tried again later and later", async () => {
  const child = stored({ ...aChild("c", anna), spec: {} });
  let released = false;
  let fails = 0;
  await using world = new World();
  world.api.on.patch = () => {
    if (fails++ < 8) throw conflict();
    released = true;
    return stored(child);
  };
  const orphaned: Controller<Parent>["orphaned"] = (kind, object) => {
    return released ? [] : [{ do: "patch", kind, object, operations: [] }];
  };
  await world.start([], [child], orphaned);
  assert.equal(world.api.sent.length, 6);
  await world.after(500);
  await world.after(1_000);
  assert.equal(world.api.sent.length, 8);
  await world.after(2_000);
  assert.deepEqual([world.api.sent.length, released], [9, true]);
  await world.after(60_000);
  assert.equal(world.api.sent.length, 9);
});

test("children that are left over are let go, all of them, however many there are", async () => {
  const released = new Set<string>();
  await using world = new World();
  world.api.on.patch = ({ name }) => {
    world.clock.advance(100);
    released.add(name);
    return stored(aChild(name, anna));
  };
  const children = names(30).map((name) => stored(aChild(name, anna)));
  await world.start([], children, (kind, object) => {
    return released.has(nameOf(object)) ? [] : [{ do: "patch", kind, object, operations: [] }];
  });
  assert.deepEqual(world.api.sent, names(30).map((name) => `patch ${name}`));
});

test("a plan of many writes lets other objects and the status have their turn", async () => {
  await using world = new World((observed) =>
    nameOf(observed.object) === "anna" ? wanting(...names(100))(observed) : nothing
  );
  world.api.on.create = ({ object }) => {
    world.clock.advance(100);
    return stored(object);
  };
  await world.start([anna]);
  assert.equal(world.looks.length, 11);
  assert.deepEqual(world.api.sent, names(100).map((name) => `create ${name}`));
});

test("when the signal fires it ends with the requests that are under way, and begins no other", async () => {
  const world = await new World(wanting(...names(40))).start([anna, berta]);
  assert.equal(world.api.sent.length, 16, "shared by two");
  let ended = false;
  const end = world[Symbol.asyncDispose]().then(() => ended = true);
  await still();
  assert.equal(ended, false);
  while (world.api.waiting > 0) {
    const create = await world.api.asked("create");
    create.answer(stored(create.object));
  }
  await end;
  assert.equal(world.api.sent.length, 16);
});

test("when the signal fires during a read nothing is looked at or written any more", async () => {
  const world = new World(() => ({ status: { phase: "Running" } }));
  world.reads = [{ kind: Notes, name: "n" }];
  await world.start([anna]);
  const end = world[Symbol.asyncDispose]();
  (await world.api.asked("get")).answer(undefined);
  await end;
  assert.deepEqual([world.looks, world.api.sent, world.problems()], [[], ["get n"], []]);
});

test("a list that fails for now holds nothing else up, and is tried again", async () => {
  let known: unknown;
  await using world = new World((observed) => {
    known = observed.listed(Pet, "anna");
    return wanting("a")(observed);
  });
  world.api.on.create = ({ object }) => stored(object);
  world.api.unlisted = ({ plural }) => plural === "pets" ? overloaded() : undefined;
  world.listings = [{ kind: Pet, label: "owner", value: "anna", when: "once" }];
  await world.start([anna]);
  assert.deepEqual([world.api.sent, known], [["create a"], undefined]);
  world.api.unlisted = () => undefined;
  await world.after(1_000);
  assert.deepEqual(known, []);
});

test("a list of a kind that was not declared is a bug", async () => {
  await using world = new World();
  world.listings = [{ kind: Notes, label: "owner", value: "anna", when: "once" }];
  await world.start([anna]);
  assert.deepEqual(world.problems(), ["error: Cannot reconcile"]);
});
