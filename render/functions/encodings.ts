/** JSON and YAML. The encoders write trusted punctuation around strings that stay deferred. */

import { toJson } from "../notation/json.ts";
import { jsonProblem } from "../notation/json_problem.ts";
import { concat, deferred } from "../rope.ts";
import { Dict, List, nilList, type Value, valueOfJson } from "../value.ts";
import { readYaml, syntaxOf } from "../notation/yaml.ts";
import { toYaml } from "../notation/yaml_writer.ts";
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
  toYaml: encodes([any], function (value) {
    return toYaml(value, this) ?? "";
  }),
  fromYaml: computes([string], function (text) {
    this.budget.spend(syntaxOf(text));
    return decodeMap(() => parseYaml(text) ?? new Dict(), viaJson);
  }),
  fromYamlArray: computes([string], function (text) {
    this.budget.spend(syntaxOf(text));
    return decodeList(() => parseYaml(text) ?? new List([]), viaJson);
  }),
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
  throw new FunctionError(concat("json: unsupported ", deferred("value")));
}

/** What is wrong with a document that a template decodes: Helm hands it to the template as a value. */
class DecodeError extends Error {}

/** What sigs.k8s.io/yaml puts before a complaint of the JSON decoder. */
const viaJson = "error unmarshaling JSON: while decoding JSON: ";

function decodeMap(decode: () => Value, prefix = ""): Value {
  return decoded(decode, (value) => {
    if (value instanceof Dict) return value;
    if (value === null) return new Dict("interface {}", true);
    throw new DecodeError(
      `${prefix}json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`,
    );
  }, (message) => new Dict().set("Error", message));
}

function decodeList(decode: () => Value, prefix = ""): Value {
  return decoded(decode, (value) => {
    if (value instanceof List) return value;
    if (value === null) return nilList;
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
    return valueOfJson(JSON.parse(text, finite), (string) => string);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DecodeError(jsonProblem(text) ?? error.message);
  }
}

function finite(_: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  throw new DecodeError("json: cannot unmarshal number into Go value of type float64");
}

/** How deep brackets nest at most: a bound, since brackets inside strings count too. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

function parseYaml(text: string): Value {
  // The parser takes off one byte order mark, Go two.
  const unmarked = text.replace(/^\ufeff(?=\ufeff)/, "");
  const read = readYaml(unmarked.replaceAll("\x85", "\n"), undefined, "last counts");
  if (read.ok) return valueOfJson(read.documents[0] ?? null, (string) => string);
  throw new DecodeError(`error converting YAML to JSON: ${read.problem}`);
}
