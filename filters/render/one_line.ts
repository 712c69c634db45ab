/** Text as one line of a terminal, which shows it and obeys none of it. */

export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ");
}
