/** `deno task outages`: the API server or etcd goes down, or connections go silent, in the middle of a run and at rest: what it took, as a table. */

import { withCluster } from "../../with_cluster.ts";
import { openSite } from "../site.ts";
import { type Case, down, halfOpen, lineOf, moments, suffer } from "./outage.ts";

const name = "outages";
const outages = [
  ...(["kube-apiserver", "etcd"] as const).flatMap((program) => [1, 10, 60].map((seconds) => down(program, seconds))),
  halfOpen,
];
const all: readonly Case[] = [
  ...outages.flatMap((outage) => moments.map((moment) => ({ outage, moment, replicas: 1 as const }))),
  ...moments.map((moment) => ({ outage: down("kube-apiserver", 10), moment, replicas: 2 as const })),
];

const usage = `Usage: deno run -A tests/faults/outages/main.ts [WORD]...

Plays every outage, or those that have one of the words in their line:
${all.map((one) => `  ${lineOf(one)}`).join("\n")}
`;

async function main(words: readonly string[]): Promise<number> {
  const chosen = all.filter((one) => words.length === 0 || words.some((word) => lineOf(one).includes(word)));
  if (chosen.length === 0) {
    console.error(usage);
    return 2;
  }
  return await withCluster({ name, node: "none" }, async (_env, cluster) => {
    await using site = await openSite(cluster);
    let failed = 0;
    for (const one of chosen) {
      const { outage } = one;
      const line = lineOf(one);
      const { away, converged, shown, lists, violations, log } = await suffer(site, one);
      const [load = 0] = Deno.loadavg();
      console.log(
        `${line.padEnd(48)} away ${seconds(away)}, shown ${seconds(shown)} and done ${
          seconds(converged)
        } later, lists ${JSON.stringify(lists)} ` +
          `(load ${load.toFixed(1)})`,
      );
      const isLate = converged - shown > outage.limit * 1000;
      if (violations.length === 0 && !isLate) continue;
      failed += 1;
      console.log(`FAILED  deno run -A tests/faults/outages/main.ts "${line}"`);
      if (isLate) console.log(`  it needed more than ${outage.limit} s`);
      for (const violation of violations) console.log(`  ${violation}`);
      for (const line of log) console.log(`    ${line}`);
    }
    return failed === 0 ? 0 : 1;
  });
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(7);
}

if (import.meta.main) {
  Deno.exit(
    await main(Deno.args).catch((error) => {
      console.error(error);
      return 1;
    }),
  );
}
