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
  for (const part of text === "" ? [] : text.split(",")) {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (!match || first > last || last - first >= 100_000) {
      throw new SyntaxError(`Cannot read intervals "${text.slice(0, 80)}"`);
    }
    for (let index = first; index <= last; index++) indexes.add(index);
  }
  return indexes;
}
