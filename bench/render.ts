/** How fast units become Job objects, without an API server. */

import { BatchRun } from "../crds/kinds.ts";
import { jobsFrom } from "../reconcilers/unit_job.ts";
import { parseTemplate } from "../render/template.ts";
import { basicTemplate } from "../tests/render/documented_templates.ts";
import { campaignUnits } from "./load.ts";
import { type Row, spreadOf } from "./table.ts";

const units = 10_000;
const rounds = 5;

export interface RenderFigures {
  /** Microseconds per unit of 10,000, one figure per round. */
  readonly perUnit: readonly number[];
  /** Microseconds per unit of the first 1,000 that the process renders. */
  readonly first: number;
  /** Microseconds that parsing the template takes. */
  readonly parse: readonly number[];
}

/** From the document's Basic template to the Jobs that the reconciler would create. Call it before anything is warm. */
export function renderFigures(): RenderFigures {
  const made = campaignUnits("team", "deps", units);
  const rendering = (some: typeof made) =>
    microseconds(some.length, () => {
      const create = jobsFrom<BatchRun>({ key: "agent-template.yaml", text: basicTemplate });
      for (const unit of some) if ("class" in create(unit).make()) throw new Error("Cannot measure: no Job");
    });
  const first = rendering(made.slice(0, 1_000));
  const perUnit = Array.from({ length: rounds }, () => rendering(made));
  const parse = Array.from({ length: rounds }, () =>
    microseconds(1_000, () => {
      for (let i = 0; i < 1_000; i++) parseTemplate("agent-template.yaml", basicTemplate);
    }));
  return { perUnit, first, parse };
}

export function renderRows({ perUnit, first, parse }: RenderFigures): Row[] {
  return [
    { what: "unit to Job object, Basic template (µs)", ...spreadOf(perUnit, 1), wanted: "<= 60" },
    { what: "the same, first 1,000 of a process (µs)", ...spreadOf([first], 1) },
    { what: "parse the Basic template (µs)", ...spreadOf(parse, 1) },
  ];
}

function microseconds(count: number, work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) * 1_000 / count;
}
