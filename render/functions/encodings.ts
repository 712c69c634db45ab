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
  fromYaml: computes([string], (text) => decodeMap(() => parseYaml(text))),
  fromYamlArray: computes([string], (text) => decodeList(() => parseYaml(text))),
  b64enc: computes([string], (text) => bytes(text).toBase64()),
  b64dec: computes([string], (text) => decodeBase64(text)),
  sha256sum: computes([string], (text) => createHash("sha256").update(bytes(text)).digest("hex")),
};

function unsupported(): never {
  throw new FunctionError("json: unsupported value");
}

/** What is wrong with a document that a template decodes: Helm hands it to the template as a value. */
class DecodeError extends Error {}

function decodeMap(decode: () => Value): Value {
  return decoded(decode, (value) => {
    if (value instanceof Dict) return value;
    if (value === null) return new Dict();
    throw new DecodeError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`);
  }, (message) => new Dict().set("Error", message));
}

function decodeList(decode: () => Value): Value {
  return decoded(decode, (value) => {
    if (value instanceof List) return value;
    if (value === null) return new List([]);
    throw new DecodeError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type []interface {}`);
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

const base64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** Sprig gives the error's text as the result. */
function decodeBase64(text: string): string {
  const data = text.replace(/[\r\n]/g, "");
  if (base64.test(data)) return stringOf(Uint8Array.fromBase64(data, { lastChunkHandling: "loose" }));
  return `illegal base64 data at input byte ${wrongByte(text)}`;
}

function wrongByte(text: string): number {
  const data = text.replace(/=+[\r\n]*$/, "");
  const wrong = data.search(/[^A-Za-z\d+/\r\n]/);
  if (wrong >= 0) return bytes(data.slice(0, wrong)).length;
  const whole = text.replace(/[\r\n]/g, "");
  return whole.length - whole.length % 4;
}
