/** Reads the body of an answer so that a signal surely ends it. */

/**
 * The chunks of a body, until it ends. When the signal fires it throws the signal's reason and gives the connection up. Deno 2.9
 * forgets the signal given to `fetch` at the first garbage collection after the headers, so that cannot end a body.
 */
export async function* chunks(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  const giveUp = () => void reader.cancel(signal.reason).catch(() => {}); // a body that broke already needs no cancelling
  signal.addEventListener("abort", giveUp);
  try {
    if (signal.aborted) giveUp();
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", giveUp);
    giveUp();
  }
}

/** The whole body as text, under the same conditions. */
export async function textOf(body: ReadableStream<Uint8Array> | null, signal: AbortSignal): Promise<string> {
  const pieces: Uint8Array[] = [];
  if (body) { for await (const chunk of chunks(body, signal)) pieces.push(chunk); }
  return new TextDecoder().decode(joined(pieces));
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
