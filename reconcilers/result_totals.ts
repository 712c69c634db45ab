/** Sums up what the agents of a run say. Each result is added once: in the status that first says it was reported. */

import type { Results, TaskResult } from "../crds/kinds.ts";

/** Undefined as long as no agent said anything. */
export function totalsOf(before: Results | undefined, news: readonly TaskResult[]): Results | undefined {
  return news.reduce(plus, before);
}

const none: Results = { changed: 0, noChange: 0, failed: 0, unknown: 0 };
const countedAs = { Changed: "changed", NoChange: "noChange", Failed: "failed", Unknown: "unknown" } as const;

function plus(total: Results | undefined, { outcome, usage = {} }: TaskResult): Results {
  const { inputTokens, outputTokens, costUSD, ...counts } = total ?? none;
  const counted = countedAs[outcome];
  return {
    ...counts,
    [counted]: counts[counted] + 1,
    ...sum("inputTokens", inputTokens, usage.inputTokens),
    ...sum("outputTokens", outputTokens, usage.outputTokens),
    ...(costUSD ?? usage.costUSD) !== undefined && { costUSD: dollars(micros(costUSD) + micros(usage.costUSD)) },
  };
}

function sum(name: "inputTokens" | "outputTokens", one: number | undefined, other: number | undefined) {
  return (one ?? other) === undefined ? {} : { [name]: (one ?? 0) + (other ?? 0) };
}

/** Millionths of a dollar: money is not counted in floats. */
function micros(costUSD = "0"): bigint {
  const [whole = "", fraction = ""] = costUSD.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
}

/** With at least two digits behind the point. */
function dollars(micros: bigint): string {
  const fraction = `${micros % 1_000_000n}`.padStart(6, "0").replace(/0{1,4}$/, "");
  return `${micros / 1_000_000n}.${fraction}`;
}
