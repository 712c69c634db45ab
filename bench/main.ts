/** `deno task bench`: the operator beside a bare client that posts the same Jobs, in one run on one control plane. */

import { dirname } from "node:path";
import { BareClient } from "./bare_client.ts";
import { fanOutRows, fanOuts, requestsOf } from "./fan_out.ts";
import { lifeOf, lifeRows } from "./life.ts";
import { type Options, optionsIn, type Part, usage } from "./options.ts";
import { profileOf, profileTable } from "./profile.ts";
import { renderFigures, renderRows } from "./render.ts";
import { manyRuns, runsRows } from "./runs.ts";
import { Site } from "./site.ts";
import { atRest, restRows, startRows, starts } from "./start.ts";
import { type Row, table, tableOf } from "./table.ts";
import { taskRows, taskTimes } from "./tasks.ts";

/** Everything that was measured, by part. */
type Figures = Record<string, unknown>;

async function measure({ units, rounds, rate, runs, rest, parts }: Options): Promise<Figures> {
  const wants = (part: Part) => parts.includes(part);
  const figures: Figures = {};
  const show = (title: string, rows: readonly Row[]) => console.log(`\n${title}\n${tableOf(rows)}`);
  const showRequests = (requests: Readonly<Record<string, number>>) => {
    const rows = Object.entries(requests).map(([name, times]) => [name, `${times}`]);
    console.log(`\n${table([["request", "times"], ...rows])}`);
  };
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
      showRequests(requestsOf(result));
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
      showRequests(life.requests);
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
  if (wants("runs")) {
    const { result, operator } = await manyRuns(site, await site.startOperator(), { runs, units: largest });
    figures.runs = result;
    show("Several runs at once", runsRows(result));
    await operator.stop();
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
