/** Quotes for messages, as Go's package time writes them: byte by byte. */

import { concat, deferred, type Text } from "../../rope.ts";
import { bytes } from "../../utf8.ts";

/** The text with a character for each byte of its UTF-8. */
export function byteString(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => String.fromCharCode(...bytes(character)));
}

/** A part of `source` in quotes: a value if that is one. */
export function quoted(part: string, source: Text): Text {
  return typeof source === "string" ? quotedBytes(byteString(part)) : concat('"', deferred(part), '"');
}

/** The same for a part of a byte string that was made of `source`. */
export function quotedPart(part: string, source: Text): Text {
  return typeof source === "string" ? quotedBytes(part) : concat('"', deferred(part), '"');
}

function quotedBytes(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[^ -\x7f]/g, escape)}"`;
}

function escape(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
