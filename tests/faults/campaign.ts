/** Makes plans from what a run without faults shows, carries them out, and keeps the books. */

import type { drive, Verdict } from "./drive.ts";
import { isEventMode, type Mode, type Plan, replay } from "./plan.ts";
import { between, randomFrom } from "./random.ts";
import type { Scenario } from "./scenario.ts";

export interface CampaignOptions {
  readonly drive: (scenario: Scenario, plan: Plan, end?: string) => ReturnType<typeof drive>;
  readonly say: (line: string) => void;
  readonly modes: readonly Mode[];
  /** Only these, instead of all. */
  readonly points?: readonly number[];
  /** So many pairs of points for each scenario instead of all single ones. */
  readonly double: number;
  readonly seed: number;
  readonly share: { readonly part: number; readonly parts: number };
  /** Only every so manieth plan. */
  readonly stride: number;
}

interface Row {
  readonly scenario: string;
  points: number;
  plans: number;
  passed: number;
  /** Plans whose point was never reached: the operator wrote less often than without faults. */
  missed: number;
  milliseconds: number;
}

export class Campaign {
  readonly #rows: Row[] = [];
  #turn = 0;

  constructor(private readonly options: CampaignOptions) {}

  async run(scenario: Scenario): Promise<void> {
    const { say, modes, share } = this.options;
    const row: Row = { scenario: scenario.name, points: 0, plans: 0, passed: 0, missed: 0, milliseconds: 0 };
    this.#rows.push(row);
    for (const group of Map.groupBy(modes, isEventMode).values()) {
      const learning: Plan = { scenario: scenario.name, mode: group[0]!, points: [] };
      const learned = await this.options.drive(scenario, learning);
      if (learned.violations.length > 0) {
        this.#failed(learning, learned);
        row.plans += 1;
        continue;
      }
      const total = learned.points.length;
      row.points += total;
      say(`${scenario.name}: ${total} points: ${learned.points.join(", ")}`);
      for (const plan of this.#plans(scenario.name, group, total)) {
        if (this.#turn++ % (share.parts * this.options.stride) !== (share.part - 1) * this.options.stride) continue;
        const verdict = await this.options.drive(scenario, plan, learned.end);
        row.plans += 1;
        row.milliseconds += verdict.milliseconds;
        if (!verdict.isDone) row.missed += 1;
        if (verdict.violations.length === 0) row.passed += 1;
        else this.#failed(plan, verdict);
      }
    }
  }

  /** Prints the table. Returns the exit code. */
  conclude(): number {
    const sum = (of: (row: Row) => number) => this.#rows.reduce((total, row) => total + of(row), 0);
    const total: Row = {
      scenario: "all",
      points: sum((row) => row.points),
      plans: sum((row) => row.plans),
      passed: sum((row) => row.passed),
      missed: sum((row) => row.missed),
      milliseconds: sum((row) => row.milliseconds),
    };
    const cells = [...this.#rows, total].map((row) => [
      row.scenario,
      row.points,
      row.plans,
      row.passed,
      row.missed,
      `${(row.milliseconds / 1000).toFixed(0)} s`,
    ]);
    this.options.say("");
    for (const line of [["scenario", "points", "plans", "passed", "missed", "time"], ...cells]) {
      this.options.say(
        line.map((cell, column) => column === 0 ? `${cell}`.padEnd(24) : `${cell}`.padStart(8)).join(""),
      );
    }
    return total.passed === total.plans ? 0 : 1;
  }

  #plans(scenario: string, modes: readonly Mode[], total: number): Plan[] {
    const { points, double, seed } = this.options;
    if (points) return modes.map((mode): Plan => ({ scenario, mode, points }));
    if (double === 0) {
      const all = Array.from({ length: total }, (_, index) => index + 1);
      return modes.flatMap((mode) => all.map((point): Plan => ({ scenario, mode, points: [point] })));
    }
    const random = randomFrom(seed);
    const upTo = (most: number) => between(random, 1, most);
    return Array.from({ length: double }, (): Plan => {
      const first = upTo(total);
      const second = upTo(Math.max(1, total - first));
      return { scenario, mode: modes[upTo(modes.length) - 1]!, points: [first, second] };
    });
  }

  #failed(plan: Plan, { violations, log }: Verdict): void {
    const { say } = this.options;
    say(`FAILED  ${replay(plan)}  (at ${new Date().toISOString()})`);
    for (const violation of violations) say(`  ${violation}`);
    if (this.options.points || plan.points.length === 0) { for (const line of log) say(`    ${line}`); }
  }
}
