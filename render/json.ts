/** Writes values as JSON the way Go's encoding/json does. */

import { deferred, flat, isText, type Piece, pieces, rope, type Text } from "./rope.ts";
import { Dict, Int, List, nilList, nilStrings, type Value } from "./value.ts";

interface Style {
  /** Escapes `<`, `>` and `&`, as json.Marshal does. */
  readonly html: boolean;
  /** Spaces per level; without it, all on one line. */
  readonly indent?: number;
}

/**
 * The punctuation is trusted; strings that came from values stay deferred. Undefined for what JSON cannot say (NaN).
 */
export function toJson(value: Value, style: Style): Text | undefined {
  const parts: Piece[] = [];
  return write(parts, value, style, "\n") ? rope(parts) : undefined;
}

function write(parts: Piece[], value: Value, style: Style, line: string): boolean {
  if (value === undefined || value === null || value === nilList || value === nilStrings) parts.push("null");
  else if (typeof value === "boolean") parts.push(String(value));
  else if (typeof value === "number") {
    if (!Number.isFinite(value)) return false;
    parts.push(Object.is(value, -0) ? "-0" : String(value));
  } else if (value instanceof Int) parts.push(String(value.value));
  else if (isText(value)) parts.push(...pieces(quoted(value, style)));
  else if (value instanceof List) {
    const inner = (item: Value, line: string) => write(parts, item, style, line);
    return group(parts, ["[", "]"], value.items, style, line, inner);
  } else {
    const entries = value instanceof Dict ? value.entries() : [...value.fields].map(([key, value]) => ({ key, value }));
    return group(parts, ["{", "}"], entries, style, line, ({ key, value }, line) => {
      parts.push(...pieces(quoted(key, style)), style.indent === undefined ? ":" : ": ");
      return write(parts, value, style, line);
    });
  }
  return true;
}

function group<T>(
  parts: Piece[],
  [open, close]: readonly [string, string],
  items: readonly T[],
  { indent }: Style,
  line: string,
  writeItem: (item: T, line: string) => boolean,
): boolean {
  const inside = indent === undefined || items.length === 0 ? "" : line + " ".repeat(indent);
  parts.push(open);
  for (const [i, item] of items.entries()) {
    parts.push(i === 0 ? inside : `,${inside}`);
    if (!writeItem(item, inside)) return false;
  }
  parts.push(inside === "" ? close : line + close);
  return true;
}

function quoted(text: Text, { html }: Style): Text {
  const escaped = escape(flat(text), html);
  if (typeof text === "string") return `"${escaped}"`;
  return rope(['"', ...deferred(flat(text), escaped, "escaped").pieces, '"']);
}

function escape(text: string, html: boolean): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(/[\u2028\u2029]/g, unicodeEscape);
  return html ? escaped.replace(/[<>&]/g, unicodeEscape) : escaped;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
