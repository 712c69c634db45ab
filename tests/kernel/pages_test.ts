import assert from "node:assert/strict";
import { api } from "../../kernel/api.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import type { Page } from "../../kernel/pages.ts";
import { aConnection } from "./a_connection.ts";
import { BadServer } from "./bad_server.ts";
import { FakeClock } from "./fake_clock.ts";

const Job: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs" };
const job = (name: string): KubeObject => ({ metadata: { name } });

interface World {
  readonly server: BadServer;
  readonly pages: AsyncIterator<Page<KubeObject>, void>;
  readonly stop: AbortController;
}

function test(law: string, body: (world: World) => Promise<void>): void {
  Deno.test(law, { sanitizeOps: true, sanitizeResources: true }, async () => {
    await using server = await BadServer.start();
    using connection = aConnection(server.url);
    const stop = new AbortController();
    const all = api(connection, { clock: new FakeClock() }).pages(Job, { limit: 1, signal: stop.signal });
    await body({ server, stop, pages: all[Symbol.asyncIterator]() });
  });
}

/** What the iterator throws when it is asked for the next page. */
function failure({ pages }: World): Promise<unknown> {
  return pages.next().then(() => "no failure", (error) => error);
}

test("the next page is asked for before the last one is handed out", async ({ server, pages }) => {
  const first = pages.next();
  (await server.next()).answer(200, { metadata: { resourceVersion: "7", continue: "a+b" }, items: [job("a")] });
  const request = await server.next();
  assert.deepEqual((await first).value, { items: [job("a")], resourceVersion: "7" });
  assert.equal(`${request.url.pathname}${request.url.search}`, "/apis/batch/v1/jobs?limit=1&continue=a%2Bb");
  request.answer(200, { metadata: { resourceVersion: "7" }, items: [job("b")] });
  assert.deepEqual((await pages.next()).value, { items: [job("b")], resourceVersion: "7" });
  assert.deepEqual([(await pages.next()).done, server.unanswered], [true, 0]);
});

test("who has enough pages calls off the one under way", async ({ server, pages }) => {
  const first = pages.next();
  (await server.next()).answer(200, { metadata: { resourceVersion: "7", continue: "more" }, items: [] });
  await first;
  const request = await server.next();
  await pages.return?.();
  await request.abandoned();
});

test("a page under way ends with its signal", async (world) => {
  const failed = failure(world);
  const request = await world.server.next();
  world.stop.abort("enough");
  assert.equal(await failed, "enough");
  await request.abandoned();
});

test("a page that cannot be had fails only after the one before it was taken in", async (world) => {
  const first = world.pages.next();
  (await world.server.next()).answer(200, { metadata: { resourceVersion: "7", continue: "more" }, items: [job("a")] });
  (await world.server.next()).answer(410, { code: 410, reason: "Expired", message: "too old" });
  assert.deepEqual((await first).value, { items: [job("a")], resourceVersion: "7" });
  assert.match(`${await failure(world)}`, /Cannot list jobs: too old/);
});

const orders: [what: string, page: string][] = [
  ["in front of them", '{"metadata":{"resourceVersion":"7","continue":"more"},"items":[{"metadata":{"name":"a"}}]}'],
  ["behind them", '{"items":[{"metadata":{"name":"a"}}],"metadata":{"resourceVersion":"7","continue":"more"}}'],
  ["behind none", '{"kind":"JobList","items":[],"metadata":{"resourceVersion":"7","continue":"more"}}'],
  ["beside null", '{"metadata":{"resourceVersion":"7","continue":"more"},"items":null}'],
  [
    "behind one that has items itself",
    '{"items":[{"metadata":{"name":"a"},"items":[]}],"metadata":{"resourceVersion":"7","continue":"more"}}',
  ],
];

for (const [what, text] of orders) {
  test(`what a list says of itself may stand ${what}`, async ({ server, pages }) => {
    const first = pages.next();
    (await server.next()).answer(200, text);
    assert.deepEqual((await first).value, { items: JSON.parse(text).items ?? [], resourceVersion: "7" });
    (await server.next()).answer(200, { metadata: { resourceVersion: "7" }, items: [] });
    assert.deepEqual((await pages.next()).value, { items: [], resourceVersion: "7" });
  });
}

for (const text of ['{"metadata":{"resourceVersion":"7"},"items":[{"prompt', "no JSON"]) {
  test(`what is no list is not repeated: ${text}`, async (world) => {
    const failed = failure(world);
    (await world.server.next()).answer(200, text);
    assert.equal(`${await failed}`, "ApiError: Cannot list jobs: the answer is not JSON");
  });
}
