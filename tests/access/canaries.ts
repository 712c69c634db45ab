/** Marks in what users entrust to a cluster. Where one turns up, something has leaked. */

/** Marks by what they are put into. */
export class Canaries {
  readonly #texts = new Map<string, string>();

  /** A text of its own for each place; always the same for the same one. */
  of(place: string): string {
    const text = this.#texts.get(place) ?? `canary${crypto.randomUUID().replaceAll("-", "")}`;
    this.#texts.set(place, text);
    return text;
  }

  /** The places whose marks stand in `text`: as they are, in other letters, or in base64. */
  in(text: string): string[] {
    const small = text.toLowerCase();
    return [...this.#texts].filter(([, canary]) => {
      return small.includes(canary) || inBase64(canary).some((form) => text.includes(form));
    }).map(([place]) => place);
  }

  /** `place in trace` for every mark that is in a trace, by the traces' names. */
  leaks(traces: Readonly<Record<string, string>>): string[] {
    return Object.entries(traces).flatMap(([trace, text]) => this.in(text).map((place) => `${place} in ${trace}`));
  }
}

/** How the text looks inside longer ones: the bytes in front decide how its bits fall. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = btoa(" ".repeat(before) + text);
    // Without the characters that hold bits of what is around it.
    return encoded.slice(before === 0 ? 0 : before + 1, -4);
  });
}
