/** One question to both engines, and how the fuzzer comes by it. */

import { type Mode as MissingKey, modes as missingKeys } from "../agreement.ts";
import { mutated } from "./mutations.ts";
import { Random } from "./random.ts";
import { someCalls, someFormats, someTemplate } from "./templates.ts";
import { awkwardJson, someData } from "./values.ts";

export interface Case {
  readonly template: string;
  readonly data: unknown;
  readonly missingKey: MissingKey;
}

/** A template and data to start from. */
export type Example = Pick<Case, "template" | "data">;

/** Where cases come from. */
export type Source = "templates" | "calls" | "formats" | "mutations";

/** The case of that number: always the same for one seed and the same examples. */
export function caseOf(seed: number, index: number, examples: readonly Example[]): Case & { readonly source: Source } {
  const random = new Random(seed, index);
  const source = random.choose<Source>(
    [4, () => "templates"],
    [4, () => "calls"],
    [3, () => "formats"],
    [3, () => "mutations"],
  );
  const missingKey = random.pick(missingKeys);
  return { source, missingKey, ...(source === "mutations" ? damaged(random, examples) : written(random, source)) };
}

function written(random: Random, source: Exclude<Source, "mutations">): Example {
  const data = random.chance(0.95) ? someData(random) : awkwardJson(random);
  switch (source) {
    case "templates":
      return { data, template: someTemplate(random, data) };
    case "calls":
      return { data, template: someCalls(random, data) };
    case "formats":
      return { data, template: someFormats(random, data) };
  }
}

function damaged(random: Random, examples: readonly Example[]): Example {
  const { template, data } = random.pick(examples);
  const others = random.chance(0.5) ? examples.map((example) => example.template) : [template];
  return { template: mutated(random, others), data: random.chance(0.8) ? data : someData(random) };
}
