/** How long hostile templates take, and how much memory: each in a process of its own. `deno run -A bench/budgets.ts` */

import { jobTemplate, renderJob } from "../render/job.ts";
import { TemplateError } from "../render/template.ts";
import { hostileCases } from "../tests/render/greedy/cases.ts";
import { someVariables } from "../tests/render/rendering.ts";
import { forgetPeak, memoryOf } from "./usage.ts";
import { median, table } from "./table.ts";

const cases = Object.values(hostileCases).flat();
/** What a hostile template may take. */
const allowed = { milliseconds: 100, mebibytes: 32 };
const worst = 10;
/** MiB that V8 has for objects when nothing is rendered: measured with process.memoryUsage(). */
const resting = 19;

interface Measured {
  /** Milliseconds of the processor, so that a busy machine does not count. */
  readonly cold: number;
  readonly warm: number;
  /** How much the process grew at most, the first time. */
  readonly mebibytes: number;
}

const [index, times] = Deno.args;
if (index === undefined) await main();
else console.log(JSON.stringify(measure(Number(index), Number(times))));

async function main(): Promise<void> {
  const results: { name: string; measured: Measured }[] = [];
  const burst: string[] = [];
  for (const [i, { template }] of cases.entries()) {
    const name = `${i} ${short(template)}`;
    const measured = await inProcess(i, 5, []);
    if (measured === undefined) throw new Error(`Cannot measure case ${name}`);
    // With so little room garbage is collected at once, and what remains is what rendering needs.
    const room = resting + allowed.mebibytes;
    const tight = await inProcess(i, 0, [`--max-old-space-size=${room}`, "--max-semi-space-size=1"]);
    if (tight === undefined) burst.push(name);
    results.push({ name, measured: { ...measured, mebibytes: tight?.mebibytes ?? Infinity } });
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
  console.log(`\nDo not fit into ${allowed.mebibytes} MiB of V8's heap: ${burst.length}`, burst);
}

/** Undefined if the process ended early. */
async function inProcess(index: number, times: number, flags: string[]): Promise<Measured | undefined> {
  const v8Flags = `--v8-flags=${["--expose-gc", ...flags].join(",")}`;
  const args = ["run", "-A", v8Flags, import.meta.filename ?? "", String(index), String(times)];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "null" }).output();
  // Written by measure().
  return success ? JSON.parse(new TextDecoder().decode(stdout)) as Measured : undefined;
}

function measure(index: number, times: number): Measured {
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
  forgetPeak(Deno.pid);
  const { rss: before } = memoryOf(Deno.pid);
  const cold = timed("cold");
  const mebibytes = memoryOf(Deno.pid).peak - before;
  if (times > 0) timed("warm-up");
  const warm = median(Array.from({ length: times }, (_, i) => timed(String(i))));
  return { cold, warm, mebibytes };
}

/** Milliseconds that this thread ran. */
function processorTime(): number {
  return Number(Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")[0]) / 1e6;
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
