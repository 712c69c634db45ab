/** `deno task bench`: the operator beside a bare client that posts the same Jobs, in one run on one control plane. */

import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { BareClient } from "./bare_client.ts";
import { fanOutRows, fanOuts, requestsOf } from "./fan_out.ts";
import { lifeOf, lifeRows } from "./life.ts";
import { profileOf, profileTable } from "./profile.ts";
import { renderFigures, renderRows } from "./render.ts";
import { Site } from "./site.ts";
import { atRest, restRows, startRows, starts } from "./start.ts";
import { type Row, table, tableOf } from "./table.ts";
import { taskRows, taskTimes } from "./tasks.ts";

const parts = ["render", "start", "fan-out", "life", "tasks", "rest", "profile"] as const;

const usage = `Usage: deno task bench [options] [PART]...

Measures speed and memory on a control plane of its own, and compares them with a bare client in the same run.
Parts: ${parts.join(", ")}; all but the last if none is named.

  --units=N,...   sizes of the runs (default 100,1000)
  --full          the same as --units=100,1000,5000,10000: about an hour
  --rounds=N      of everything that is repeated (default 5)
  --rate=N        Jobs that end in a second of a whole life (default 100)
  --rest=SECONDS  of quiet in which the resting operator is watched (default 60)
  --out=FILE      where all figures go as JSON (default dist/bench.json)
`;

type Part = typeof parts[number];

interface Options {
  readonly units: readonly number[];
  readonly rounds: number;
  readonly rate: number;
  readonly rest: number;
  readonly out: string;
  readonly parts: readonly Part[];
}

function optionsIn(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      units: { type: "string", default: "100,1000" },
      full: { type: "boolean", default: false },
      rounds: { type: "string", default: "5" },
      rate: { type: "string", default: "100" },
      rest: { type: "string", default: "60" },
      out: { type: "string", default: "dist/bench.json" },
    },
  });
  const number = (name: string, text: string) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new TypeError(`Option '--${name}' is no number above 0: ${text}`);
    return value;
  };
  const named = positionals.map((word) => {
    const part = parts.find((part) => part === word);
    if (!part) throw new TypeError(`There is no part '${word}'`);
    return part;
  });
  const units = values.full ? "100,1000,5000,10000" : values.units;
  return {
    units: units.split(",").map((text) => number("units", text)),
    rounds: number("rounds", values.rounds),
    rate: number("rate", values.rate),
    rest: number("rest", values.rest),
    out: values.out,
    parts: named.length > 0 ? named : parts.filter((part) => part !== "profile"),
  };
}

/** Everything that was measured, by part. */
type Figures = Record<string, unknown>;

async function measure({ units, rounds, rate, rest, parts }: Options): Promise<Figures> {
  const wants = (part: Part) => parts.includes(part);
  const figures: Figures = {};
  const show = (title: string, rows: readonly Row[]) => console.log(`\n${title}\n${tableOf(rows)}`);
  const largest = Math.max(...units);

  // Before anything is warm.
  if (wants("render")) {
    const rendering = renderFigures();
    figures.render = rendering;
    show("Rendering", renderRows(rendering));
  }
  if (parts.every((part) => part === "render")) return figures;

  await using site = await Site.open();
  let operator = await site.startOperator();
  if (wants("start")) {
    for (const jobs of [0, largest]) {
      const result = await starts(site, operator, { jobs, rounds });
      operator = result.operator;
      figures[`start-${jobs}`] = result.start;
      show(`Start with ${jobs} Jobs`, startRows(result.start));
    }
  }
  if (wants("fan-out")) {
    const bare = await BareClient.start(site);
    for (const count of units) {
      // A process of its own for each size, so that its memory is not that of another one.
      await operator.stop();
      operator = await site.startOperator();
      const result = await fanOuts(site, operator, bare, { units: count, rounds, withKubectl: count <= 1_000 });
      figures[`fan-out-${count}`] = result;
      show(`Fan-out of ${count} units`, fanOutRows(result));
      const requests = Object.entries(requestsOf(result)).map(([name, times]) => [name, `${times}`]);
      console.log(`\n${table([["request", "times"], ...requests])}`);
    }
    await bare.stop();
  }
  if (wants("life")) {
    for (const count of units) {
      await operator.stop();
      operator = await site.startOperator();
      const name = `life-${count}`;
      const life = await site.inNamespace(name, () => lifeOf(site, operator, { name, units: count, rate }));
      figures[name] = life;
      show(`Whole life of ${count} units`, lifeRows(life));
      console.log(
        `\n${table([["request", "times"], ...Object.entries(life.requests).map(([what, n]) => [what, `${n}`])])}`,
      );
    }
  }
  if (wants("tasks")) {
    const times = await taskTimes(site, { units: largest, count: 30 * rounds });
    figures.tasks = times;
    show("Single Tasks", taskRows(times));
  }
  if (wants("rest")) {
    await operator.stop();
    operator = await site.startOperator();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const resting = await atRest(site, operator, rest);
    figures.rest = resting;
    show("At rest", restRows(resting));
  }
  await operator.stop();
  if (wants("profile")) {
    const profile = await profileOf(site, largest);
    figures.profile = profile;
    console.log(`\nWhere it goes while ${largest} units begin\n${profileTable(profile)}`);
  }
  return figures;
}

async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = optionsIn(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  const figures = await measure(options);
  await Deno.mkdir(dirname(options.out), { recursive: true });
  await Deno.writeTextFile(options.out, JSON.stringify({ options, ...figures }, null, 1));
  console.error(`\nAll figures: ${options.out}`);
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
