/** Functions on the bytes of texts: base64, base32 and hashes. */

import { hash } from "../hash.ts";
import { nodeCrypto } from "../node_crypto.ts";
import { concat, deferred } from "../rope.ts";
import { bytes, stringOf } from "../utf8.ts";
import { computes, FunctionError, type FunctionTable, string } from "./function.ts";

export const byteFunctions: FunctionTable = {
  b64enc: computes([string], (text) => bytes(text).toBase64()),
  b64dec: computes([string], (text) => decodeBase64(text)),
  b32enc: computes([string], function (text) {
    this.budget.spendOnText(4 * text.length);
    return encodeBase32(text);
  }),
  b32dec: computes([string], function (text) {
    this.budget.spendOnText(text.length);
    return decodeBase32(text);
  }),
  sha1sum: hashing("sha1"),
  sha256sum: hashing("sha256"),
  sha512sum: hashing("sha512"),
  decryptAES: computes([string, string], decrypt),
  adler32sum: computes([string], (text) => String(adler32(bytes(text)))),
};

function hashing(algorithm: Parameters<typeof hash>[0]) {
  return computes([string], function (text) {
    this.budget.spendOnText(text.length);
    return hash(algorithm, text);
  });
}

/** Undoes Sprig's encryptAES: AES-256 in CBC mode, its key the password and zeros, the first block the start vector. */
function decrypt(password: string, text: string): string {
  if (text === "") return "";
  const problem = base64Problem(text);
  if (problem !== undefined) throw new FunctionError(problem);
  const input = Uint8Array.fromBase64(text);
  const outOfRange = (range: string) =>
    new FunctionError(concat("runtime error: slice bounds out of range ", deferred(range)));
  const capacity = 3 * Math.floor(text.length / 4);
  if (capacity < 16) throw outOfRange(`[:16] with capacity ${capacity}`);
  if (input.length < 16) throw outOfRange(`[16:${input.length}]`);
  if (input.length === 16) throw new FunctionError("runtime error: index out of range [-1]");
  if (input.length % 16 !== 0) throw new FunctionError("crypto/cipher: input not full blocks");
  const key = new Uint8Array(32);
  key.set(bytes(password).subarray(0, 32));
  const decipher = nodeCrypto().createDecipheriv("aes-256-cbc", key, input.subarray(0, 16)).setAutoPadding(false);
  const output = decipher.update(input.subarray(16));
  const padding = output.at(-1) ?? 0;
  if (padding > output.length) throw outOfRange(`[:${output.length - padding}]`);
  return stringOf(output.subarray(0, output.length - padding));
}

function adler32(input: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of input) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function encodeBase32(text: string): string {
  const input = bytes(text);
  const result = new Uint8Array(Math.ceil(input.length / 5) * 8).fill("=".charCodeAt(0));
  let length = 0;
  let pending = 0;
  let bits = 0;
  const put = (digit: number) => result[length++] = base32.charCodeAt(digit & 31);
  for (const byte of input) {
    pending = (pending << 8 | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) put(pending >> (bits - 5));
  }
  if (bits > 0) put(pending << (5 - bits));
  return stringOf(result);
}

/** Sprig gives the error's text as the result. Go's decoder ignores line breaks, and what comes behind padding. */
function decodeBase32(text: string): string {
  // A character for each byte, since Go counts bytes.
  const input = Array.from(bytes(text), (byte) => String.fromCharCode(byte)).join("").replace(/[\r\n]/g, "");
  const output: number[] = [];
  let pending = 0;
  let bits = 0;
  for (let at = 0; at < input.length; at++) {
    const inGroup = at % 8;
    const left = input.length - at - 1;
    if (input[at] === "=" && inGroup >= 2 && left < 8) {
      const problem = paddingProblem(input, at);
      return problem === undefined ? stringOf(new Uint8Array(output)) : illegalBase32(problem);
    }
    const digit = base32.indexOf(input[at] ?? "");
    if (digit === -1) return illegalBase32(at);
    pending = (pending << 5 | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) output.push(pending >> (bits -= 8) & 255);
  }
  const inLast = input.length % 8;
  return inLast === 0 ? stringOf(new Uint8Array(output)) : illegalBase32(input.length - inLast);
}

/** Where Go says that padding from `at` on is wrong. */
function paddingProblem(input: string, at: number): number | undefined {
  const inGroup = at % 8;
  const left = input.length - at - 1;
  if (left + inGroup < 7) return input.length;
  const stray = [...input.slice(at + 1, at + 8 - inGroup)].findIndex((character) => character !== "=");
  if (stray !== -1) return at + stray;
  return [1, 3, 6].includes(inGroup) ? at : undefined;
}

function illegalBase32(at: number): string {
  return `illegal base32 data at input byte ${at}`;
}

/** Sprig gives the error's text as the result. */
function decodeBase64(text: string): string {
  return base64Problem(text) ?? stringOf(Uint8Array.fromBase64(text));
}

function base64Problem(text: string): string | undefined {
  const wrong = wrongByte(text);
  return wrong === undefined ? undefined : `illegal base64 data at input byte ${wrong}`;
}

/** Where Go's decoder gives up, which ignores line breaks and wants padding. */
function wrongByte(text: string): number | undefined {
  const input = bytes(text);
  const isBreak = (at: number) => input[at] === 10 || input[at] === 13;
  let count = 0;
  let at = 0;
  for (; at < input.length; at++) {
    if (isBreak(at)) continue;
    const character = String.fromCharCode(input[at] ?? 0);
    if (character === "=") break;
    if (!/[A-Za-z\d+/]/.test(character)) return at;
    count = (count + 1) % 4;
  }
  if (at === input.length) return count === 0 ? undefined : at - count;
  if (count < 2) return at;
  const rest = [...input.keys()].slice(at).filter((at) => !isBreak(at));
  const padding = 4 - count;
  if (rest.length < padding) return input.length;
  const stray = rest.findIndex((at, i) => i >= padding || input[at] !== 61);
  const where = rest[stray];
  return where === undefined || stray >= padding ? where : where - 1;
}
