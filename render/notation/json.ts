/** Writes values as JSON the way Go's encoding/json does. */

import { allowText } from "../budget.ts";
import { deferred, flat, isText, type Piece, pieces, rope, type Text } from "../rope.ts";
import { Complex, Dict, Int, isNil, List, Struct, type Value } from "../value.ts";

interface Style {
  /** Escapes `<`, `>` and `&`, as json.Marshal does. */
  readonly html: boolean;
  /** Spaces per level; without it, all on one line. */
  readonly indent?: number;
}

/**
 * The punctuation is trusted; strings that came from values stay deferred. Undefined for what JSON cannot say (NaN, complex numbers).
 */
export function toJson(value: Value, style: Style): Text | undefined {
  const parts: Piece[] = [];
  return write(parts, value, style, "\n") ? rope(parts) : undefined;
}

function write(parts: Piece[], value: Value, style: Style, line: string): boolean {
  if (value === undefined || value === null || isNil(value)) parts.push("null");
  else if (typeof value === "boolean") parts.push(String(value));
  else if (typeof value === "number") {
    if (!Number.isFinite(value)) return false;
    parts.push(Object.is(value, -0) ? "-0" : String(value));
  } else if (value instanceof Int) parts.push(String(value.value));
  else if (value instanceof Complex) return false;
  else if (isText(value)) parts.push(...pieces(quoted(value, style)));
  else if (value instanceof Struct && value.printed !== undefined) {
    return value.encoded !== null && write(parts, value.encoded, style, line);
  } else if (value instanceof List) {
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
  const escaping = html ? "\u2028\u2029<>&" : "\u2028\u2029";
  let longer = 0;
  for (let i = 0; i < text.length; i++) if (escaping.includes(text.charAt(i))) longer += 5;
  allowText(text.length + longer);
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  if (!html) return escaped;
  return escaped.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
}
