import assert from "node:assert/strict";
import { ApiError } from "../../kernel/errors.ts";
import { carryOut, type Outcome } from "../../kernel/apply.ts";
import { Memory } from "../../kernel/memory.ts";
import { type KubeObject, nameOf } from "../../kernel/object.ts";
import type { Write } from "../../kernel/plan.ts";
import { FakeClock } from "./fake_clock.ts";
import {
  aChild,
  aParent,
  bear,
  Child,
  conflict,
  denied,
  exists,
  overloaded,
  Pet,
  quotaExceeded,
  refusal,
  stored,
} from "./family.ts";
import { ScriptedApi, still } from "./scripted_api.ts";

const parent = aParent("anna");
const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);
const bearAll = (count: number) => names(count).map((name) => bear(name, parent));

class World {
  readonly clock = new FakeClock();
  readonly api = new ScriptedApi();
  readonly memory = new Memory();
  readonly stop = new AbortController();
  readonly created: string[] = [];
  readonly patched: string[] = [];
  statusDue = 0;
  othersWait = false;
  underWay = 1;
  isWanted = true;

  carryOut(writes: Iterable<Write>): Promise<Outcome> {
    return carryOut(writes, {
      api: this.api,
      clock: this.clock,
      memory: this.memory,
      signal: this.stop.signal,
      owner: parent,
      others: { statusDue: this.statusDue, areWaiting: () => this.othersWait, underWay: () => this.underWay },
      isWanted: () => this.isWanted,
      created: (_, object) => this.created.push(nameOf(object)),
      patched: (_, before, after) =>
        this.patched.push(`${before.metadata?.resourceVersion} → ${after.metadata?.resourceVersion}`),
    });
  }

  /** What would be tried now, if everything were accepted. */
  async tried(writes: Iterable<Write>): Promise<string[]> {
    const before = this.api.sent.length;
    await this.carryOut(writes);
    return this.api.sent.slice(before);
  }

  accept(): void {
    this.api.on.create = ({ object }) => stored(object);
  }

  refuse(error: () => Error, ...only: string[]): void {
    this.api.on.create = ({ object }) => {
      if (only.length === 0 || only.includes(nameOf(object))) throw error();
      return stored(object);
    };
  }

  reasons(): Record<string, string> {
    return Object.fromEntries([...this.memory.refused].map(([name, { reason }]) => [name, reason]));
  }
}

const release = (object: KubeObject): Write => ({ do: "patch", kind: Child, object, operations: [] });

Deno.test("nothing to write changes nothing", async () => {
  assert.deepEqual(await new World().carryOut([]), { changed: false, retryAt: Infinity });
});

Deno.test("creates go out in order, sixteen at a time, and are told when answered", async () => {
  const world = new World();
  const done = world.carryOut(bearAll(20));
  await still();
  assert.deepEqual(world.api.sent, names(16).map((name) => `create ${name}`));
  world.accept();
  (await world.api.asked("create", "c3")).answer(stored(aChild("c3", parent)));
  await still();
  assert.deepEqual(world.api.sent, names(20).map((name) => `create ${name}`));
  for (const name of names(16)) {
    if (name !== "c3") (await world.api.asked("create", name)).answer(aChild(name, parent));
  }
  assert.deepEqual(await done, { changed: true, retryAt: Infinity });
  assert.deepEqual(world.created.sort(), names(20).sort());
});

Deno.test("while others are looked at, a plan sends no more than its share at a time, and two in any case", async () => {
  const world = new World();
  const done = world.carryOut(bearAll(60));
  const answers = async (count: number) => {
    for (let left = count; left > 0; left--) {
      const create = await world.api.asked("create");
      create.answer(stored(create.object));
      await still();
    }
    return world.api.waiting;
  };
  await still();
  assert.equal(world.api.waiting, 16);
  world.underWay = 4;
  assert.equal(await answers(11), 5);
  assert.equal(await answers(1), 4, "not before there is room");
  assert.equal(await answers(5), 4);
  world.underWay = 100;
  assert.equal(await answers(5), 2);
  world.underWay = 1;
  assert.equal(await answers(1), 16, "all of it, once they are gone");
  world.accept();
  await answers(16);
  assert.deepEqual(await done, { changed: true, retryAt: Infinity });
  assert.deepEqual(world.created.sort(), names(60).sort());
});

Deno.test("however small its share, a few poisoned writes keep no other from being made", async () => {
  const world = new World();
  world.underWay = 100;
  world.refuse(overloaded, "c0", "c1", "c2");
  await assert.rejects(world.carryOut(bearAll(20)), { reason: "ServiceUnavailable" });
  assert.deepEqual(world.created.sort(), names(20).slice(3).sort());
});

Deno.test("a share ends in an outage, too", async () => {
  const world = new World();
  world.underWay = 100;
  world.refuse(overloaded);
  await assert.rejects(world.carryOut(bearAll(40)), { reason: "ServiceUnavailable" });
  assert.equal(world.api.sent.length, 16);
});

Deno.test("after a second the rest waits for another look, at once", async () => {
  const world = new World();
  world.api.on.create = ({ object }) => {
    world.clock.advance(100);
    return stored(object);
  };
  assert.deepEqual(await world.carryOut(bearAll(100)), { changed: true, retryAt: Infinity });
  assert.deepEqual(world.created, names(10));
});

Deno.test("while a create hangs beyond the second, the others go on", async () => {
  const world = new World();
  const done = assert.rejects(world.carryOut(bearAll(40)), { reason: "ServiceUnavailable" });
  const hanging = await world.api.asked("create", "c0");
  world.clock.advance(1_000);
  for (const name of names(16).slice(1)) (await world.api.asked("create", name)).answer(stored(aChild(name, parent)));
  await still();
  assert.equal(world.api.sent.length, 16);
  world.accept();
  world.clock.advance(100);
  await still();
  assert.deepEqual(world.created, names(40).slice(1));
  hanging.refuse(overloaded());
  await done;
  assert.deepEqual(world.clock.waiting(), []);
});

Deno.test("once what hung is answered the rest waits for another look", async () => {
  const world = new World();
  const done = world.carryOut(bearAll(100));
  const hanging = await world.api.asked("create", "c0");
  world.clock.advance(1_100);
  for (const name of names(16).slice(1)) (await world.api.asked("create", name)).answer(stored(aChild(name, parent)));
  await still();
  world.clock.advance(100);
  await still();
  assert.equal(world.api.waiting, 15);
  hanging.answer(stored(aChild("c0", parent)));
  for (const name of names(31).slice(16)) (await world.api.asked("create", name)).answer(stored(aChild(name, parent)));
  assert.deepEqual([await done, world.api.sent.length], [{ changed: true, retryAt: Infinity }, 31]);
});

/** Objects of which each takes `ms` milliseconds to make, by which time `made` is told its name. */
function laborious(count: number, ms: number, world: World, made: (name: string) => void): Write[] {
  return names(count).map((name) => {
    const make = () => {
      world.clock.advance(ms);
      made(name);
      return aChild(name, parent);
    };
    return { do: "create", kind: Child, name, make };
  });
}

Deno.test("while objects take long to make, other plans are carried out in between", async () => {
  for (const ms of [30, 100]) {
    const world = new World();
    world.accept();
    const order: string[] = [];
    const other = new World();
    other.accept();
    const served = still().then(() => other.carryOut([bear("small", parent)])).then(() => order.push("small"));
    await Promise.all([world.carryOut(laborious(1000, ms, world, (name) => order.push(name))), served]);
    assert.deepEqual(order.indexOf("small") <= 2, true, order.join(" "));
  }
});

Deno.test("so they are while objects take long to be refused, without a request", async () => {
  const world = new World();
  const order: string[] = [];
  const writes = laborious(1000, 100, world, (name) => order.push(name)).map((write): Write => {
    if (write.do !== "create") return write;
    const make = () => {
      write.make();
      return { class: "invalid", reason: "TemplateInvalid", message: "exceeded the limit of steps" } as const;
    };
    return { ...write, make };
  });
  const served = still().then(() => order.push("small"));
  await Promise.all([world.carryOut(writes), served]);
  assert.deepEqual(order.indexOf("small") <= 2, true, order.join(" "));
  assert.deepEqual(world.api.sent, []);
});

Deno.test("once the signal fires no further write begins", async () => {
  const world = new World();
  const done = world.carryOut(bearAll(20));
  await still();
  world.stop.abort();
  for (const name of names(16)) (await world.api.asked("create", name)).answer(aChild(name, parent));
  await done;
  assert.equal(world.api.sent.length, 16);
});

Deno.test("a refused create is remembered with its reason, and its siblings go on", async () => {
  const world = new World();
  world.refuse(denied, "c1");
  assert.equal((await world.carryOut(bearAll(40))).changed, true);
  const others = names(40).filter((name) => name !== "c1");
  assert.deepEqual([world.created, world.reasons()], [others, { "children/c1": "AdmissionDenied" }]);
});

Deno.test("what is blocked is tried again after 5 s, then less and less often, up to every 5 min", async () => {
  const world = new World();
  world.refuse(denied);
  for (const longest of [5, 10, 20, 40, 80, 160, 300, 300]) {
    await world.carryOut([bear("c", parent)]);
    const { changed, retryAt } = await world.carryOut([bear("c", parent)]);
    const wait = retryAt - world.clock.now();
    assert.equal(changed, false);
    assert.ok(longest * 500 <= wait && wait <= longest * 1000, `${wait} ms instead of up to ${longest} s`);
    world.clock.advance(wait);
  }
  world.accept();
  await world.carryOut([bear("c", parent)]);
  assert.deepEqual([world.created, world.reasons()], [["c"], {}]);
});

Deno.test("what is invalid is never tried again", async () => {
  const world = new World();
  world.refuse(() => refusal(422, "Invalid", "spec.x is wrong"));
  await world.carryOut([bear("c", parent)]);
  world.clock.advance(3_600_000);
  world.memory.retryNow();
  assert.deepEqual(await world.carryOut([bear("c", parent)]), { changed: false, retryAt: Infinity });
  assert.deepEqual(world.api.sent, ["create c"]);
});

Deno.test("what cannot be made is refused without being sent", async () => {
  const world = new World();
  const make = () => ({ class: "invalid", reason: "TemplateInvalid", message: "line 1" }) as const;
  await world.carryOut([{ do: "create", kind: Child, name: "c", make }]);
  assert.deepEqual([world.api.sent, world.reasons()], [[], { "children/c": "TemplateInvalid" }]);
});

Deno.test("a bug in making one object does not stop its siblings, and is thrown in the end", async () => {
  const world = new World();
  world.accept();
  const make = () => {
    throw new TypeError("a bug");
  };
  const writes = [{ do: "create", kind: Child, name: "bug", make } as const, ...bearAll(40)];
  await assert.rejects(world.carryOut(writes), new TypeError("a bug"));
  assert.deepEqual(world.created, names(40));
});

Deno.test("a bug in drawing the writes is thrown after those under way have ended", async () => {
  const world = new World();
  function* writes(): Iterable<Write> {
    yield bear("c", parent);
    throw new TypeError("a bug");
  }
  let ended = false;
  const done = assert.rejects(world.carryOut(writes()), new TypeError("a bug")).then(() => ended = true);
  const create = await world.api.asked("create");
  await still();
  assert.equal(ended, false);
  create.answer(stored(aChild("c", parent)));
  await done;
  assert.deepEqual(world.created, ["c"]);
});

Deno.test("an object that exists already and is ours counts as created", async () => {
  const world = new World();
  world.refuse(exists);
  world.api.on.get = () => stored(aChild("c", parent, { index: "7" }));
  await world.carryOut([bear("c", parent, { index: "7" })]);
  assert.deepEqual([world.created, world.reasons(), world.api.sent], [["c"], {}, ["create c", "get c"]]);
});

for (
  const [whose, live] of [
    ["nobody's", aChild("c", undefined, { index: "7" })],
    ["another owner's", aChild("c", aParent("berta"), { index: "7" })],
    ["ours, but another unit's", aChild("c", parent, { index: "8" })],
  ] as const
) {
  Deno.test(`an object of the name that is ${whose} is a conflict of names, and is not touched`, async () => {
    const world = new World();
    world.refuse(exists);
    world.api.on.get = () => live;
    await world.carryOut([bear("c", parent, { index: "7" })]);
    assert.deepEqual([world.created, world.reasons()], [[], { "children/c": "NameConflict" }]);
    assert.deepEqual(world.api.sent, ["create c", "get c"]);
    assert.equal(world.memory.refused.get("children/c")?.class, "blocked");
  });
}

const collar = { collar: "ours", colour: "red" };
const aPet = (labels: Record<string, string>, owner?: KubeObject) => {
  const pet = aChild("p", owner);
  return stored({ ...pet, metadata: { ...pet.metadata, labels } });
};
const adoptPet: Write = { do: "create", kind: Pet, name: "p", make: () => aPet(collar, parent) };

for (
  const [what, altered] of [
    ["label by which it is watched", aPet({ collar: "theirs" }, parent)],
    ["owner", aPet(collar)],
  ] as const
) {
  Deno.test(`a created object whose ${what} admission control changed gets it back`, async () => {
    const world = new World();
    world.api.on.create = () => altered;
    const done = world.carryOut([adoptPet]);
    const request = await world.api.asked("patch", "p");
    const { ownerReferences } = aPet(collar, parent).metadata ?? {};
    const body = { metadata: { uid: "uid-p", labels: collar, ownerReferences } };
    assert.deepEqual(request.patch, { type: "merge", body });
    const after = aPet(collar, parent);
    request.answer(after);
    await done;
    assert.deepEqual([world.created, world.reasons()], [["p"], {}]);
    assert.deepEqual(world.patched, [`${altered.metadata?.resourceVersion} → ${after.metadata?.resourceVersion}`]);
  });
}

Deno.test("other labels are admission control's to change", async () => {
  const world = new World();
  world.api.on.create = () => aPet({ collar: "ours", colour: "blue", size: "small" }, parent);
  await world.carryOut([adoptPet]);
  assert.deepEqual([world.created, world.api.sent], [["p"], ["create p"]]);
});

Deno.test("a created object that admission control keeps changing is refused for good: it must not be created twice", async () => {
  const world = new World();
  world.api.on.create = () => aPet({}, parent);
  world.api.on.patch = () => aPet({}, parent);
  await world.carryOut([adoptPet]);
  world.memory.retryNow();
  world.clock.advance(3_600_000);
  await world.carryOut([adoptPet]);
  assert.deepEqual([world.created, world.reasons()], [[], { "pets/p": "PetAltered" }]);
  assert.deepEqual(world.api.sent, ["create p", "patch p"]);
});

Deno.test("a created object that nobody lets us put right is refused for good, too", async () => {
  const world = new World();
  world.api.on.create = () => aPet({}, parent);
  const done = world.carryOut([adoptPet]);
  const request = await world.api.asked("patch", "p");
  request.refuse(new ApiError({ status: 403, reason: "Forbidden", message: "cannot set an ownerRef" }));
  await done;
  assert.deepEqual([world.created, world.reasons()], [[], { "pets/p": "PetAltered" }]);
});

Deno.test("a created object that got another name is refused for good: the next create would make another one", async () => {
  const world = new World();
  world.api.on.create = () => stored(aChild("renamed", parent));
  await world.carryOut([bear("c", parent)]);
  world.memory.retryNow();
  await world.carryOut([bear("c", parent)]);
  assert.deepEqual([world.created, world.reasons()], [[], { "children/c": "ChildAltered" }]);
  assert.deepEqual(world.api.sent, ["create c"]);
});

Deno.test("an object that existed and is gone again is a conflict: look again", async () => {
  const world = new World();
  world.refuse(exists);
  world.api.on.get = () => undefined;
  await assert.rejects(world.carryOut([bear("c", parent)]), { status: 409, reason: "Conflict" });
  assert.deepEqual(world.reasons(), {});
});

Deno.test("a refusal that concerns the namespace holds back all further creates, but nothing else", async () => {
  const world = new World();
  world.refuse(quotaExceeded);
  world.api.on.patch = () => stored(aChild("old"));
  const writes = [...bearAll(100), release(stored(aChild("old")))];
  await world.carryOut(writes);
  assert.equal(world.api.sent.filter((sent) => sent.startsWith("create")).length, 16);
  assert.equal(world.patched.length, 1);
  assert.deepEqual(await world.tried(writes), ["patch old"]);
});

Deno.test("what was held back is then probed one at a time, and goes on sixteen at a time once that works", async () => {
  const world = new World();
  world.refuse(quotaExceeded);
  await world.carryOut(bearAll(100));
  for (const longest of [5, 10, 20]) {
    const { retryAt } = await world.carryOut(bearAll(100));
    const wait = retryAt - world.clock.now();
    assert.ok(longest * 500 <= wait && wait <= longest * 1000, `${wait} ms instead of up to ${longest} s`);
    world.clock.advance(wait);
    assert.equal((await world.tried(bearAll(100))).length, 1);
  }
  world.memory.retryNow();
  delete world.api.on.create;
  const done = world.carryOut(bearAll(100));
  await still();
  assert.equal(world.api.waiting, 1);
  world.accept();
  (await world.api.asked("create")).answer(stored(aChild("c0", parent)));
  await done;
  assert.equal(world.created.length, 100);
  assert.equal(world.memory.pauses, 0);
});

Deno.test("when something made room but was not counted yet, the next tries come soon again", async () => {
  const world = new World();
  world.refuse(quotaExceeded);
  await world.carryOut(bearAll(1));
  for (let hours = 0; hours < 3; hours++) {
    world.clock.advance(3_600_000);
    await world.carryOut(bearAll(1));
  }
  world.memory.retryNow();
  assert.deepEqual(await world.tried(bearAll(1)), ["create c0"]);
  world.clock.advance(10_000);
  assert.deepEqual(await world.tried(bearAll(1)), ["create c0"]);
});

Deno.test("a create that was sent before the pause and succeeds does not end it", async () => {
  const world = new World();
  const done = world.carryOut(bearAll(100));
  (await world.api.asked("create", "c0")).refuse(quotaExceeded());
  await still();
  for (const name of names(16).slice(1)) (await world.api.asked("create", name)).answer(aChild(name, parent));
  await done;
  assert.deepEqual([world.api.sent.length, world.memory.pauses], [16, 1]);
});

Deno.test("one create that the server cannot answer does not stop its siblings", async () => {
  const world = new World();
  world.refuse(() => overloaded(), "c0");
  await assert.rejects(world.carryOut(bearAll(100)), { reason: "ServiceUnavailable" });
  assert.deepEqual([world.created.length, world.reasons()], [99, {}]);
});

Deno.test("a server that answers nothing is left alone after sixteen tries, or at once if it asks for time", async () => {
  const world = new World();
  world.refuse(() => overloaded());
  await assert.rejects(world.carryOut(bearAll(100)), { reason: "ServiceUnavailable" });
  assert.equal(world.api.sent.length, 16);

  const asking = new World();
  const done = assert.rejects(asking.carryOut(bearAll(100)), { retryAfter: 7_000 });
  (await asking.api.asked("create", "c0")).refuse(overloaded(7_000));
  await still();
  for (const name of names(16).slice(1)) (await asking.api.asked("create", name)).answer(aChild(name, parent));
  await done;
  assert.equal(asking.api.sent.length, 16);
});

Deno.test("of several errors the one is thrown that asks for most patience", async () => {
  const errors: Record<string, Error> = {
    c0: conflict(),
    c1: new TypeError("a bug"),
    c2: overloaded(),
    c3: overloaded(9_000),
    c4: overloaded(3_000),
  };
  for (const [most, ...others] of [["c3", "c0", "c1", "c2", "c4"], ["c2", "c0", "c1"], ["c1", "c0"]] as const) {
    const world = new World();
    world.api.on.create = ({ name }) => {
      throw errors[name];
    };
    const names = [most, ...others].sort();
    await assert.rejects(world.carryOut(names.map((name) => bear(name, parent))), (error) => error === errors[most]);
  }
});

Deno.test("a patch is guarded by the UID, and what it made is told", async () => {
  const world = new World();
  const before = stored(aChild("c", parent));
  const operations = [{ op: "remove", path: "/metadata/finalizers/0" }] as const;
  const done = world.carryOut([{ do: "patch", kind: Child, object: before, operations }]);
  const request = await world.api.asked("patch", "c");
  assert.deepEqual(request.patch, {
    type: "json",
    body: [{ op: "test", path: "/metadata/uid", value: "uid-c" }, ...operations],
  });
  const after = stored(before);
  request.answer(after);
  assert.equal((await done).changed, true);
  assert.deepEqual(world.patched, [`${before.metadata?.resourceVersion} → ${after.metadata?.resourceVersion}`]);
});

Deno.test("a patch of what is gone already is no change, so that nobody looks again until the watch has told it", async () => {
  const world = new World();
  world.api.on.patch = () => {
    throw refusal(404, "NotFound");
  };
  assert.deepEqual(await world.carryOut([release(stored(aChild("c")))]), { changed: false, retryAt: Infinity });
});

Deno.test("when time is up it looks again at once, even if nothing changed", async () => {
  const world = new World();
  world.api.on.patch = () => {
    world.clock.advance(100);
    throw refusal(404, "NotFound");
  };
  const writes = names(20).map((name) => release(stored(aChild(name))));
  assert.deepEqual([await world.carryOut(writes), world.api.sent.length], [{ changed: true, retryAt: Infinity }, 10]);
});

Deno.test("patches that conflict do not stop the others", async () => {
  const world = new World();
  world.api.on.patch = ({ name }) => {
    if (names(20).includes(name)) throw conflict();
    return stored(aChild(name));
  };
  const writes = names(40).map((name) => release(stored(aChild(name))));
  await assert.rejects(world.carryOut(writes), { reason: "Conflict" });
  assert.equal(world.patched.length, 20);
});

Deno.test("a look writes for a second, or until the status is due but for no more than five, as long as nobody else waits", async () => {
  const lasts = async (statusIn: number, othersWaitAfter = Infinity) => {
    const world = new World();
    const began = world.clock.now();
    world.statusDue = began + statusIn;
    world.api.on.create = ({ object }) => {
      world.clock.advance(100);
      world.othersWait = world.clock.now() - began >= othersWaitAfter;
      return stored(object);
    };
    const { changed } = await world.carryOut(bearAll(100));
    assert.ok(changed);
    return world.clock.now() - began;
  };
  assert.deepEqual(
    [await lasts(0), await lasts(2_500), await lasts(60_000), await lasts(60_000, 0), await lasts(60_000, 3_000)],
    [1_000, 2_500, 5_000, 1_000, 3_000],
  );
});

Deno.test("for an owner that is gone, or about to go, nothing more is created", async () => {
  const world = new World();
  world.api.on.create = ({ object }) => {
    world.isWanted = world.api.sent.length < 20;
    return stored(object);
  };
  await world.carryOut(bearAll(100));
  assert.ok(world.api.sent.length < 20 + 16, `${world.api.sent.length} were created`);
});
