/** How long hostile templates take, and how much memory: each in a process of its own. `deno run -A bench/budgets.ts` */

import { jobTemplate, renderJob } from "../render/job.ts";
import { TemplateError } from "../render/template.ts";
import { hostileCases } from "../tests/render/greedy/cases.ts";
import { someVariables } from "../tests/render/rendering.ts";
import { median, table } from "./table.ts";

const cases = Object.values(hostileCases).flat();
/** What a hostile template may take. */
const allowed = { milliseconds: 100, mebibytes: 32 };
const worst = 10;

interface Measured {
  /** Milliseconds of the processor, so that a busy machine does not count. */
  readonly cold: number;
  readonly warm: number;
  /** How much the process grew at most, the first time, garbage included. */
  readonly mebibytes: number;
}

const [index] = Deno.args;
if (index === undefined) await main();
else console.log(JSON.stringify(measure(Number(index))));

async function main(): Promise<void> {
  const results: { name: string; measured: Measured }[] = [];
  for (const [i, { template }] of cases.entries()) {
    results.push({ name: `${i} ${short(template)}`, measured: await inProcess(i) });
  }
  const print = (title: string, unit: string, most: number, figure: (measured: Measured) => number) => {
    const over = results.filter(({ measured }) => figure(measured) > most).length;
    const rows = results.toSorted((a, b) => figure(b.measured) - figure(a.measured)).slice(0, worst)
      .map(({ name, measured }) => [figure(measured).toFixed(0), name]);
    console.log(`\n${title}: ${over} of ${results.length} above ${most} ${unit}\n${table([[unit, "case"], ...rows])}`);
  };
  print("Warm, median of 5", "ms", allowed.milliseconds, ({ warm }) => warm);
  print("The first of the process", "ms", allowed.milliseconds, ({ cold }) => cold);
  print("Growth of the process", "MiB", allowed.mebibytes, ({ mebibytes }) => mebibytes);
}

async function inProcess(index: number): Promise<Measured> {
  const args = ["run", "-A", "--v8-flags=--expose-gc", import.meta.filename ?? "", String(index)];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  if (!success) throw new Error(`Cannot measure case ${index}: ${new TextDecoder().decode(stderr)}`);
  // Written by measure().
  return JSON.parse(new TextDecoder().decode(stdout)) as Measured;
}

function measure(index: number): Measured {
  const hostile = cases[index];
  if (hostile === undefined) throw new RangeError(`Cannot measure case ${index}: there is none`);
  const variables = { ...someVariables, ...hostile.variables };
  // The parsed template is kept, so each time it has another name.
  const timed = (name: string) => {
    const start = processorTime();
    try {
      renderJob(jobTemplate(name, hostile.template), variables);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
    }
    return processorTime() - start;
  };
  collectGarbage();
  // From here on, the peak is counted anew.
  Deno.writeTextFileSync("/proc/self/clear_refs", "5");
  const before = memory("VmRSS");
  const cold = timed("cold");
  const mebibytes = memory("VmHWM") - before;
  timed("warm-up");
  const warm = median(Array.from({ length: 5 }, (_, i) => timed(String(i))));
  return { cold, warm, mebibytes };
}

/** Milliseconds that this thread ran. */
function processorTime(): number {
  return Number(Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")[0]) / 1e6;
}

/** MiB. */
function memory(what: "VmRSS" | "VmHWM"): number {
  const [, kibibytes] = new RegExp(`${what}:\\s+(\\d+)`).exec(Deno.readTextFileSync("/proc/self/status")) ?? [];
  return Number(kibibytes) / 1024;
}

/** There with V8's flag --expose-gc. */
function collectGarbage(): void {
  const gc: unknown = Reflect.get(globalThis, "gc");
  if (typeof gc === "function") gc();
}

function short(template: string): string {
  const line = template.replaceAll(/\s/g, " ");
  return line.length <= 110 ? line : `${line.slice(0, 60)} … ${line.slice(-45)}`;
}
