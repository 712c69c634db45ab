/** Figures for people. */

/** What was measured, and what is wanted of it. */
export interface Row extends Spread {
  readonly what: string;
  readonly wanted?: string;
}

/** As text: the median, and the smallest and the largest. */
export interface Spread {
  readonly median: string;
  readonly spread: string;
}

/** One value. */
export function row(what: string, value: number, digits = 0, wanted = ""): Row {
  return { what, ...spreadOf([value], digits), wanted };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which that share of the values is; between two of them in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}

/** Without a spread where there is but one value. */
export function spreadOf(values: readonly number[], digits = 0): Spread {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return {
    median: figure(median(values), digits),
    spread: values.length > 1 ? `${figure(least, digits)}–${figure(most, digits)}` : "",
  };
}

export function figure(value = NaN, digits = 0): string {
  return value.toFixed(digits);
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ what, median, spread, wanted = "" }) => [what, median, spread, wanted]);
  return table([["what", "median", "spread", "wanted"], ...cells]);
}

/** Columns in line; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}
