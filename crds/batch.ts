/** Batch: what to do, and where. */

import * as z from "zod";
import { Context } from "./context.ts";
import { age, type Crd } from "./crd.ts";
import { Batch } from "./kinds.ts";

export const BatchSpec = z.object({
  commonContext: z.array(Context).max(64).describe(
    "Contexts that all tasks have in common, usually the files that say what to do. May be empty.",
  ),
  variableContexts: z.array(
    z.array(Context).max(64).describe("What one task gets in addition to commonContext, usually its repository."),
  ).max(10_000).describe(
    "One element per task: task i works with commonContext and element i of this list, counted from 0. Each task runs as " +
      "a Job of its own. At most 10000; an empty list is a batch with nothing to do.",
  ),
});
export type BatchSpec = z.infer<typeof BatchSpec>;

export const batchCrd: Crd = {
  kind: Batch,
  shortName: "kb",
  description: "Says what AI agents should do and in which repositories. A BatchRun executes it.",
  spec: BatchSpec.describe("What to do (commonContext) and where (variableContexts)."),
  columns: [age],
};
