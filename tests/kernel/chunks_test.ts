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
  const endless = new ReadableStream({ type: "bytes", cancel: (reason) => void (cancelled = reason) });
  const read = async () => {
    for await (const chunk of chunks(endless, AbortSignal.abort("enough"))) assert.fail(`${chunk}`);
  };
  assert.equal(await read().then(() => "read", (reason) => reason), "enough");
  assert.equal(cancelled, "enough");
});

/** As a server of few words sends them. */
function inPieces(...sizes: number[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      const size = sizes.shift();
      if (size === undefined) {
        controller.close();
        controller.byobRequest?.respond(0);
        return;
      }
      const view = controller.byobRequest?.view;
      if (!view) throw new Error("No buffer was given");
      const bytes = new Uint8Array(view.buffer, view.byteOffset, Math.min(size, view.byteLength));
      if (bytes.length < size) sizes.unshift(size - bytes.length);
      for (let i = 0; i < bytes.length; i++) bytes[i] = 97 + sent++ % 26;
      controller.byobRequest?.respond(bytes.length);
    },
  });
}

test("a body is read whole, however long it is and in whatever pieces it comes", async () => {
  const never = new AbortController().signal;
  for (
    const sizes of [[], [1], [4_095, 1], [4_096], [4_097], [500, 70_000, 3], [200_000], [10, 4_096, 65_536, 65_536, 1]]
  ) {
    const length = sizes.reduce((sum, size) => sum + size, 0);
    const expected = "abcdefghijklmnopqrstuvwxyz".repeat(Math.ceil(length / 26)).slice(0, length);
    assert.equal(await textOf(inPieces(...sizes), never), expected, `${sizes}`);
  }
});

test("a short body takes one buffer, and so does a long one after its beginning", async () => {
  const never = new AbortController().signal;
  const lengthsOf = async (...sizes: number[]) => {
    const buffers: number[] = [];
    for await (const { buffer } of chunks(inPieces(...sizes), never)) buffers.push(buffer.byteLength);
    return buffers;
  };
  assert.deepEqual(await lengthsOf(300, 200), [4_096, 4_096]);
  assert.deepEqual(await lengthsOf(4_096 + 65_536, 10), [4_096, 65_536, 65_536]);
});
