/** Sets of indexes as Kubernetes' Indexed Jobs write them: `0-4,7,9-10`. */

/** Ascending indexes without repetition → text; none → empty text. */
export function formatIntervals(indexes: Iterable<number>): string {
  const parts: string[] = [];
  let first = -1;
  let last = -2;
  const close = () => {
    if (first >= 0) parts.push(first === last ? `${first}` : `${first}-${last}`);
  };
  for (const index of indexes) {
    if (index !== last + 1) {
      close();
      first = index;
    }
    last = index;
  }
  close();
  return parts.join(",");
}

/** The reverse of `formatIntervals`. Throws a SyntaxError for any other text. */
export function parseIntervals(text: string): Set<number> {
  const indexes = new Set<number>();
  for (const [first, last] of rangesIn(text)) {
    for (let index = first; index <= last; index++) indexes.add(index);
  }
  return indexes;
}

/** The same for who only asks whether an index is in it: a byte for each index, whatever the order. */
export class Indexes {
  readonly #bytes: Uint8Array;

  constructor(text: string) {
    const ranges = [...rangesIn(text)];
    this.#bytes = new Uint8Array(ranges.reduce((most, [, last]) => Math.max(most, last), -1) + 1);
    for (const [first, last] of ranges) this.#bytes.fill(1, first, last + 1);
  }

  has(index: number): boolean {
    return this.#bytes[index] === 1;
  }
}

/** First and last index of each part. */
function* rangesIn(text: string): Iterable<readonly [number, number]> {
  for (const part of text === "" ? [] : text.split(",")) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (!match || first > last || last - first >= 100_000) {
      throw new SyntaxError(`Cannot read intervals "${text.slice(0, 80)}"`);
    }
    yield [first, last];
  }
}
