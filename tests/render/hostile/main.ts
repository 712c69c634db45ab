/** `deno task hostile [--pairs 100000] [--seed 1]`: the law that values are never syntax, for as many pairs as you like. */

import { parseArgs } from "node:util";
import { assertTelling, check, type Tally } from "./property.ts";

const { values } = parseArgs({ options: { pairs: { type: "string" }, seed: { type: "string" } } });
const pairs = Number(values.pairs ?? 100_000);
const seed = Number(values.seed ?? 1);
const atOnce = 5_000;
if (!Number.isInteger(pairs) || pairs < 1 || !Number.isInteger(seed)) {
  throw new Error("Cannot run: --pairs and --seed take whole numbers");
}

const sum: Tally = { jobs: 0, refused: 0, oneSided: 0 };
for (let done = 0; done < pairs; done += atOnce) {
  const tally = check(seed + done / atOnce, Math.min(atOnce, pairs - done));
  sum.jobs += tally.jobs;
  sum.refused += tally.refused;
  sum.oneSided += tally.oneSided;
}
console.log(
  `${pairs} pairs from seed ${seed}: ${sum.jobs} made two Jobs of one shape, ${sum.refused} none with any values, ` +
    `${sum.oneSided} one only, for a reason that has a name`,
);
assertTelling(sum, pairs);
