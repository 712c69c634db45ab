/** The fenced blocks of a page, in order. */

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** Of a page in `docs/`. */
export function blocksOf(page: string): Block[] {
  const text = Deno.readTextFileSync(new URL(`../../docs/${page}`, import.meta.url));
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({ language, text }));
}
