/** Text in the cells of a terminal: obeyed by none, and cut where its room ends. */

/** Controls, direction overrides, joiners, halves of characters and what no terminal has a width for. */
const unfit = /^[\p{C}\u2028\u2029]$/u;
const mark = /^[\p{Mn}\p{Me}]$/u;
/** Makes some terminals show the character before it as a picture of two cells. */
const pictureSelector = "\ufe0f";
/** East Asian Width W and F (https://www.unicode.org/reports/tr11), and some neighbours: rather too wide than wrapped. */
const wide =
  /^[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Yi}\u2329\u232a\u2630-\u2637\u268a-\u268f\u2ff0-\u33ff\u4dc0-\u4dff\ufe10-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d37f}\u{1f000}-\u{1faff}]$/u;

/** More of them on one character than any language needs would climb over other lines. */
const marksPerCharacter = 2;

/**
 * The text on one line, or as much of it as fits into so many cells, and then dots. Characters that are no letters, signs or
 * spaces are shown as `�`; with `isAscii` all others than ASCII's as `?`. Reads no more of a long text than it shows.
 */
export function fitted(text: string, cells: number, isAscii = false): string {
  const dots = (isAscii ? "..." : "…").slice(0, Math.max(0, cells));
  let shown = "";
  let used = 0;
  let marks = 0;
  /** How much of `shown` leaves room for the dots. */
  let short = 0;
  for (const character of text) {
    const isMark = mark.test(character);
    marks = isMark ? marks + 1 : 0;
    if (isMark && (isAscii || marks > marksPerCharacter)) continue;
    used += isMark ? Number(character === pictureSelector) : !isAscii && wide.test(character) ? 2 : 1;
    if (used > cells) return shown.slice(0, short) + dots;
    shown += isMark ? character : printable(character, isAscii);
    if (used + dots.length <= cells) short = shown.length;
  }
  return shown;
}

/** How many cells a text takes that is `fitted`, at most: terminals do not agree about pictures. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    width += mark.test(character) ? Number(character === pictureSelector) : wide.test(character) ? 2 : 1;
  }
  return width;
}

function printable(character: string, isAscii: boolean): string {
  if (/^\s$/u.test(character)) return " ";
  if (isAscii) return /^[!-~]$/.test(character) ? character : "?";
  return unfit.test(character) ? "\ufffd" : character;
}
