import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { chunks, textOf } from "../../kernel/chunks.ts";
import { BadServer } from "./bad_server.ts";

function test(law: string, body: (server: BadServer, client: Deno.HttpClient) => Promise<void>): void {
  Deno.test(law, { sanitizeOps: true, sanitizeResources: true }, async () => {
    await using server = await BadServer.start();
    using client = Deno.createHttpClient({ http2: false });
    await body(server, client);
  });
}

test("the signal ends a body even after a garbage collection", async (server, client) => {
  const stop = new AbortController();
  const open = async () => {
    const answer = fetch(server.url, { client, signal: stop.signal });
    const request = await server.next();
    request.begin();
    const { body } = await answer;
    return { request, body };
  };
  const { request, body } = await open();
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const text = textOf(body, stop.signal).then(() => "read", (reason) => reason);
  stop.abort("enough");
  assert.equal(await text, "enough");
  await request.abandoned();
});

test("a signal that has fired already ends a body before its first chunk", async () => {
  let cancelled: unknown;
  const endless = new ReadableStream<Uint8Array>({ cancel: (reason) => void (cancelled = reason) });
  const read = async () => {
    for await (const chunk of chunks(endless, AbortSignal.abort("enough"))) assert.fail(`${chunk}`);
  };
  assert.equal(await read().then(() => "read", (reason) => reason), "enough");
  assert.equal(cancelled, "enough");
});
