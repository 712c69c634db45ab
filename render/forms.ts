/** Parses what templates write, and keeps the parsed form: the next unit mostly differs from it in the values only. */

import type { Manuscript } from "./placeholders.ts";
import { type Read, readYaml } from "./notation/yaml.ts";

/** Characters of a source that is worth its memory. */
const maxKept = 16 * 1024;

/** The forms of one template, of which the last is kept. */
export class Forms {
  #last: { source: string; mark: string; read: Read } | undefined;

  /** The documents of `manuscript`, with a Blank for every scalar that values go into. */
  read(manuscript: Manuscript): Read {
    const { source, mark } = manuscript;
    if (this.#last?.source === source && this.#last.mark === mark) return this.#last.read;
    let hasValuesInKeys = false;
    const read = readYaml(source, (scalar) => {
      const blank = manuscript.blankIn(scalar);
      if (blank === undefined || !scalar.isKey) return blank;
      hasValuesInKeys = true;
      return manuscript.fillKey(blank);
    });
    // Other values in keys make other mappings.
    if (!hasValuesInKeys && source.length <= maxKept) this.#last = { source, mark, read };
    return read;
  }
}
