/** `deno task faults`: breaks everything that can break in every scenario, one plan after the other, and counts what came of it. */

import { parseArgs } from "node:util";
import { withCluster } from "../with_cluster.ts";
import { drive } from "./drive.ts";
import { openLane } from "./lane.ts";
import { crashModes, modes } from "./plan.ts";
import { notPromised, scenarios } from "./scenarios/all.ts";
import { Campaign } from "./campaign.ts";

const usage = `Usage: deno task faults [options]

Runs every scenario once without faults, and then once for each point at which something can break.

  --scenario NAME   only this one, or these, joined by commas: ${
  [...scenarios, ...notPromised].map(({ name }) => name).join(", ")
}
  --mode MODE       instead of ${crashModes.join(", ")}: one or more of ${modes.join(", ")}, joined by commas
  --point N[+M]     only this point; M: another one, counted from N on
  --double K        K pairs of points for each scenario, chosen by the seed, instead of single points
  --seed S          for what is chosen (default 1)
  --share N/M       the Nth of M equal parts, on a cluster of its own: parts may run side by side
  --stride N        only every Nth plan
`;

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      scenario: { type: "string" },
      mode: { type: "string" },
      point: { type: "string" },
      double: { type: "string" },
      seed: { type: "string", default: "1" },
      share: { type: "string", default: "1/1" },
      stride: { type: "string", default: "1" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const named = values.scenario?.split(",");
  const chosen = named ? [...scenarios, ...notPromised].filter(({ name }) => named.includes(name)) : scenarios;
  const wanted = values.mode?.split(",") ?? [...crashModes];
  const known = modes.filter((mode) => wanted.includes(mode));
  if (chosen.length !== (named ?? scenarios).length || known.length !== wanted.length) {
    console.error(usage);
    return 2;
  }
  const [part = 1, parts = 1] = values.share.split("/").map(Number);
  const name = `faults-${part}`;
  return await withCluster({ name, node: "none" }, async (_env, cluster) => {
    await using lane = await openLane(cluster);
    const campaign = new Campaign({
      drive: (scenario, plan, end) => drive(lane, scenario, plan, end),
      say: (line) => console.log(line),
      modes: known,
      points: values.point?.split("+").map(Number),
      double: Number(values.double ?? 0),
      seed: Number(values.seed),
      share: { part, parts },
      stride: Number(values.stride),
    });
    for (const scenario of chosen) await campaign.run(scenario);
    return campaign.conclude();
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
