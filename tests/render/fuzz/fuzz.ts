/** Compares our engine with Go, case after case, and counts what comes of it. */

import { shapes } from "./shapes.ts";
import { agrees, type Outcome } from "../agreement.ts";
import { type Case, caseOf, type Example, type Source } from "./case.ts";
import type { GoAnswer, Oracle } from "./oracle.ts";
import { ourAnswer } from "./ours.ts";
import { ownRule, type Rule, ruleFor, rules } from "./rules.ts";
import { shrink } from "./shrink.ts";

/** A case in which we and Go disagree, and the smallest one made of it. */
export interface Difference {
  readonly seed: number;
  readonly index: number;
  readonly shrunk: Case;
  readonly ours: Outcome;
  readonly go: Outcome;
}

export class Tally {
  cases = 0;
  outputs = 0;
  errors = 0;
  readonly excluded = new Map<Rule, number>();
  readonly bySource = new Map<Source, number>();
  /** Functions that stood in a template of calls alone whose output was Go's. */
  readonly called = new Set<string>();
  /** Our slowest case, in milliseconds. */
  slowest = { milliseconds: 0, index: 0 };

  get neverCalled(): string[] {
    return [...shapes.keys()].filter((name) => !this.called.has(name)).sort();
  }

  toString(): string {
    const excluded = Object.keys(rules).map((rule) => `${rule} ${this.excluded.get(rule as Rule) ?? 0}`);
    return `${this.cases} cases, ${this.outputs} agreed outputs, ${this.errors} agreed errors; excluded: ${
      excluded.join(", ")
    }`;
  }
}

const batch = 256;

export interface Run {
  readonly seed: number;
  /** The first case and the one behind the last. */
  readonly from: number;
  readonly to: number;
  readonly examples: readonly Example[];
  readonly oracle: Oracle;
  readonly tally: Tally;
}

interface Answered {
  readonly index: number;
  readonly example: Case & { readonly source?: Source };
  readonly ours: Outcome;
}

/** Yields each difference as it is found. While Go answers one batch, ours makes the next. */
export async function* fuzz({ seed, from, to, examples, oracle, tally }: Run): AsyncGenerator<Difference> {
  const make = (start: number) => {
    const indexes = Array.from({ length: Math.max(0, Math.min(batch, to - start)) }, (_, i) => start + i);
    return indexes.map((index) => answered(index, caseOf(seed, index, examples), tally));
  };
  let current = make(from);
  for (let start = from; current.length > 0; start += batch) {
    const asked = current.filter(({ ours }) => ownRule(ours) === undefined);
    const answers = oracle.ask(asked.map(({ example }) => example));
    const next = make(start + batch);
    for (const { ours } of current) count(tally.excluded, ownRule(ours));
    yield* differences(seed, asked, await answers, oracle, tally);
    tally.cases += current.length;
    current = next;
  }
}

function answered(index: number, example: Case & { source: Source }, tally: Tally): Answered {
  count(tally.bySource, example.source);
  const start = performance.now();
  const ours = ourAnswer(example);
  const milliseconds = performance.now() - start;
  if (milliseconds > tally.slowest.milliseconds) tally.slowest = { milliseconds, index };
  return { index, example, ours };
}

async function* differences(
  seed: number,
  asked: readonly Answered[],
  answers: readonly GoAnswer[],
  oracle: Oracle,
  tally: Tally,
): AsyncGenerator<Difference> {
  for (const [i, { index, example, ours }] of asked.entries()) {
    const go = answers[i];
    if (go === undefined) continue;
    if (agrees(ours, go.outcome)) {
      if ("output" in ours) tally.outputs++;
      else tally.errors++;
      if ("output" in ours && (example.source === "calls" || example.source === "formats")) {
        noteCalls(example.template, tally);
      }
      continue;
    }
    const rule = await ruleFor(example, ours, go, oracle);
    if (rule === undefined) yield await smallest(seed, index, example, oracle);
    else count(tally.excluded, rule);
  }
}

async function smallest(seed: number, index: number, example: Case, oracle: Oracle): Promise<Difference> {
  const { template, data, missingKey } = example;
  const shrunk = await shrink({ template, data, missingKey }, async (cases) => {
    const candidates = cases.map((example) => ({ example, ours: ourAnswer(example) }))
      .map((candidate, i) => ({ ...candidate, i })).filter(({ ours }) => ownRule(ours) === undefined);
    for (let at = 0; at < candidates.length; at += 64) {
      const some = candidates.slice(at, at + 64);
      const answers = await oracle.ask(some.map(({ example }) => example));
      for (const [j, { example, ours, i }] of some.entries()) {
        const go = answers[j];
        if (go === undefined || agrees(ours, go.outcome)) continue;
        if (await ruleFor(example, ours, go, oracle) === undefined) return i;
      }
    }
    return undefined;
  });
  const [go] = await oracle.ask([shrunk]);
  return { seed, index, shrunk, ours: ourAnswer(shrunk), go: go?.outcome ?? { error: "" } };
}

function noteCalls(template: string, tally: Tally): void {
  for (const [word] of template.matchAll(/(?<![.$"\w])[a-zA-Z]\w*/g)) if (shapes.has(word)) tally.called.add(word);
}

function count<K>(counts: Map<K, number>, key: K | undefined): void {
  if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
}
