/** Plans that once came to a wrong end: each stays, under the law that it broke. */

import type { Mode } from "./plan.ts";
import type { Scenario } from "./scenario.ts";

export interface Regression {
  readonly law: string;
  readonly scenario: Scenario;
  readonly mode: Mode;
  readonly points: readonly number[];
}

export const regressions: readonly Regression[] = [];
