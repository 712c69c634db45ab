/** Keeps values safe from Kubernetes, which expands `$(NAME)` and turns `$$` into `$` in commands and environment variables. */

import type { Segment } from "./placeholders.ts";

/**
 * The text that Kubernetes expands to what `segments` say. References in the template's own text stay references;
 * one that a value takes part in is none. The rules are those of k8s.io/kubernetes/third_party/forked/golang/expansion.
 */
export function protect(segments: readonly Segment[]): string {
  const text = segments.map((segment) => segment.text).join("");
  if (!text.includes("$")) return text;
  const isValue = valueMarks(segments, text.length);
  let out = "";
  let at = 0;
  let close = -1;
  let value = isValue.indexOf(1);
  for (let dollar = text.indexOf("$"); dollar >= 0; dollar = text.indexOf("$", at)) {
    out += text.slice(at, dollar);
    at = dollar + 1;
    if (close !== Infinity && close < at) close = indexOrInfinity(text.indexOf(")", at));
    if (value >= 0 && value < at) value = isValue.indexOf(1, at);

    const next = text[at];
    const ownPair = !isValue[dollar] && at < text.length && !isValue[at];
    const isReference = ownPair && next === "(" && close < Infinity && (value < 0 || value > close);
    if (isReference) {
      out += text.slice(dollar, close + 1);
      at = close + 1;
    } else if (ownPair && next === "$") {
      out += "$$";
      at++;
    } else {
      const couldStart = isValue[dollar] || ((next === "$" || next === "(") && (!ownPair || close < Infinity));
      out += couldStart ? "$$" : "$";
    }
  }
  return out + text.slice(at);
}

/** 1 for every character that came from a value. */
function valueMarks(segments: readonly Segment[], length: number): Uint8Array {
  const marks = new Uint8Array(length);
  let at = 0;
  for (const { text, fromValue } of segments) {
    if (fromValue) marks.fill(1, at, at + text.length);
    at += text.length;
  }
  return marks;
}

function indexOrInfinity(index: number): number {
  return index < 0 ? Infinity : index;
}
