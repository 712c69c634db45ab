/** The law that values are never syntax, as a property of a template and two sets of values. */

import assert from "node:assert/strict";
import fc from "fast-check";
import { jobTemplate, type Rendered, renderJob } from "../../../render/job.ts";
import { template } from "./templates.ts";
import { type Pair, pair } from "./values.ts";

/** How many pairs made two Jobs, and for how many there was none, whatever the values. */
export interface Tally {
  jobs: number;
  refused: number;
  /** Only with one of the two sets of values, for a reason that has a name. */
  oneSided: number;
}

/** Why values may matter to whether there is a Job at all. */
const reasons = ["key appears twice in a mapping", "exceeded the limit of"];

/** Runs `pairs` hostile pairs. Throws with the seed, and the smallest template and values, when one breaks the law. */
export function check(seed: number, pairs: number): Tally {
  const tally: Tally = { jobs: 0, refused: 0, oneSided: 0 };
  fc.assert(
    fc.property(template, pair, (text, pair) => {
      tally[outcome(text, pair)]++;
    }),
    { seed, numRuns: pairs },
  );
  return tally;
}

/** That the pairs said something: most of them made two Jobs. */
export function assertTelling({ jobs, refused, oneSided }: Tally, pairs: number): void {
  assert.equal(jobs + refused + oneSided, pairs);
  assert.ok(jobs >= 0.9 * pairs, `only ${jobs} of ${pairs} pairs made Jobs`);
  assert.ok(oneSided <= 0.01 * pairs, `${oneSided} of ${pairs} pairs made one Job only`);
}

/** A rendering may leave nothing behind for the next: after harmless values, hostile ones do what they do alone. */
function outcome(text: string, { hostile, harmless }: Pair): keyof Tally {
  const template = jobTemplate("agent-template.yaml", text);
  const plain = renderJob(template, harmless);
  const odd = renderJob(template, hostile);
  const alone = renderJob(jobTemplate("alone", text), hostile);
  assert.deepEqual(alone.ok && alone.job, odd.ok && odd.job);
  if (plain.ok && odd.ok) {
    assertSameShape(odd.job, plain.job, "");
    return "jobs";
  }
  if (!plain.ok && !odd.ok) return "refused";
  const message = messageOf(plain) + messageOf(odd);
  assert.ok(reasons.some((reason) => message.includes(reason)), message);
  return "oneSided";
}

function messageOf(rendered: Rendered): string {
  return rendered.ok ? "" : rendered.message;
}

/** Only texts differ, and of them none that the template itself wrote. A key that a value made may differ too. */
function assertSameShape(odd: unknown, plain: unknown, path: string): void {
  if (Array.isArray(plain)) {
    assert.ok(Array.isArray(odd) && odd.length === plain.length, `${path}: other items`);
    plain.forEach((item, i) => assertSameShape(odd[i], item, `${path}.${i}`));
  } else if (isObject(plain)) {
    assert.ok(isObject(odd), `${path}: no mapping`);
    const [keys, oddKeys] = [Object.keys(plain), Object.keys(odd)];
    const made = keys.filter((key) => !Object.hasOwn(odd, key));
    const oddMade = oddKeys.filter((key) => !Object.hasOwn(plain, key));
    assert.ok(keys.length === oddKeys.length && made.length <= 1, `${path}: keys ${oddKeys} instead of ${keys}`);
    assert.ok(!made.some((key) => written.test(key)), `${path}: no key ${made}`);
    for (const key of keys) {
      const oddKey = made.includes(key) ? oddMade[0] ?? "" : key;
      assertSameShape(odd[oddKey], plain[key], `${path}.${key}`);
    }
  } else {
    assert.equal(typeof odd, typeof plain, `${path}: another type`);
    if (typeof plain !== "string" && typeof plain !== "number") assert.equal(odd, plain, path);
    if (typeof plain === "string" && written.test(plain)) assert.equal(odd, plain, path);
  }
}

/** What templates write themselves, and no function makes of a harmless value. */
const written = /^(?:own\d*|k\d|batch\/v1|Job|apiVersion|kind|metadata|spec|use|node|template|containers)$/;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
