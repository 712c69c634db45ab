/** `deno task soak`: breaks things at random for as long as wanted, on a cluster of its own, and says what came of it. */

import { parseArgs } from "node:util";
import { withCluster } from "../../with_cluster.ts";
import { openLane } from "../lane.ts";
import { soak } from "./soak.ts";

const usage = `Usage: deno task soak [options]

Runs come and go while the operator is killed, requests are lost or refused and watches break, all at random.

  --minutes N   in which things break (default 60)
  --quiet N     minutes at the end in which nothing may be written (default 10)
  --seed S      of the chance (default 1)
  --rate N      Jobs that end in a second (default 30)
  --size N      units under way at a time (default 800)
  --cluster N   name of the cluster (default soak)
`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: "string", default: "60" },
      quiet: { type: "string", default: "10" },
      seed: { type: "string", default: "1" },
      rate: { type: "string", default: "30" },
      size: { type: "string", default: "800" },
      cluster: { type: "string", default: "soak" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  return await withCluster({ name: values.cluster, node: "none" }, async (_env, cluster) => {
    await using lane = await openLane(cluster);
    const violations = await soak(lane, {
      duration: Number(values.minutes) * 60_000,
      quiet: Number(values.quiet) * 60_000,
      seed: Number(values.seed),
      rate: Number(values.rate),
      size: Number(values.size),
      say: (line) => console.log(`${new Date().toISOString()} ${line}`),
    });
    console.log(violations.length === 0 ? "All is well" : `${violations.length} things are wrong`);
    return violations.length === 0 ? 0 : 1;
  });
}

if (import.meta.main) {
  Deno.exit(
    await main(Deno.args).catch((error) => {
      console.error(error);
      return 1;
    }),
  );
}
