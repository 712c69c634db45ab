/** Text that Markdown takes for text. */

/**
 * Escapes what means something within a line, in CommonMark and in GitHub's tables and links. The templates escape `<`, `>`, `&`,
 * quotes and backticks after that, as HTML; and they put no text where a block could begin.
 */
export function escapedForMarkdown(text: string): string {
  return text.replace(/[\\*_[\]()#~!|{}@+^$]|:(?=\/|[a-z])/gi, "\\$&").replace(/\bwww(?=\.)/gi, "$&\\");
}
