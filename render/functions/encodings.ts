/** JSON and YAML. The encoders write trusted punctuation around strings that stay deferred. */

import { toJson } from "../json.ts";
import { concat, deferred } from "../rope.ts";
import { Dict, List, type Value, valueOfJson } from "../value.ts";
import { readYaml } from "../yaml.ts";
import { toYaml } from "../yaml_writer.ts";
import { any, computes, encodes, FunctionError, type FunctionTable, string } from "./function.ts";

export const encodings: FunctionTable = {
  toJson: encodes([any], (value) => toJson(value, { html: true }) ?? ""),
  toRawJson: encodes([any], (value) => toJson(value, { html: false }) ?? unsupported()),
  mustToJson: encodes([any], (value) => toJson(value, { html: true }) ?? unsupported()),
  mustToRawJson: encodes([any], (value) => toJson(value, { html: false }) ?? unsupported()),
  mustToPrettyJson: encodes([any], (value) => toJson(value, { html: true, indent: 2 }) ?? unsupported()),
  mustFromJson: computes([string], mustFromJson),
  toPrettyJson: encodes([any], (value) => toJson(value, { html: true, indent: 2 }) ?? ""),
  fromJson: computes([string], (text) => decodeMap(() => parseJson(text))),
  fromJsonArray: computes([string], (text) => decodeList(() => parseJson(text))),
  toYaml: encodes([any], (value) => toYaml(value) ?? ""),
  fromYaml: computes([string], (text) => decodeMap(() => parseYaml(text), viaJson)),
  fromYamlArray: computes([string], (text) => decodeList(() => parseYaml(text), viaJson)),
};

/** Sprig's own, which takes any JSON and fails where Helm's functions give an error as a value. */
function mustFromJson(text: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    throw error instanceof DecodeError ? new FunctionError(deferred(error.message)) : error;
  }
}

function unsupported(): never {
  throw new FunctionError(concat("json: unsupported value: ", deferred("NaN")));
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
