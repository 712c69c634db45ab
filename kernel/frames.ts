/** Cuts a stream of bytes into frames: before each there is its length, in four bytes, the highest first. */

import { joined } from "./chunks.ts";

const head = 4;
/** Bytes. Far more than an object can have, so that what is no length is noticed before it fills the memory. */
const longest = 64 << 20;

/** As with lines, half a frame is never given out, and a frame is good until the next one is asked for. Throws if one is too long. */
export async function* frames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let begun: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = begun.length === 0 ? chunk : joined([begun, chunk]);
    let start = 0;
    for (let end = endOf(bytes, start); end <= bytes.length; end = endOf(bytes, start)) {
      yield bytes.subarray(start + head, end);
      start = end;
    }
    begun = bytes.slice(start);
  }
}

/** Of the frame that starts there; Infinity if its length is not there yet. */
function endOf(bytes: Uint8Array, start: number): number {
  if (bytes.length - start < head) return Infinity;
  const length = new DataView(bytes.buffer, bytes.byteOffset + start).getUint32(0);
  if (length > longest) throw new RangeError(`Cannot read a frame of ${length} bytes`);
  return start + head + length;
}
