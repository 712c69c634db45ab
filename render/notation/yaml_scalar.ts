/** What a plain YAML scalar means to kubectl, which reads YAML 1.1 through go-yaml. */

import { bigintOf, floatOf, intOf } from "../language/literal.ts";

export type Resolved =
  | { readonly type: "null"; readonly value: null }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int" | "float"; readonly value: number }
  | { readonly type: "string" | "timestamp" | "merge"; readonly value: string };

const words: ReadonlyMap<string, Resolved> = new Map<string, Resolved>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, { type: "null", value: null }] as const),
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) =>
    [word, { type: "bool", value: true }] as const
  ),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) =>
    [word, { type: "bool", value: false }] as const
  ),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, { type: "float", value: NaN }] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) =>
    [word, { type: "float", value: Infinity }] as const
  ),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, { type: "float", value: -Infinity }] as const),
  ["<<", { type: "merge", value: "<<" }],
]);

const timestamp =
  /^\d{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;

/** Dates are told apart only so that a writer can quote them: read, they are strings. */
export function resolve(text: string): Resolved {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (text.startsWith(".")) {
    const float = floatOf(text);
    if (float !== undefined && Number.isFinite(float)) return { type: "float", value: float };
  } else if (/^[-+\d]/.test(text)) {
    if (timestamp.test(text)) return { type: "timestamp", value: text };
    const digits = text.replaceAll("_", "");
    const int = intOf(digits) ?? unsigned(digits);
    if (int !== undefined) return { type: "int", value: Number(int) };
    const isFloat = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits);
    if (isFloat && Number.isFinite(Number(digits))) return { type: "float", value: Number(digits) };
  }
  return { type: "string", value: text };
}

/** Go tries 64 bits without a sign after 64 bits with one. */
function unsigned(digits: string): bigint | undefined {
  if (!/^(?:[1-9]\d*|0x[\da-fA-F]+)$/.test(digits)) return undefined;
  const value = bigintOf(digits);
  return value < 1n << 64n ? value : undefined;
}
