/** Cuts a stream of bytes into its lines. */

import { joined } from "./chunks.ts";

const NEWLINE = 0x0A;

/**
 * The lines of a text, without their line breaks. What follows the last line break is half a line and never given out: a watch may
 * end cleanly in the middle of an event. Whole lines as bytes, because a chunk may end in the middle of a UTF-8 character. A line, like
 * a chunk, is good until the next one is asked for.
 */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let begun: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield joined([...begun, chunk.subarray(start, end)]);
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.slice(start));
  }
}
