/** Where the operator's time and memory go while a large run begins, function by function. */

import { BatchRun } from "../crds/kinds.ts";
import { inspect } from "./inspector.ts";
import { createsJob, type Site } from "./site.ts";
import { figure, table } from "./table.ts";

/** Of a function, as the Chrome DevTools Protocol names it. */
interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

interface CpuNode {
  readonly id: number;
  readonly callFrame: Frame;
  /** IDs of nodes. */
  readonly children?: readonly number[];
}

interface CpuProfile {
  readonly nodes: readonly CpuNode[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface HeapNode {
  readonly callFrame: Frame;
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

export interface Profile {
  /** Milliseconds that each function took of the one thread that runs JavaScript, itself and with all that it called; and seconds in all. */
  readonly processor: readonly Cost[];
  readonly withCalled: readonly Cost[];
  readonly seconds: number;
  /** Mebibytes that are still held in the end. */
  readonly memory: readonly Cost[];
}

interface Cost {
  readonly where: string;
  readonly amount: number;
}

const port = 9229;

export async function profileOf(site: Site, units: number): Promise<Profile> {
  const operator = await site.startOperator([`--inspect=127.0.0.1:${port}`]);
  try {
    using inspector = await inspect(port);
    return await site.inNamespace("profiled", async (name) => {
      const run = await site.prepareCampaign(name, units);
      await inspector.call("Profiler.enable");
      await inspector.call("HeapProfiler.enable");
      await inspector.call("HeapProfiler.startSampling", { samplingInterval: 16_384 });
      await inspector.call("Profiler.start");
      const from = await site.now();
      await site.client.create(BatchRun, run);
      await site.answered(from, units, createsJob(name));
      const { profile } = await inspector.call<{ profile: CpuProfile }>("Profiler.stop");
      await inspector.call("HeapProfiler.collectGarbage");
      const { profile: { head } } = await inspector.call<{ profile: { head: HeapNode } }>("HeapProfiler.stopSampling");
      return {
        ...processorIn(profile),
        memory: ranked(
          [...heldBy(head)].map(({ callFrame, selfSize }) => [nameOf(callFrame), selfSize / 2 ** 20] as const),
        ),
      };
    });
  } finally {
    await operator.stop();
  }
}

function processorIn({ nodes, samples, timeDeltas }: CpuProfile): Omit<Profile, "memory"> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const costs = samples.map((id, i) => ({ id, ms: (timeDeltas[i] ?? 0) / 1000 }));
  const path = (id: number | undefined): string[] => {
    return id === undefined ? [] : [names.get(id) ?? "", ...path(callers.get(id))];
  };
  const paths = new Map(nodes.map(({ id }) => [id, [...new Set(path(id))]]));
  return {
    processor: ranked(costs.map(({ id, ms }) => [names.get(id) ?? "", ms])),
    withCalled: ranked(costs.flatMap(({ id, ms }) => paths.get(id)?.map((name) => [name, ms] as const) ?? [])),
    seconds: costs.reduce((sum, { ms }) => sum + ms, 0) / 1000,
  };
}

function* heldBy(node: HeapNode): Iterable<HeapNode> {
  yield node;
  for (const child of node.children) yield* heldBy(child);
}

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const file = url.split("/").at(-1);
  return `${functionName || "(anonymous)"}${file ? ` ${file}:${lineNumber + 1}` : ""}`;
}

/** The most expensive first. */
function ranked(costs: Iterable<readonly [string, number]>): Cost[] {
  const sums = new Map<string, number>();
  for (const [where, amount] of costs) sums.set(where, (sums.get(where) ?? 0) + amount);
  return [...sums].map(([where, amount]) => ({ where, amount })).sort((a, b) => b.amount - a.amount).slice(0, 80);
}

export function profileTable({ processor, withCalled, seconds, memory }: Profile): string {
  const rows = (costs: readonly Cost[], digits = 0) => {
    return costs.slice(0, 40).map(({ where, amount }) => [figure(amount, digits), where]);
  };
  return [
    table([["ms", `itself, of ${figure(seconds, 1)} s`], ...rows(processor)]),
    table([["ms", "with all that it called"], ...rows(withCalled)]),
    table([["MiB", "held"], ...rows(memory, 2)]),
  ].join("\n\n");
}
