/** JSON, YAML, base64 and hashes. The encoders write trusted punctuation around strings that stay deferred. */

import { createHash } from "node:crypto";
import { toJson } from "../json.ts";
import { bytes, stringOf } from "../utf8.ts";
import { Dict, List, type Value, valueOfJson } from "../value.ts";
import { readYaml } from "../yaml.ts";
import { toYaml } from "../yaml_writer.ts";
import { any, computes, encodes, FunctionError, type FunctionTable, string } from "./function.ts";

export const encodings: FunctionTable = {
  toJson: encodes([any], (value) => toJson(value, { html: true }) ?? ""),
  toRawJson: encodes([any], (value) => toJson(value, { html: false }) ?? unsupported()),
  toPrettyJson: encodes([any], (value) => toJson(value, { html: true, indent: 2 }) ?? ""),
  fromJson: computes([string], (text) => decodeMap(() => parseJson(text))),
  fromJsonArray: computes([string], (text) => decodeList(() => parseJson(text))),
  toYaml: encodes([any], (value) => toYaml(value) ?? ""),
  fromYaml: computes([string], (text) => decodeMap(() => parseYaml(text), viaJson)),
  fromYamlArray: computes([string], (text) => decodeList(() => parseYaml(text), viaJson)),
  b64enc: computes([string], (text) => bytes(text).toBase64()),
  b64dec: computes([string], (text) => decodeBase64(text)),
  sha256sum: computes([string], (text) => createHash("sha256").update(bytes(text)).digest("hex")),
};

function unsupported(): never {
  throw new FunctionError("json: unsupported value");
}

/** What is wrong with a document that a template decodes: Helm hands it to the template as a value. */
class DecodeError extends Error {}

/** What sigs.k8s.io/yaml puts before a complaint of the JSON decoder. */
const viaJson = "error unmarshaling JSON: while decoding JSON: ";

function decodeMap(decode: () => Value, prefix = ""): Value {
  return decoded(decode, (value) => {
    if (value instanceof Dict) return value;
    if (value === null) return new Dict();
    throw new DecodeError(
      `${prefix}json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`,
    );
  }, (message) => new Dict().set("Error", message));
}

function decodeList(decode: () => Value, prefix = ""): Value {
  return decoded(decode, (value) => {
    if (value instanceof List) return value;
    if (value === null) return new List([]);
    throw new DecodeError(`${prefix}json: cannot unmarshal ${jsonKind(value)} into Go value of type []interface {}`);
  }, (message) => new List([message]));
}

function decoded(decode: () => Value, expect: (value: Value) => Value, failed: (message: string) => Value): Value {
  try {
    return expect(decode());
  } catch (error) {
    if (error instanceof DecodeError) return failed(error.message);
    throw error;
  }
}

function jsonKind(value: Value): string {
  if (value instanceof List) return "array";
  if (value instanceof Dict) return "object";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function parseJson(text: string): Value {
  const depth = nesting(text);
  if (depth > 500) throw new DecodeError("exceeded max depth");
  try {
    return valueOfJson(JSON.parse(text), (string) => string);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DecodeError(text.trim() === "" ? "unexpected end of JSON input" : error.message);
  }
}

/** How deep brackets nest at most: a bound, since brackets inside strings count too. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

function parseYaml(text: string): Value {
  const read = readYaml(text);
  if (read.ok) return valueOfJson(read.documents[0] ?? null, (string) => string);
  throw new DecodeError(`error converting YAML to JSON: ${read.problem}`);
}

/** Sprig gives the error's text as the result. */
function decodeBase64(text: string): string {
  const wrong = wrongByte(text);
  if (wrong !== undefined) return `illegal base64 data at input byte ${wrong}`;
  return stringOf(Uint8Array.fromBase64(text, { lastChunkHandling: "loose" }));
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
