import assert from "node:assert/strict";
import * as fc from "fast-check";
import { frames } from "../../kernel/frames.ts";
import { framed } from "./protobuf_writer.ts";

async function framesOf(pieces: readonly Uint8Array[]): Promise<number[][]> {
  const found: number[][] = [];
  for await (const frame of frames(ReadableStream.from(pieces))) found.push([...frame]);
  return found;
}

Deno.test("frames are the same however the stream is cut, and half a frame is none", async () => {
  const some = fc.array(fc.uint8Array({ maxLength: 20 }));
  await fc.assert(fc.asyncProperty(some, fc.array(fc.nat()), fc.nat(), async (sent, cuts, missing) => {
    const bytes = new Uint8Array(sent.flatMap((frame) => [...framed(frame)]));
    const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    const pieces = places.slice(1).map((end, i) => bytes.slice(places[i], end));
    const all = sent.map((frame) => [...frame]);
    assert.deepEqual(await framesOf(pieces), all);
    const last = framed(sent.at(-1) ?? new Uint8Array());
    const lost = 1 + missing % last.length;
    assert.deepEqual(await framesOf([bytes.slice(0, Math.max(0, bytes.length - lost))]), all.slice(0, -1));
  }));
});

Deno.test("what is no length is noticed before it fills the memory", async () => {
  await assert.rejects(framesOf([new TextEncoder().encode("<html>")]), RangeError);
});

Deno.test("leaving early cancels the stream", async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(framed(new Uint8Array(3))),
    cancel: () => void (cancelled = true),
  });
  for await (const _ of frames(endless)) break;
  assert.ok(cancelled);
});
