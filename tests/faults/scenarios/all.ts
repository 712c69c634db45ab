/** Every scenario. */

import type { Scenario } from "../scenario.ts";
import { batchMissing } from "./batch_missing.ts";
import { editedMidway } from "./edited_midway.ts";
import { jobDeleted } from "./job_deleted.ts";
import { jobDeletedEarly } from "./job_deleted_early.ts";
import { nameConflict } from "./name_conflict.ts";
import { namespaceDeleted } from "./namespace_deleted.ts";
import { oneTask } from "./one_task.ts";
import { policyLifted } from "./policy_lifted.ts";
import { quotaRaised } from "./quota_raised.ts";
import { results } from "./results.ts";
import { runDeleted } from "./run_deleted.ts";
import { runOf20 } from "./run_of_20.ts";
import { runRecreated } from "./run_recreated.ts";
import { templateInvalid } from "./template_invalid.ts";
import { templateMissing } from "./template_missing.ts";
import { ttlZero } from "./ttl_zero.ts";
import { twoRuns } from "./two_runs.ts";

export const scenarios: readonly Scenario[] = [
  oneTask,
  runOf20,
  batchMissing,
  templateMissing,
  templateInvalid,
  nameConflict,
  jobDeleted,
  ttlZero,
  results,
  runDeleted,
  runRecreated,
  namespaceDeleted,
  quotaRaised,
  policyLifted,
  twoRuns,
  editedMidway,
];

/** What the design does not promise: see each. Only played when asked for. */
export const notPromised: readonly Scenario[] = [jobDeletedEarly];
