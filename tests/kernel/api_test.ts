import assert from "node:assert/strict";
import { api } from "../../kernel/api.ts";
import { ApiError, classify } from "../../kernel/errors.ts";
import type { Kind, KubeObject } from "../../kernel/object.ts";
import { aConnection } from "./a_connection.ts";
import { BadServer } from "./bad_server.ts";
import { FakeClock } from "./fake_clock.ts";
import { enveloped, message, statusOf } from "./protobuf_writer.ts";

const Job: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs" };
const job: KubeObject = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "x", namespace: "ns" } };

const status = (code: number, reason: string, message: string, details?: object) => ({
  kind: "Status",
  apiVersion: "v1",
  status: "Failure",
  code,
  reason,
  message,
  details,
});

/** The `ApiError` that a call ends with. */
async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(() => new Error("It did not fail"), (error) => error);
  assert.ok(error instanceof ApiError, `${error}`);
  return error;
}

function test(law: string, body: (world: World) => Promise<void>): void {
  Deno.test(law, { sanitizeOps: true, sanitizeResources: true }, async () => {
    await using server = await BadServer.start();
    using connection = aConnection(server.url, ["old", "new"]);
    const clock = new FakeClock();
    await body({ server, connection, clock, api: api(connection, { clock }) });
  });
}

interface World {
  server: BadServer;
  connection: ReturnType<typeof aConnection>;
  clock: FakeClock;
  api: ReturnType<typeof api>;
}

test("every request says who we are and shows the token", async ({ server, api }) => {
  const got = api.get(Job, "ns", "x");
  const request = await server.next();
  request.answer(200, job);
  assert.deepEqual(await got, job);
  assert.deepEqual(
    [request.method, request.url.pathname, request.headers.get("user-agent"), request.headers.get("authorization")],
    ["GET", "/apis/batch/v1/namespaces/ns/jobs/x", "kubetask-test", "Bearer old"],
  );
});

test("no answer is asked to be packed", async ({ server, api }) => {
  const got = api.get(Job, "ns", "x");
  const request = await server.next();
  request.answer(200, job);
  await got;
  assert.equal(request.headers.get("accept-encoding"), "identity");
});

test("an object that does not exist is undefined", async ({ server, api }) => {
  const got = api.get(Job, "ns", "x");
  (await server.next()).answer(404, status(404, "NotFound", 'jobs.batch "x" not found'));
  assert.equal(await got, undefined);
});

test("a create refuses unknown fields and gives the stored object", async ({ server, api }) => {
  const created = api.create(Job, job);
  const request = await server.next();
  request.answer(201, { ...job, metadata: { ...job.metadata, uid: "u" } });
  assert.equal((await created).metadata?.uid, "u");
  assert.deepEqual(
    [request.method, `${request.url.pathname}${request.url.search}`, JSON.parse(request.body)],
    ["POST", "/apis/batch/v1/namespaces/ns/jobs?fieldValidation=Strict", job],
  );
});

test("a patch goes to the subresource in the patch's own content type", async ({ server, api }) => {
  const patched = api.patch(Job, "ns", "x", { type: "merge", body: { status: {} }, subresource: "status" });
  const request = await server.next();
  request.answer(200, job);
  assert.deepEqual(await patched, job);
  assert.deepEqual(
    [request.method, request.url.pathname, request.headers.get("content-type"), request.body],
    ["PATCH", "/apis/batch/v1/namespaces/ns/jobs/x/status", "application/merge-patch+json", '{"status":{}}'],
  );
});

test("a delete names the UID it means, and an object that is gone is a success", async ({ server, api }) => {
  const deleted = api.delete(Job, "ns", "x", { uid: "u" });
  const request = await server.next();
  request.answer(404, status(404, "NotFound", 'jobs.batch "x" not found'));
  await deleted;
  assert.deepEqual(JSON.parse(request.body), { preconditions: { uid: "u" }, propagationPolicy: "Background" });
});

test("the API can live below a path, and a list be confined to a namespace", async ({ server, connection }) => {
  const below = api({ ...connection, server: `${server.url}/k8s/clusters/c/` }, { namespace: "ns" });
  const listed = below.list(Job, { limit: 2, signal: new AbortController().signal });
  const request = await server.next();
  request.answer(200, { metadata: { resourceVersion: "7", continue: "more" }, items: [job] });
  assert.deepEqual(await listed, { items: [job], resourceVersion: "7" });
  assert.equal(
    `${request.url.pathname}${request.url.search}`,
    "/k8s/clusters/c/apis/batch/v1/namespaces/ns/jobs?limit=2",
  );
});

test("a 401 reads the credentials again and tries once more", async ({ server, api }) => {
  const got = api.get(Job, "ns", "x");
  (await server.next()).answer(401, status(401, "Unauthorized", "Unauthorized"));
  const again = await server.next();
  again.answer(200, job);
  assert.deepEqual(await got, job);
  assert.equal(again.headers.get("authorization"), "Bearer new");
});

test("a second 401 is an error that heals by itself", async ({ server, api }) => {
  const failed = failure(api.get(Job, "ns", "x"));
  (await server.next()).answer(401, status(401, "Unauthorized", "Unauthorized"));
  (await server.next()).answer(401, status(401, "Unauthorized", "Unauthorized"));
  assert.deepEqual(classify(await failed), {
    class: "transient",
    reason: "Unauthorized",
    message: 'Cannot get jobs "x" in "ns": Unauthorized',
  });
});

test("an error says what could not be done, and why in the API's words", async ({ server, api }) => {
  const failed = failure(api.create(Job, job));
  const causes = [{
    reason: "NamespaceTerminating",
    message: "namespace ns is being terminated",
    field: "metadata.namespace",
  }];
  (await server.next()).answer(403, status(403, "Forbidden", 'jobs.batch "x" is forbidden: no', { causes }));
  const { message, status: code, reason, causes: said } = await failed;
  assert.deepEqual([message, code, reason, said], [
    'Cannot create jobs "x" in "ns": jobs.batch "x" is forbidden: no',
    403,
    "Forbidden",
    causes,
  ]);
});

test("Retry-After counts in seconds or says when, and is believed for an hour at most", async ({ server, api, clock }) => {
  const waits = [];
  const at = (ms: number) => new Date(clock.now() + ms).toUTCString();
  for (const header of ["7", at(90_000), at(-90_000), "99999999", "soon"]) {
    const failed = failure(api.get(Job, "ns", "x"));
    (await server.next()).answer(429, "Too many requests", { "retry-after": header, "content-type": "text/plain" });
    const { class: kind, reason, message, retryAfter } = classify(await failed);
    assert.deepEqual([kind, reason], ["transient", "HTTP429"]);
    assert.equal(message, 'Cannot get jobs "x" in "ns": HTTP 429, Too many requests');
    waits.push(retryAfter);
  }
  assert.deepEqual(waits, [7000, 90_000, 0, 3_600_000, undefined]);
});

test("the wait in the body counts where there is no header", async ({ server, api }) => {
  const failed = failure(api.get(Job, "ns", "x"));
  (await server.next()).answer(500, status(500, "ServerTimeout", "try again", { retryAfterSeconds: 2 }));
  assert.equal((await failed).retryAfter, 2000);
});

test("an HTML page of a proxy is not quoted", async ({ server, api }) => {
  const failed = failure(api.get(Job, "ns", "x"));
  (await server.next()).answer(502, "<html>", { "content-type": "text/html" });
  assert.deepEqual(classify(await failed), {
    class: "transient",
    reason: "HTTP502",
    message: 'Cannot get jobs "x" in "ns": HTTP 502',
  });
});

test("an answer that is not JSON is a bad answer, not a bug of ours", async ({ server, api }) => {
  const failed = failure(api.get(Job, "ns", "x"));
  (await server.next()).answer(200, '{"half":prompt');
  assert.doesNotMatch(Deno.inspect(await failed), /prompt/);
  assert.deepEqual(classify(await failed), {
    class: "transient",
    reason: "BadAnswer",
    message: 'Cannot get jobs "x" in "ns": the answer is not JSON',
  });
});

test("a redirection is not followed, so that the token goes nowhere else", async ({ server, api }) => {
  const failed = failure(api.get(Job, "ns", "x"));
  (await server.next()).answer(302, "", { location: `${server.url}/elsewhere` });
  assert.deepEqual([(await failed).status, server.unanswered], [302, 0]);
});

test("a call without an answer fails at its deadline and leaves the pool of connections behind", async (world) => {
  const { server, api, clock, connection } = world;
  const failed = failure(api.get(Job, "ns", "x"));
  const request = await server.next();
  clock.advance(30_000);
  assert.deepEqual(classify(await failed), {
    class: "transient",
    reason: "Timeout",
    message: 'Cannot get jobs "x" in "ns": no answer within 30 s',
  });
  await request.abandoned();
  assert.equal(connection.renewed, 1);
});

test("a body that does not end in time fails at the deadline", async ({ server, api, clock }) => {
  const failed = failure(api.get(Job, "ns", "x"));
  const request = await server.next();
  request.begin();
  request.chunk('{"kind":');
  clock.advance(30_000);
  assert.equal((await failed).reason, "Timeout");
  await request.abandoned();
});

test("a call that was answered leaves no timer behind", async ({ server, api, clock }) => {
  const got = api.get(Job, "ns", "x");
  (await server.next()).answer(200, job);
  await got;
  assert.deepEqual(clock.waiting(), []);
});

test("a call that is called off throws the signal's reason", async ({ server, api }) => {
  const stop = new AbortController();
  const listed = api.list(Job, { signal: stop.signal });
  const request = await server.next();
  stop.abort("enough");
  assert.equal(await listed.then(() => "listed", (reason) => reason), "enough");
  await request.abandoned();
});

test("nobody there is a network error", async ({ server, connection }) => {
  await server[Symbol.asyncDispose]();
  const { class: kind, reason, message } = classify(await failure(api(connection).get(Job, "ns", "x")));
  assert.deepEqual([kind, reason], ["transient", "NetworkError"]);
  assert.match(message, /^Cannot get jobs "x" in "ns": [^/]*[Cc]onnection refused[^/]*$/);
});

test("a connection that breaks in the middle of the answer is a network error", async ({ server, api }) => {
  for (const breakOff of ["drop", "reset"] as const) {
    const failed = failure(api.get(Job, "ns", "x"));
    const request = await server.next();
    request.begin();
    request.chunk('{"kind":');
    request[breakOff]();
    const { class: kind, reason } = classify(await failed);
    assert.deepEqual([kind, reason], ["transient", "NetworkError"]);
  }
});

test("a create that fetch sends twice ends as AlreadyExists, which may be our own object", async ({ server, api }) => {
  const got = api.get(Job, "ns", "x");
  (await server.next()).answer(200, job);
  await got; // the connection is now in the pool, and reused

  const failed = failure(api.create(Job, job));
  const first = await server.next();
  first.drop(); // stored, but not answered
  const second = await server.next();
  second.answer(409, status(409, "AlreadyExists", 'jobs.batch "x" already exists'));

  assert.equal(first.body, second.body);
  assert.deepEqual(classify(await failed), {
    class: "conflict",
    reason: "AlreadyExists",
    message: 'Cannot create jobs "x" in "ns": jobs.batch "x" already exists',
  });
});

test("kinds that are read as protobuf are asked for as that, and as JSON where the server cannot", async (world) => {
  const { server, api } = world;
  const kind: Kind = { ...Job, protobuf: {} };
  const { signal } = new AbortController();
  const protobuf = { "content-type": "application/vnd.kubernetes.protobuf" };
  const list = message([[1, message([[2, "7"]])], [2, message([[1, message([[1, "x"]])]])]]);

  const listed = api.list(kind, { signal });
  const request = await server.next();
  assert.equal(request.headers.get("accept"), "application/vnd.kubernetes.protobuf,application/json");
  request.answer(200, enveloped(list), protobuf);
  assert.deepEqual(await listed, { items: [{ metadata: { name: "x" } }], resourceVersion: "7" });

  const inJson = api.list(kind, { signal });
  (await server.next()).answer(200, { metadata: { resourceVersion: "7" }, items: [job] });
  assert.deepEqual(await inJson, { items: [job], resourceVersion: "7" });

  const refused = failure(api.list(kind, { signal }));
  const said = { code: 410, reason: "Expired", message: "too old" };
  (await server.next()).answer(410, statusOf(said), protobuf);
  assert.deepEqual([(await refused).status, (await refused).message], [410, "Cannot list jobs: too old"]);

  const cut = failure(api.list(kind, { signal }));
  (await server.next()).answer(200, enveloped(list).subarray(0, -1), protobuf);
  assert.equal((await cut).message, "Cannot list jobs: the answer is not protobuf");

  for (const type of ["application/vnd.kubernetes.protobuf;stream=watch", "application/json"]) {
    const watching = api.watch(kind, { resourceVersion: "7", timeoutSeconds: 300, signal });
    const watched = await server.next();
    assert.equal(watched.headers.get("accept"), "application/vnd.kubernetes.protobuf,application/json");
    watched.begin({ "content-type": type });
    const { bytes, isProtobuf } = await watching;
    assert.equal(isProtobuf, type !== "application/json");
    watched.end();
    assert.deepEqual(await Array.fromAsync(bytes), []);
  }
});

test("a watch outlives the deadline and ends with its signal", async ({ server, api, clock }) => {
  const stop = new AbortController();
  const watching = api.watch(Job, {
    resourceVersion: "7",
    timeoutSeconds: 300,
    labelSelector: "a=b",
    signal: stop.signal,
  });
  const request = await server.next();
  request.begin();
  request.chunk("first\n");
  const bytes = (await watching).bytes[Symbol.asyncIterator]();
  clock.advance(1_000_000);
  request.chunk("second\n");
  const text = async () => new TextDecoder().decode((await bytes.next()).value);
  assert.deepEqual([await text(), await text()], ["first\n", "second\n"]);
  stop.abort("enough");
  assert.equal(await bytes.next().then(() => "read", (reason) => reason), "enough");
  await request.abandoned();
  assert.deepEqual(Object.fromEntries(request.url.searchParams), {
    resourceVersion: "7",
    labelSelector: "a=b",
    timeoutSeconds: "300",
    watch: "true",
    allowWatchBookmarks: "true",
  });
});
