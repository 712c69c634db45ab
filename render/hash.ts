/** Hashes of texts, without Node's crypto module: loading that takes ten megabytes and the first look of a new process 0.1 s longer. */

import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytes } from "./utf8.ts";

const algorithms = { sha1, sha256, sha512 };

/** Of the text's UTF-8 bytes, in hexadecimal. */
export function hash(algorithm: keyof typeof algorithms, text: string): string {
  return algorithms[algorithm](bytes(text)).toHex();
}
