import assert from "node:assert/strict";
import * as fc from "fast-check";
import { lines } from "../../kernel/lines.ts";

/** The lines of a text that arrives in pieces cut at the given places, whatever characters they cut through. */
async function linesOf(text: string, cuts: readonly number[]): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const pieces = places.slice(1).map((end, i) => bytes.slice(places[i], end));
  const found: string[] = [];
  for await (const line of lines(ReadableStream.from(pieces))) found.push(new TextDecoder().decode(line));
  return found;
}

Deno.test("lines are the same however the stream is cut, and half a line is none", async () => {
  const text = fc.array(fc.constantFrom("a", "é", "🙂", "\n")).map((characters) => characters.join(""));
  await fc.assert(fc.asyncProperty(text, fc.array(fc.nat()), async (text, cuts) => {
    assert.deepEqual(await linesOf(text, cuts), text.split("\n").slice(0, -1));
  }));
});

Deno.test("leaving early cancels the stream", async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("a\n")),
    cancel: () => void (cancelled = true),
  });
  for await (const _ of lines(endless)) break;
  assert.ok(cancelled);
});
