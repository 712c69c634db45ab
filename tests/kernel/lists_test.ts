import assert from "node:assert/strict";
import type { Api, ListOptions } from "../../kernel/api.ts";
import { Lists } from "../../kernel/lists.ts";
import { jsonLog } from "../../kernel/log.ts";
import { Memory, nameIn } from "../../kernel/memory.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import type { Listing } from "../../kernel/plan.ts";
import { Child, overloaded, Pet, refusal } from "./family.ts";
import { FakeClock } from "./fake_clock.ts";

const strict = { sanitizeOps: true, sanitizeResources: true };

/** Lists of pets of a label `owner`, and what one object remembers of them. */
class World {
  readonly clock = new FakeClock();
  readonly memory = new Memory();
  readonly logged: string[] = [];
  /** The selector of each request so far. */
  readonly asked: string[] = [];
  /** What a request brings; throws what it does not. */
  on: () => KubeObject[] | Promise<KubeObject[]> = () => [];
  readonly lists: Lists;

  constructor() {
    const list = async (_: Kind, { labelSelector, namespace, limit }: ListOptions) => {
      assert.deepEqual([namespace, limit], ["home", undefined]);
      this.asked.push(labelSelector ?? "");
      return { items: await this.on(), resourceVersion: "1" };
    };
    const { clock } = this;
    const log = jsonLog((line) => this.logged.push(JSON.parse(line).message), clock);
    const api = { list } as unknown as Api; // nothing else is called
    this.lists = new Lists({ api, clock, log, signal: new AbortController().signal });
  }

  answer(wishes: readonly Listing[], memory = this.memory) {
    return this.lists.answer(wishes, "home", memory);
  }

  /** What is known of a value: names, or why not. */
  known(value: string, memory = this.memory): unknown {
    const answer = memory.listed.get(nameIn(Pet, value))?.answer;
    return answer && "reason" in answer ? answer.reason : answer?.map(({ metadata }) => metadata?.name);
  }
}

const once = (value: string): Listing => ({ kind: Pet, label: "owner", value, when: "once" });
const again = (value: string): Listing => ({ kind: Pet, label: "owner", value, when: "again" });
const aPet = (name: string, owner: string) => ({ metadata: { name, labels: { owner } } });
const many = (count: number, wish: (value: string) => Listing) => {
  return Array.from({ length: count }, (_, index) => wish(`v${index}`));
};

function test(law: string, fn: (world: World) => Promise<void>): void {
  Deno.test({ name: law, fn: () => fn(new World()), ...strict });
}

test("several wishes are one request, and each gets its own objects", async (world) => {
  world.on = () => [aPet("rex", "anna"), aPet("tom", "berta"), aPet("kim", "anna")];
  assert.deepEqual(await world.answer(["anna", "berta", "carla"].map(once)), { retryAt: Infinity, failure: undefined });
  assert.deepEqual(world.asked, ["owner in (anna,berta,carla)"]);
  assert.deepEqual(["anna", "berta", "carla"].map((value) => world.known(value)), [["rex", "kim"], ["tom"], []]);
});

test("what is wanted once is asked once, for as long as it is wanted; then it is forgotten", async (world) => {
  await world.answer([once("anna")]);
  world.clock.advance(10_000);
  await world.answer([once("anna"), once("berta")]);
  assert.deepEqual(world.asked, ["owner in (anna)", "owner in (berta)"]);
  await world.answer([]);
  assert.deepEqual(world.memory.listed.size, 0);
});

test("one object's lists are a second apart", async (world) => {
  await world.answer([once("anna")]);
  const { retryAt } = await world.answer([once("anna"), once("berta")]);
  assert.deepEqual([world.asked.length, retryAt - world.clock.now()], [1, 1_000]);
  world.clock.advance(1_000);
  await world.answer([once("anna"), once("berta")]);
  assert.equal(world.asked.length, 2);
});

test("10,000 wishes take no more time than a second at once, and four requests at a time", async (world) => {
  let [underWay, most] = [0, 0];
  world.on = async () => {
    most = Math.max(most, ++underWay);
    await Promise.resolve();
    world.clock.advance(25);
    underWay -= 1;
    return [];
  };
  const wishes = many(10_000, once);
  const { retryAt } = await world.answer(wishes);
  const answered = wishes.filter(({ value }) => world.known(value)).length;
  assert.deepEqual([most, answered, retryAt <= world.clock.now()], [4, world.asked.length * 25, true]);
  assert.ok(world.asked.length >= 40 && world.asked.length <= 44, `${world.asked.length} requests`);
  for (let looks = 0; looks < 20; looks++) await world.answer(wishes);
  assert.equal(world.asked.length, 400);
});

test("what is wanted again waits for about 5 s, then longer and longer, and is one request at a time", async (world) => {
  const wishes = many(100, again);
  await world.answer(wishes);
  const atFirst = world.asked.length;
  world.clock.advance(5_000);
  await world.answer(wishes);
  assert.deepEqual([atFirst, world.asked.length, world.asked[0]?.split(",").length], [0, 1, 25]);
});

test("one value is asked for again after 5 s to 5 min, ever less often", async (world) => {
  const times: number[] = [];
  const began = world.clock.now();
  for (let now = began; now - began < 3_600_000;) {
    const { retryAt } = await world.answer([again("anna")]);
    if (world.asked.length > times.length) times.push(now - began);
    world.clock.advance(retryAt - now);
    now = world.clock.now();
  }
  const gaps = times.map((time, at) => time - (times[at - 1] ?? 0));
  assert.ok(gaps[0]! <= 5_000 && gaps.every((gap) => gap <= 300_000), `${gaps}`);
  assert.ok(times.length <= 30, `${times.length} requests in an hour`);
});

test("who may not list asks again after 5 min, all objects together, and the log says it once", async (world) => {
  const other = new Memory();
  world.on = () => {
    throw refusal(403, "Forbidden", "pets is forbidden");
  };
  await world.answer([once("anna")]);
  await world.answer([once("berta")], other);
  assert.deepEqual([world.known("anna"), world.known("berta", other), world.asked.length], [
    "Forbidden",
    "Forbidden",
    1,
  ]);
  world.clock.advance(299_999);
  await world.answer([once("carla")]);
  assert.equal(world.asked.length, 1);
  world.clock.advance(1_001);
  await world.answer([once("dora")]);
  assert.deepEqual([world.asked.length, world.logged], [2, ["Goes on without pets: pets is forbidden"]]);
  world.on = () => [aPet("rex", "emma")];
  world.clock.advance(300_000);
  await world.answer([once("emma")]);
  assert.deepEqual(world.known("emma"), ["rex"]);
});

test("a failure that may pass is handed back, and the wish stays", async (world) => {
  const failure = overloaded();
  world.on = () => {
    throw failure;
  };
  assert.equal((await world.answer([once("anna")])).failure, failure);
  assert.equal(world.known("anna"), undefined);
  world.on = () => [aPet("rex", "anna")];
  world.clock.advance(1_000);
  assert.equal((await world.answer([once("anna")])).failure, undefined);
  assert.deepEqual(world.known("anna"), ["rex"]);
});

test("who could list before is not believed to be forbidden for half a minute", async (world) => {
  await world.answer([once("anna")]);
  const forbidden = refusal(403, "Forbidden", "no");
  world.on = () => {
    throw forbidden;
  };
  world.clock.advance(1_000);
  assert.equal((await world.answer([once("berta")])).failure, forbidden);
  world.clock.advance(30_000);
  assert.equal((await world.answer([once("berta")])).failure, undefined);
  assert.equal(world.known("berta"), "Forbidden");
});

test("kinds are listed each for itself", async (world) => {
  await world.answer([once("anna"), { ...once("berta"), kind: Child }]);
  assert.deepEqual(world.asked, ["owner in (anna)", "owner in (berta)"]);
});
