/** `deno task outages`: the API server or etcd goes down, or connections go silent, in the middle of a run and at rest: what it took, as a table. */

import { withCluster } from "../../with_cluster.ts";
import { down, halfOpen, moments, suffer } from "./outage.ts";
import { openSite } from "../site.ts";

const name = "outages";
const all = [
  ...(["kube-apiserver", "etcd"] as const).flatMap((program) => [1, 10, 60].map((seconds) => down(program, seconds))),
  halfOpen,
];

const usage = `Usage: deno run -A tests/faults/outages/main.ts [WORD]...

Plays every outage, or those that have one of the words in their line:
${all.flatMap((outage) => moments.map((moment) => `  ${outage.name}, ${moment}`)).join("\n")}
`;

async function main(words: readonly string[]): Promise<number> {
  const chosen = all.flatMap((outage) =>
    moments.map((moment) => ({ outage, moment, line: `${outage.name}, ${moment}` }))
  )
    .filter(({ line }) => words.length === 0 || words.some((word) => line.includes(word)));
  if (chosen.length === 0) {
    console.error(usage);
    return 2;
  }
  return await withCluster({ name, node: "none" }, async (_env, cluster) => {
    await using site = await openSite(cluster);
    let failed = 0;
    for (const { outage, moment, line } of chosen) {
      const { away, converged, shown, lists, violations, log } = await suffer(site, outage, moment);
      const [load = 0] = Deno.loadavg();
      console.log(
        `${line.padEnd(36)} away ${seconds(away)}, shown ${seconds(shown)} and done ${
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
