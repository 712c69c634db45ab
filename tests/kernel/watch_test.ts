import assert from "node:assert/strict";
import { api } from "../../kernel/api.ts";
import { jsonLog } from "../../kernel/log.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { watch, type WatchEvent } from "../../kernel/watch.ts";
import { aConnection } from "./a_connection.ts";
import { BadServer, type Exchange } from "./bad_server.ts";
import { FakeClock } from "./fake_clock.ts";
import { soon } from "./soon.ts";

interface Note extends KubeObject {
  text?: string;
  bulk?: string;
}

const Note: Kind<Note> = {
  apiVersion: "example.com/v1",
  kind: "Note",
  plural: "notes",
  selector: "a=b",
  project: ({ metadata, text }) => ({ metadata: { name: metadata?.name }, text }),
};

/** As the server sends it, and as it is received. */
const sent = (name: string, version: number, text = "") => ({
  metadata: { name, resourceVersion: `${version}` },
  text,
  bulk: "left out by project",
});
const note = (name: string, text = ""): Note => ({ metadata: { name }, text });

const line = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const bookmark = (version: number) => line("BOOKMARK", { metadata: { resourceVersion: `${version}` } });
const expired = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" };

/** How long a watch bears hearing nothing: longer than a minute and a bit between bookmarks, and noticed within 90 seconds. */
const SILENCE = 75_000;
const FIRST_WAIT = [250, 500] as const;
const LONGEST_WAIT = 2_000;

class World {
  /** What a watch brought and no test has taken. */
  readonly events: WatchEvent<Note>[] = [];
  readonly logged: Record<string, unknown>[] = [];
  /** How often it was announced that everything is listed. */
  listings = 0;
  /** How often it was told that the server is back. */
  recoveries = 0;
  /** Thrown by the next `receive`. */
  bug?: Error;
  #waiting: ((event: WatchEvent<Note>) => void)[] = [];

  constructor(readonly server: BadServer, readonly clock: FakeClock) {}

  receive(event: WatchEvent<Note>): void {
    if (event.type === "listing") return void this.listings++;
    const bug = this.bug;
    this.bug = undefined;
    if (bug) throw bug;
    const waiting = this.#waiting.shift();
    if (waiting) waiting(event);
    else this.events.push(event);
  }

  event(): Promise<WatchEvent<Note>> {
    const event = this.events.shift();
    if (event) return Promise.resolve(event);
    return soon(new Promise((resolve) => this.#waiting.push(resolve)), "an event");
  }

  /** Answers the next request, which must be a list, and checks that it is received whole. */
  async list(version: number, ...names: string[]): Promise<void> {
    const request = await this.asked("list");
    request.answer(200, {
      metadata: { resourceVersion: `${version}` },
      items: names.map((name) => sent(name, version)),
    });
    assert.deepEqual(await this.event(), { type: "replace", objects: names.map((name) => note(name)) });
  }

  /** The next request, which must be a watch from that version; begun, and listened to. */
  async stream(version: number): Promise<Exchange> {
    const request = await this.asked("watch");
    assert.equal(request.url.searchParams.get("resourceVersion"), `${version}`);
    request.begin();
    await this.clock.waitsBetween(SILENCE, SILENCE);
    return request;
  }

  async asked(what: "list" | "watch"): Promise<Exchange> {
    const request = await this.server.next();
    assert.equal(request.url.searchParams.has("watch") ? "watch" : "list", what, request.url.search);
    return request;
  }

  /** The server is away for so many requests. From the third one on, what was watched before is listed. */
  async outage(what: "list" | "watch", requests: number): Promise<void> {
    for (let failed = 0; failed < requests; failed++) {
      (await this.asked(failed < 3 ? what : "list")).answer(503, "");
      const longest = Math.min(500 * 2 ** failed, LONGEST_WAIT);
      await this.wait([longest / 2, longest]);
    }
  }

  /** Lets the wait after a failure pass. */
  async wait([from, to]: readonly [number, number] = FIRST_WAIT): Promise<void> {
    this.clock.advance(await this.clock.waitsBetween(from, to));
  }
}

/** Runs a watch against a server that `body` plays, and sees to it that it ends with its signal and leaves nothing behind. */
function test(law: string, body: (world: World) => Promise<void>): void {
  Deno.test(law, { sanitizeOps: true, sanitizeResources: true }, async () => {
    await using server = await BadServer.start();
    using connection = aConnection(server.url);
    const clock = new FakeClock();
    const world = new World(server, clock);
    const stop = new AbortController();
    const watching = watch<Note>({
      api: api(connection, { clock }),
      kind: Note,
      clock,
      signal: stop.signal,
      log: jsonLog((line) => world.logged.push(JSON.parse(line)), clock),
      receive: (event) => world.receive(event),
      recovered: () => world.recoveries++,
    });
    try {
      await body(world);
    } finally {
      stop.abort();
      await soon(watching, "the watch to end");
    }
    assert.deepEqual([world.events, server.unanswered, clock.waiting()], [[], 0, []], "nothing is left over");
  });
}

test("everything is listed first, consistently and in pages, and projected", async (world) => {
  const first = await world.asked("list");
  assert.equal(world.listings, 1, "announced before the server answers");
  first.answer(200, { metadata: { resourceVersion: "5", continue: "more" }, items: [sent("a", 1)] });
  const second = await world.asked("list");
  second.answer(200, { metadata: { resourceVersion: "5" }, items: [sent("b", 2)] });
  assert.deepEqual(await world.event(), { type: "replace", objects: [note("a"), note("b")] });
  assert.deepEqual([first, second].map(({ url }) => Object.fromEntries(url.searchParams)), [
    { labelSelector: "a=b", limit: "500" },
    { labelSelector: "a=b", limit: "500", continue: "more" },
  ]);
  await world.stream(5);
});

test("the stream asks for bookmarks, the same selector, and an end after about five minutes", async (world) => {
  await world.list(5);
  const { timeoutSeconds, ...query } = Object.fromEntries((await world.stream(5)).url.searchParams);
  assert.deepEqual(query, { labelSelector: "a=b", resourceVersion: "5", watch: "true", allowWatchBookmarks: "true" });
  assert.ok(270 <= Number(timeoutSeconds) && Number(timeoutSeconds) <= 330, `${timeoutSeconds}`);
});

test("each change is told in order, and what no longer matches counts as deleted", async (world) => {
  await world.list(5, "a");
  const stream = await world.stream(5);
  stream.chunk(line("ADDED", sent("b", 6)) + line("MODIFIED", sent("b", 7, "new")) + line("DELETED", sent("a", 8)));
  assert.deepEqual([await world.event(), await world.event(), await world.event()], [
    { type: "put", object: note("b") },
    { type: "put", object: note("b", "new") },
    { type: "delete", object: note("a") },
  ]);
});

test("a stream that ends cleanly is resumed at once where it was", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  stream.chunk(line("ADDED", sent("a", 6)));
  await world.event();
  stream.end();
  await world.stream(6);
});

test("a bookmark moves on where a stream is resumed", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  stream.chunk(bookmark(9));
  stream.end();
  await world.stream(9);
});

for (const breakOff of ["drop", "reset"] as const) {
  test(`a broken connection (${breakOff}) is resumed after a moment where it was, without another list`, async (world) => {
    await world.list(5);
    const stream = await world.stream(5);
    stream.chunk(line("ADDED", sent("a", 6)));
    await world.event();
    stream[breakOff]();
    await world.wait();
    const resumed = await world.stream(6);
    resumed.chunk(line("ADDED", sent("b", 7)));
    assert.deepEqual(await world.event(), { type: "put", object: note("b") });
  });
}

test("half a line at a clean end is neither told nor counted as seen", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  const half = line("ADDED", sent("b", 7)).trimEnd(); // whole JSON even, but its line was not finished
  stream.chunk(line("ADDED", sent("a", 6)) + half);
  stream.end();
  assert.deepEqual(await world.event(), { type: "put", object: note("a") });
  await world.stream(6);
});

test("characters may be split between chunks", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  const bytes = new TextEncoder().encode(line("ADDED", sent("a", 6, "é🙂")));
  for (const byte of bytes) stream.chunk(Uint8Array.of(byte));
  assert.deepEqual(await world.event(), { type: "put", object: note("a", "é🙂") });
});

test("a stream that breaks in the middle of a character is resumed from the event before", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  const bytes = new TextEncoder().encode(line("ADDED", sent("b", 7, "🙂")));
  stream.chunk(line("ADDED", sent("a", 6)));
  stream.chunk(bytes.slice(0, bytes.indexOf(0xF0) + 2));
  stream.end();
  await world.event();
  await world.stream(6);
});

test("a 410 inside the stream leads to exactly one new list", async (world) => {
  await world.list(5, "a");
  const stream = await world.stream(5);
  stream.chunk(line("ERROR", expired));
  await world.list(9, "b");
  await world.stream(9);
});

test("a 410 in place of the stream leads to exactly one new list", async (world) => {
  await world.list(5, "a");
  (await world.asked("watch")).answer(410, expired);
  await world.list(9, "b");
  await world.stream(9);
});

test("one 410 after the other is not answered by one list after the other", async (world) => {
  await world.list(5);
  (await world.asked("watch")).answer(410, expired);
  await world.list(6);
  (await world.asked("watch")).answer(410, expired);
  await world.wait([500, 1000]);
  await world.list(7);
  await world.stream(7);
});

test("a list whose pages expire on the way begins anew", async (world) => {
  (await world.asked("list")).answer(200, {
    metadata: { resourceVersion: "5", continue: "more" },
    items: [sent("a", 1)],
  });
  (await world.asked("list")).answer(410, expired);
  await world.list(6, "b");
  await world.stream(6);
});

test("another error inside the stream is waited for, then the stream resumed", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  stream.chunk(bookmark(6) + line("ERROR", { code: 500, reason: "InternalError", message: "etcd is away" }));
  await world.wait();
  await world.stream(6);
  const [, warning] = world.logged;
  assert.deepEqual([warning?.level, warning?.kind, warning?.message], [
    "warn",
    "Note",
    "Cannot watch notes: etcd is away",
  ]);
});

for (
  const [what, bad] of [["is not JSON", "{oops}\n"], [
    "has no known type",
    '{"type":"SURPRISE","object":{}}\n',
  ]] as const
) {
  test(`after a line that ${what} everything is listed again, after a moment`, async (world) => {
    await world.list(5);
    const stream = await world.stream(5);
    stream.chunk(bad + line("ADDED", sent("a", 6)));
    await world.wait();
    await world.list(6, "a");
    await world.stream(6);
  });
}

test("waits grow while failures go on, and start small again after an event", async (world) => {
  for (const wait of [[250, 500], [500, 1000], [1000, 2000]] as const) {
    (await world.asked("list")).answer(500, "");
    await world.wait(wait);
  }
  await world.list(5);
  const stream = await world.stream(5);
  stream.chunk(bookmark(6));
  stream.drop();
  await world.wait();
  await world.stream(6);
});

test("waits grow to two seconds and no more, so that the end of an outage is noticed soon", async (world) => {
  await world.outage("list", 7);
  await world.list(5);
  await world.stream(5);
});

for (const [failures, recoveries] of [[2, 0], [3, 1], [9, 1]] as const) {
  test(`the end of an outage of ${failures} requests is told ${recoveries === 1 ? "once" : "to nobody"}`, async (world) => {
    await world.list(5);
    await world.outage("watch", failures);
    if (recoveries > 0) await world.list(5);
    await world.stream(5);
    assert.equal(world.recoveries, recoveries);
  });
}

test("after an outage everything is listed again, for what comes back may be older, and then watched from there", async (world) => {
  await world.list(50, "a", "b");
  (await world.stream(50)).reset();
  await world.wait();
  for (const wait of [[500, 1000], [1000, 2000]] as const) {
    (await world.asked("watch")).drop();
    await world.wait(wait);
  }
  await world.list(30, "a");
  await world.stream(30);
});

test("a server that comes back and has forgotten where the watch was is asked for a new list at once", async (world) => {
  await world.list(5, "a");
  await world.outage("watch", 2);
  (await world.asked("watch")).answer(410, expired);
  await world.list(9, "b");
  await world.stream(9);
});

test("a watch that is never answered is no quiet one: waits grow", async (world) => {
  await world.list(5);
  const waits = [["watch", 250, 500], ["list", 500, 1000], ["list", 1000, 2000]] as const;
  for (const [what, ...wait] of waits) {
    await world.asked(what);
    world.clock.advance(await world.clock.waitsBetween(30_000, 30_000));
    await world.wait(wait);
  }
  await world.list(5);
  await world.stream(5);
});

test("a server that asks for patience is given it", async (world) => {
  (await world.asked("list")).answer(429, "", { "retry-after": "7" });
  await world.wait([7000, 7000]);
  await world.list(5);
  await world.stream(5);
});

test("a stream that ends as soon as it begins is not asked for in a tight loop", async (world) => {
  await world.list(5);
  (await world.stream(5)).end();
  await world.wait();
  (await world.stream(5)).end();
  await world.wait([500, 1000]);
  await world.stream(5);
});

test("a connection that falls silent is given up within 90 seconds, and everything listed again", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  stream.chunk(line("ADDED", sent("a", 6)));
  await world.event();
  world.clock.advance(await world.clock.waitsBetween(SILENCE, SILENCE));
  await stream.abandoned();
  await world.wait();
  await world.list(7, "a", "b");
  await world.stream(7);
});

test("a server that was set back, and says nothing until it comes to where the watch was, is asked for a list within 90 seconds", async (world) => {
  await world.list(50, "a", "b");
  (await world.stream(50)).reset();
  await world.wait();
  await world.stream(50);
  world.clock.advance(await world.clock.waitsBetween(SILENCE, SILENCE));
  await world.wait();
  await world.list(30, "a");
  await world.stream(30);
});

test("bookmarks once a minute keep a quiet connection", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  for (let version = 6; version < 12; version++) {
    world.clock.advance(62_000);
    stream.chunk(bookmark(version));
    await world.clock.waitsBetween(SILENCE, SILENCE);
  }
  stream.end();
  await world.stream(11);
});

test("every ten minutes or so everything is listed again, when a stream has come to its end", async (world) => {
  await world.list(5, "a");
  for (let minute = 0; minute < 9; minute++) {
    const stream = await world.stream(5 + minute);
    world.clock.advance(60_000);
    stream.chunk(bookmark(6 + minute));
    await world.clock.waitsBetween(SILENCE, SILENCE);
    stream.end();
  }
  await world.list(20, "b");
  await world.stream(20);
});

test("what receive throws is logged as a bug, and nothing is lost", async (world) => {
  await world.list(5);
  const stream = await world.stream(5);
  world.bug = new TypeError("oh");
  stream.chunk(line("ADDED", sent("a", 6)));
  await world.wait();
  await world.list(6, "a");
  await world.stream(6);
  const [error] = world.logged.filter(({ level }) => level === "error");
  assert.match(JSON.stringify(error), /TypeError.*oh.*watch_test/);
});

test("the signal ends a watch while it waits", async (world) => {
  (await world.asked("list")).answer(500, "");
  await world.clock.waitsBetween(...FIRST_WAIT);
});

test("the signal ends a watch while it lists", async (world) => {
  await world.asked("list");
});
