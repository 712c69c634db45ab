/** Places on an axis of time. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distances between marks that read well. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * day),
];

/** The smallest good distance that divides `length` milliseconds into at most `most` parts. */
export function stepFor(length: number, most: number): number {
  return steps.find((step) => length / step <= most) ?? Math.ceil(length / most / day) * day;
}

/** To a tenth: finer than anybody sees, and short in the file. */
export function rounded(place: number): number {
  return Math.round(place * 10) / 10;
}
