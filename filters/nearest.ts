/** Finds the word that somebody meant. */

/** The word that takes the fewest slips of typing to become `typed`, if they are one or two and fewer than its letters. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const near = words.map((word) => ({ word, slips: slipsBetween(typed, word) }))
    .filter(({ word, slips }) => slips <= 2 && slips < word.length);
  return near.sort((one, other) => one.slips - other.slips)[0]?.word;
}

/** Letters added, left out, replaced or swapped with the next one (Damerau and Levenshtein, each place touched once). */
export function slipsBetween(one: string, other: string): number {
  let [twoAgo, previous]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let slips = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) slips = Math.min(slips, at(twoAgo, j - 2) + 1);
      row.push(slips);
    }
    [twoAgo, previous] = [previous, row];
  }
  return at(previous, other.length);
}

/** A row is as long as the other word, and one more. */
function at(row: readonly number[], j: number): number {
  return row[j] ?? Infinity;
}
