/** Reads the body of an answer so that a signal surely ends it, and into few buffers. */

/** Bytes. Most answers fit into the first buffer; what fills it gets larger ones. */
const first = 4_096;
const larger = 65_536;

/**
 * The chunks of a body, until it ends: each is good until the next one is asked for, since its buffer is used again (of its own accord,
 * Deno takes two of 64 KiB for every answer). When the signal fires it throws the signal's reason and gives the connection up. Deno 2.9
 * forgets the signal given to `fetch` at the first garbage collection after the headers, so that cannot end a body.
 */
export async function* chunks(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader({ mode: "byob" });
  const giveUp = () => void reader.cancel(signal.reason).catch(() => {}); // a body that broke already needs no cancelling
  signal.addEventListener("abort", giveUp);
  try {
    if (signal.aborted) giveUp();
    let buffer = new ArrayBuffer(first);
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done) break;
      yield value;
      buffer = value.length === first ? new ArrayBuffer(larger) : value.buffer;
    }
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", giveUp);
    giveUp();
  }
}

/** The whole body, under the same conditions. */
export async function bytesOf(body: ReadableStream<Uint8Array> | null, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of body ? chunks(body, signal) : []) pieces.push(chunk.slice());
  return joined(pieces);
}

/** The whole body as text, under the same conditions. */
export async function textOf(body: ReadableStream<Uint8Array> | null, signal: AbortSignal): Promise<string> {
  return new TextDecoder().decode(await bytesOf(body, signal));
}

/** The pieces as one array of bytes. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
