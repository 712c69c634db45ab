/** Go's strconv.Quote, without the quotes around. */

const letters: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

const unprintable = /["\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** Go's `%q`. */
export function goQuote(text: string): string {
  return `"${goQuoteInner(text)}"`;
}

/** With `ascii`, everything outside ASCII is escaped too, as `%+q` does. */
export function goQuoteInner(text: string, ascii = false): string {
  const escaped = text.replace(unprintable, escape);
  return ascii ? escaped.replace(/[^\0-\x7f]/gu, escape) : escaped;
}

/** Go's unicode.IsPrint for one character. */
export function isPrintable(character: string): boolean {
  return character === '"' || character === "\\" || character.replace(unprintable, "") !== "";
}

function escape(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  const letter = letters[character];
  if (letter !== undefined) return letter;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, "0")}`;
  if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
