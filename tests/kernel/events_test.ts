import assert from "node:assert/strict";
import * as fc from "fast-check";
import { api } from "../../kernel/api.ts";
import { Correlator } from "../../kernel/correlator.ts";
import { Events } from "../../kernel/events.ts";
import { Health } from "../../kernel/health.ts";
import { jsonLog } from "../../kernel/log.ts";
import { Metrics } from "../../kernel/metrics/metrics.ts";
import { nameOf } from "../../kernel/object.ts";
import type { Controller, Event, Notice } from "../../kernel/plan.ts";
import { run } from "../../kernel/run.ts";
import { aConnection } from "./a_connection.ts";
import { BadServer } from "./bad_server.ts";
import { aParent, conflict, exists, overloaded, Parent, refusal } from "./family.ts";
import { FakeClock } from "./fake_clock.ts";
import { ScriptedApi, still } from "./scripted_api.ts";

const strict = { sanitizeOps: true, sanitizeResources: true };
const minute = 60_000;

/** Numbered in the order in which they are made. */
function eventsAt(clock: FakeClock) {
  let made = 0;
  return (message: string, { reason = "Stuck", type = "Warning", uid = "u" } = {}): Event => {
    const time = new Date(clock.now()).toISOString();
    const metadata = { namespace: "home", name: `e${++made}` };
    return {
      metadata,
      involvedObject: { uid },
      type,
      reason,
      message,
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    };
  };
}

/** Name, count and message of what is to be written. */
function written(event: Event | undefined): unknown[] {
  return event ? [nameOf(event), event.count, event.message] : [];
}

Deno.test("an equal event is counted up under its first name, with the time of its first", () => {
  const clock = new FakeClock();
  const [correlator, anEvent] = [new Correlator(clock), eventsAt(clock)];
  const first = anEvent("no");
  assert.deepEqual(correlator.correlate(first), first);
  clock.advance(minute);
  const again = anEvent("no");
  assert.deepEqual(correlator.correlate(again), {
    ...again,
    metadata: first.metadata,
    firstTimestamp: first.firstTimestamp,
    count: 2,
  });
  for (const other of [{ reason: "Late" }, { type: "Normal" }, { uid: "v" }]) {
    const different = anEvent("no", other);
    assert.deepEqual(correlator.correlate(different), different);
  }
});

Deno.test("the tenth similar event and those after it are one, until none came for ten minutes", () => {
  const clock = new FakeClock();
  const [correlator, anEvent] = [new Correlator(clock), eventsAt(clock)];
  const tell = (index: number) => written(correlator.correlate(anEvent(`no ${index}`)));
  for (let index = 1; index <= 9; index++) assert.deepEqual(tell(index), [`e${index}`, 1, `no ${index}`]);
  assert.deepEqual(tell(10), ["e10", 1, "(combined from similar events): no 10"]);
  clock.advance(10 * minute);
  assert.deepEqual(tell(11), ["e10", 2, "(combined from similar events): no 11"]);
  clock.advance(10 * minute + 1);
  assert.deepEqual(tell(12), ["e12", 1, "no 12"]);
});

Deno.test("of one object at most 25 events of a type go out at once, and then one in five minutes", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(2 * minute), fc.nat(30)), { maxLength: 120 }), (tellings) => {
    const clock = new FakeClock();
    const [correlator, anEvent] = [new Correlator(clock), eventsAt(clock)];
    const began = clock.now();
    let sent = 0;
    for (const [wait, message] of tellings) {
      clock.advance(wait);
      if (correlator.correlate(anEvent(`no ${message}`, { reason: `R${message % 3}` }))) sent++;
      assert.ok(sent <= 25 + (clock.now() - began) / (5 * minute), `${sent} after ${clock.now() - began} ms`);
    }
    assert.ok(sent >= Math.min(25, tellings.length));
  }));
});

Deno.test("what one object or type says too much costs no other a word", () => {
  const clock = new FakeClock();
  const [correlator, anEvent] = [new Correlator(clock), eventsAt(clock)];
  for (let index = 0; index < 25; index++) assert.ok(correlator.correlate(anEvent("no")));
  assert.equal(correlator.correlate(anEvent("no")), undefined);
  assert.ok(correlator.correlate(anEvent("no", { type: "Normal" })));
  assert.ok(correlator.correlate(anEvent("no", { uid: "v" })));
});

Deno.test("what was counted while too much was said shows in the next event", () => {
  const clock = new FakeClock();
  const [correlator, anEvent] = [new Correlator(clock), eventsAt(clock)];
  for (let index = 0; index < 30; index++) correlator.correlate(anEvent("no"));
  clock.advance(5 * minute - 1);
  assert.equal(correlator.correlate(anEvent("no")), undefined);
  clock.advance(1);
  assert.deepEqual(written(correlator.correlate(anEvent("no"))), ["e1", 32, "no"]);
});

Deno.test("of many objects the one that said nothing for longest is forgotten", () => {
  const clock = new FakeClock();
  const [correlator, anEvent] = [new Correlator(clock), eventsAt(clock)];
  const tell = (uid: string) => correlator.correlate(anEvent("no", { uid }))?.count;
  for (const uid of ["old", "busy"]) assert.equal(tell(uid), 1);
  for (let index = 0; index < 1_023; index++) {
    assert.equal(tell(`u${index}`), 1);
    assert.equal(tell("busy"), index < 24 ? index + 2 : undefined);
  }
  assert.equal(tell("old"), 1);
  clock.advance(5 * minute);
  assert.equal(tell("busy"), 1_025);
});

/** A recorder whose requests the test answers. At the end it is ended, and must leave no timer behind. */
class Desk implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly api = new ScriptedApi();
  readonly logged: Record<string, unknown>[] = [];
  readonly log = jsonLog((line) => this.logged.push(JSON.parse(line)), this.clock);
  readonly events = new Events(this);

  tell(message: string, parent = "anna", notice: Partial<Notice> = {}): void {
    this.events.tell(Parent, aParent(parent), { type: "Normal", reason: "Grew", message, ...notice });
  }

  /** Lines that are about events themselves. */
  complaints(): unknown[] {
    return this.logged.filter(({ name }) => name === undefined)
      .map(({ level, message, reason, dropped }) => [level, message, reason ?? dropped]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.events.end();
    await still();
    this.clock.advance(1_000);
    await ended;
    assert.deepEqual(this.clock.waiting(), [], "timers were left behind");
  }
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ...strict });
}

test("a notice is a line in the log, and an Event as client-go makes it", async () => {
  await using desk = new Desk();
  const anna = aParent("anna");
  desk.events.tell(Parent, anna, { type: "Warning", reason: "Stuck", message: "Cannot go on" });
  const time = "2026-01-01T00:00:00.000Z";
  const said = { kind: "Parent", namespace: "home", name: "anna", reason: "Stuck" };
  assert.deepEqual(desk.logged, [{ time, level: "warn", message: "Cannot go on", ...said }]);
  const { object, answer } = await desk.api.asked("create");
  assert.deepEqual(object, {
    apiVersion: "v1",
    kind: "Event",
    metadata: { namespace: "home", name: `anna.${(BigInt(Date.parse(time)) * 1_000_000n).toString(16)}` },
    involvedObject: {
      apiVersion: "example.com/v1",
      kind: "Parent",
      namespace: "home",
      name: "anna",
      uid: "uid-anna",
      resourceVersion: anna.metadata?.resourceVersion,
    },
    type: "Warning",
    reason: "Stuck",
    message: "Cannot go on",
    source: { component: "kubetask" },
    reportingComponent: "kubetask",
    reportingInstance: "",
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  });
  answer({});
});

test("names are unique, and an object's own name may be of any length", async () => {
  await using desk = new Desk();
  desk.api.on.create = () => ({});
  for (let index = 0; index < 5; index++) desk.tell(`${index}`);
  desk.tell("long", "a".repeat(250));
  await still();
  const names = desk.api.sent.map((sent) => sent.replace("create ", ""));
  assert.equal(new Set(names).size, 6);
  assert.match(names[5] ?? "", /^[0-9a-f-]{36}$/);
});

test("events are sent one at a time, in their order; nobody waits for them", async () => {
  await using desk = new Desk();
  for (const message of ["a", "b"]) desk.tell(message);
  const first = await desk.api.asked("create");
  await still();
  assert.equal(desk.api.sent.length, 1);
  first.answer({});
  (await desk.api.asked("create")).answer({});
  assert.equal(desk.api.sent.length, 2);
});

test("an equal event is a patch of the first one; where that is gone it is made anew", async () => {
  await using desk = new Desk();
  desk.api.on.create = () => ({});
  desk.tell("a");
  desk.clock.advance(minute);
  desk.tell("a");
  const { patch, name, refuse } = await desk.api.asked("patch");
  const lastTimestamp = "2026-01-01T00:01:00.000Z";
  assert.deepEqual(patch, { type: "merge", body: { count: 2, message: "a", lastTimestamp } });
  refuse(refusal(404, "NotFound"));
  await still();
  assert.deepEqual(desk.api.sent, [`create ${name}`, `patch ${name}`, `create ${name}`]);
  assert.deepEqual(desk.complaints(), []);
});

test("an event that fails is tried three times and dropped; the log says so once, and when events are written again", async () => {
  await using desk = new Desk();
  let isDown = true;
  desk.api.on.create = () => {
    if (isDown) throw overloaded();
    return {};
  };
  for (const message of ["a", "b"]) desk.tell(message);
  for (let waits = 0; waits < 4; waits++) {
    await still();
    desk.clock.advance(10_000);
  }
  await still();
  assert.equal(desk.api.sent.length, 6);
  assert.deepEqual(desk.complaints(), [["warn", "Drops events: later", "ServiceUnavailable"]]);
  isDown = false;
  desk.tell("c");
  await still();
  assert.deepEqual(desk.complaints().slice(1), [["info", "Writes events again", 2]]);
});

test("who asks for time is not asked before", async () => {
  await using desk = new Desk();
  desk.tell("a");
  (await desk.api.asked("create")).refuse(overloaded(20_000));
  await still();
  assert.deepEqual(desk.clock.waiting(), [20_000]);
  desk.clock.advance(20_000);
  (await desk.api.asked("create")).answer({});
});

test("what is refused is not tried again, and a namespace that goes is nothing to complain of", async () => {
  await using desk = new Desk();
  const terminating = refusal(403, "Forbidden");
  const forbidden = refusal(403, "Forbidden", "no right");
  const going = Object.assign(terminating, { causes: [{ reason: "NamespaceTerminating" }] });
  const answers = [exists(), going, refusal(404, "NotFound"), forbidden, forbidden];
  desk.api.on.create = () => {
    throw answers.shift();
  };
  for (const message of ["a", "b", "c", "d", "e"]) desk.tell(message);
  await still();
  assert.equal(desk.api.sent.length, 5);
  assert.deepEqual(desk.complaints(), [["warn", "Drops events: no right", "Forbidden"]]);
});

test("so many wait and no more", async () => {
  await using desk = new Desk();
  for (let index = 0; index < 1_500; index++) desk.tell("a", `p${index}`);
  assert.deepEqual(desk.complaints(), [["warn", "Drops events: too many wait to be written", "QueueFull"]]);
  const first = await desk.api.asked("create");
  desk.api.on.create = () => ({});
  first.answer({});
  await still();
  assert.equal(desk.api.sent.length, 1_001);
});

test("at the end what waits is still sent", async () => {
  await using desk = new Desk();
  for (const message of ["a", "b"]) desk.tell(message);
  const ended = desk.events.end();
  for (let sent = 0; sent < 2; sent++) (await desk.api.asked("create")).answer({});
  await ended;
  desk.tell("c");
  await still();
  assert.equal(desk.api.sent.length, 2);
});

test("an endpoint that does not answer is given up after 5 s, without harm to other requests, and at the end after 1 s", async () => {
  await using server = await BadServer.start();
  using connection = aConnection(server.url);
  const clock = new FakeClock();
  const logged: string[] = [];
  const events = new Events({
    api: api(connection, { clock }),
    clock,
    log: jsonLog((line) => logged.push(line), clock),
  });
  const tell = () => events.tell(Parent, aParent("anna"), { type: "Normal", reason: "Grew", message: "a" });
  tell();
  const hung = await server.next();
  clock.advance(5_000);
  await hung.abandoned();
  assert.equal(connection.renewed, 0);
  clock.advance(await clock.waitsBetween(1, 1_000));
  (await server.next()).answer(201, {});
  tell();
  const patch = await server.next();
  assert.equal(patch.method, "PATCH");
  const ended = events.end();
  clock.advance(1_000);
  await patch.abandoned();
  await ended;
  assert.deepEqual(logged.map((line) => JSON.parse(line).message), ["a", "a"]);
  assert.deepEqual(clock.waiting(), []);
});

test("a change of a status is told when it is stored, not before, and once, also when work is about to end", async () => {
  await using desk = new Desk();
  const { api, clock, log } = desk;
  const stop = new AbortController();
  const controller: Controller<Parent> = {
    kind: Parent,
    owns: [],
    watches: [],
    gets: [],
    reads: () => [],
    reconcile: () => ({ status: { grown: true } }),
    notices: (before, after) => {
      const message = `${JSON.stringify(before.status)} to ${JSON.stringify(after.status)}`;
      return [{ type: "Normal", reason: "Grew", message }];
    },
  };
  const anna = aParent("anna", { grown: false });
  api.listed.set("parents", [anna]);
  const told = () => desk.logged.filter(({ name }) => name === "anna").map(({ message }) => message);
  const world = { api, clock, log, metrics: new Metrics(), health: new Health(clock), signal: stop.signal };
  let isOver = false;
  const ended = run([controller], world).then(() => isOver = true);
  (await api.asked("patch", "anna")).refuse(conflict());
  const stored = await api.asked("patch", "anna");
  assert.deepEqual(told(), []);
  stored.answer(aParent("anna", { grown: true }));
  const event = await api.asked("create");
  assert.deepEqual(told(), ['{"grown":false} to {"grown":true}']);
  stop.abort();
  await still();
  assert.equal(isOver, false);
  event.answer({});
  await ended;
  assert.deepEqual(api.sent, ["patch anna", "patch anna", `create ${event.name}`]);
});
