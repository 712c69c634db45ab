/** Go counts and cuts strings in UTF-8 bytes. */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The string of some bytes; what is not UTF-8, such as half a character, becomes U+FFFD. */
export function stringOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Bytes from `start` to `end`, where both lie in the text. */
export function byteSlice(text: string, start: number, end?: number): string {
  return stringOf(bytes(text).subarray(start, end));
}
