/** The operator of one part of a soak, alone or as two replicas of which one works: each behind a proxy of its own that is moody. */

import type { ApiRequest } from "../api_request.ts";
import type { Lane } from "../lane.ts";
import { Operators } from "../operators.ts";
import type { OperatorProcess } from "../../operator/operator_process.ts";
import type { Ended } from "../oracles.ts";
import type { FaultProxy } from "../proxy.ts";
import type { Random } from "../random.ts";
import { Chaos, type Odds } from "./chaos.ts";

export interface CrewOptions {
  readonly lane: Lane;
  /** One for each replica. */
  readonly proxies: readonly FaultProxy[];
  readonly random: Random;
  /** Hears of every process. */
  readonly started: (pid: number) => void;
  /** Hears of every write, leases aside. */
  readonly told: (write: ApiRequest) => void;
}

export class Crew {
  private constructor(
    private readonly operators: readonly Operators[],
    private readonly chaos: readonly Chaos[],
    private readonly proxies: readonly FaultProxy[],
    private readonly processes: readonly OperatorProcess[],
  ) {}

  /** Nothing befalls it yet. */
  static async start({ lane, proxies, random, started, told }: CrewOptions): Promise<Crew> {
    const isAlone = proxies.length === 1;
    const processes: OperatorProcess[] = [];
    const operators = proxies.map((proxy, index) => {
      const how = { options: ["--leader-elect", `--identity=replica-${index}`], until: '"Starting"' };
      return new Operators(async () => {
        const operator = await lane.startOperator(isAlone ? {} : how, proxy);
        processes.push(operator);
        started(operator.pid);
        return operator;
      });
    });
    const chaos = proxies.map((proxy, index) => {
      return proxy.hooks = new Chaos(random, () => operators[index]!.replace(), told);
    });
    for (const operator of operators) await operator.start();
    return new Crew(operators, chaos, proxies, processes);
  }

  set odds(odds: Odds) {
    for (const chaos of this.chaos) chaos.odds = odds;
  }

  /** How often each fault came. */
  get faults(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { counts: own } of this.chaos) {
      for (const [fault, count] of own) counts[fault] = (counts[fault] ?? 0) + count;
    }
    return counts;
  }

  /** On the clock of `performance`. */
  get lastFault(): number {
    return Math.max(...this.chaos.map(({ lastFault }) => lastFault));
  }

  /** When anything happened last, a fault or a write; on the clock of `performance`. */
  get lastStir(): number {
    return Math.max(this.lastFault, ...this.chaos.map(({ lastWrite }) => lastWrite));
  }

  /** What the operators said since that time, which is as in their logs (RFC 3339). */
  saidSince(time: string): string[] {
    const lines = this.processes.flatMap(({ lines }) => lines);
    return lines.filter((line) => (/"time":"([^"]+)"/.exec(line)?.[1] ?? "") >= time);
  }

  /** Every process that was started works, or waits for the lease. */
  async ready(): Promise<void> {
    for (const operators of this.operators) await operators.ready();
  }

  async end(): Promise<readonly Ended[]> {
    const ended = await Promise.all(this.operators.map((operators) => operators.end()));
    for (const proxy of this.proxies) proxy.hooks = {};
    return ended.flat();
  }
}
