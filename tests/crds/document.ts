/** The examples of the design document (spec/architecture.md), word for word: they must always be accepted. */

import { load } from "js-yaml";
import type { KubeObject } from "../../kernel/object.ts";
import batch from "./document/batch.yaml" with { type: "text" };
import batchrun from "./document/batchrun.yaml" with { type: "text" };
import comparisonBatch from "./document/comparison_batch.yaml" with { type: "text" };
import comparisonTask from "./document/comparison_task.yaml" with { type: "text" };
import completeBatch from "./document/complete_batch.yaml" with { type: "text" };
import completeBatchrun from "./document/complete_batchrun.yaml" with { type: "text" };
import completeWorkspaceconfig from "./document/complete_workspaceconfig.yaml" with { type: "text" };
import scenario1Batchrun from "./document/scenario_1_batchrun.yaml" with { type: "text" };
import scenario2Batchrun from "./document/scenario_2_batchrun.yaml" with { type: "text" };
import scenario3Batchrun from "./document/scenario_3_batchrun.yaml" with { type: "text" };
import task from "./document/task.yaml" with { type: "text" };
import usageBatchrun from "./document/usage_batchrun.yaml" with { type: "text" };
import usageTask from "./document/usage_task.yaml" with { type: "text" };
import workspaceconfig from "./document/workspaceconfig.yaml" with { type: "text" };

export type Example = KubeObject & { spec: object; status?: object };

const texts = {
  batch,
  batchrun,
  comparisonBatch,
  comparisonTask,
  completeBatch,
  completeBatchrun,
  completeWorkspaceconfig,
  scenario1Batchrun,
  scenario2Batchrun,
  scenario3Batchrun,
  task,
  usageBatchrun,
  usageTask,
  workspaceconfig,
};

/** Each example under a name. */
export const examples = Object.entries(texts).map(([name, text]) => ({
  name,
  // Trusted: these files are ours.
  object: load(text) as Example,
}));
