/**
 * `deno task fuzz [--minutes 60] [--cases N] [--seed N] [--only N] [--differences 20]`: compares the engine with Go on cases made up from a seed.
 * Ends with 1 after the first 20 differences, or when the time is up and there was one.
 */

import { parseArgs } from "node:util";
import { corpusExamples } from "./examples.ts";
import { caseOf } from "./case.ts";
import { type Difference, fuzz, Tally } from "./fuzz.ts";
import { buildOracle, Oracle } from "./oracle.ts";
import { rules } from "./rules.ts";

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    cases: { type: "string", default: "Infinity" },
    seed: { type: "string" },
    only: { type: "string" },
    differences: { type: "string", default: "20" },
  },
});
const seed = options.seed === undefined ? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0 : Number(options.seed);
const only = options.only === undefined ? undefined : Number(options.only);
const enough = Number(options.differences);

const folder = await Deno.makeTempDir({ prefix: "oracle-" });
let found = 0;
try {
  const program = await buildOracle(folder);
  await using oracle = new Oracle(program);
  found = only === undefined ? await run(oracle) : await replay(oracle, only);
} finally {
  await Deno.remove(folder, { recursive: true });
}
Deno.exit(found === 0 ? 0 : 1);

async function run(oracle: Oracle): Promise<number> {
  const start = performance.now();
  const deadline = start + Number(options.minutes) * 60_000;
  const tally = new Tally();
  const examples = await corpusExamples();
  console.log(`seed ${seed}: ${options.minutes} minutes, ${examples.length} templates to damage`);
  const report = () => {
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${Math.round(seconds)} s: ${tally}; ${found} differences; ${Math.round(tally.cases / seconds)} cases/s`,
    );
  };
  const ticks = setInterval(report, 60_000);
  try {
    for (let from = 0; found < enough && performance.now() < deadline && from < Number(options.cases); from += 4096) {
      const to = Math.min(from + 4096, Number(options.cases));
      for await (const difference of fuzz({ seed, from, to, examples, oracle, tally })) {
        show(difference);
        if (++found >= enough) break;
      }
    }
  } finally {
    clearInterval(ticks);
  }
  report();
  summarise(tally);
  return found;
}

async function replay(oracle: Oracle, index: number): Promise<number> {
  const examples = await corpusExamples();
  console.log(JSON.stringify(caseOf(seed, index, examples), null, 2));
  let differences = 0;
  for await (const difference of fuzz({ seed, from: index, to: index + 1, examples, oracle, tally: new Tally() })) {
    show(difference);
    differences++;
  }
  return differences;
}

function show({ seed, index, shrunk, ours, go }: Difference): void {
  console.log(`\nDIFFERENCE: deno task fuzz --seed ${seed} --only ${index}`);
  console.log(`  case: ${JSON.stringify(shrunk)}`);
  console.log(`  ours: ${JSON.stringify(ours)}`);
  console.log(`  Go:   ${JSON.stringify(go)}`);
}

function summarise(tally: Tally): void {
  const row = (name: string, value: unknown) => console.log(`${name.padEnd(28)} ${value}`);
  console.log("");
  row("cases", tally.cases);
  for (const [source, cases] of tally.bySource) row(`  of ${source}`, cases);
  row("agreed outputs", tally.outputs);
  row("agreed errors", tally.errors);
  row("differences", found);
  for (const [rule, reason] of Object.entries(rules)) {
    const cases = [...tally.excluded].find(([name]) => name === rule)?.[1] ?? 0;
    row(`excluded: ${rule}`, `${cases}  (${reason})`);
  }
  row("our slowest case", `${Math.round(tally.slowest.milliseconds)} ms (--only ${tally.slowest.index})`);
  row("never called with success", tally.neverCalled.join(" ") || "none");
}
