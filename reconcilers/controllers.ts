/** All that the operator runs. */

import type { Controller } from "../kernel/plan.ts";
import type { KubeObject } from "../kernel/object.ts";
import { batchRun } from "./batchrun.ts";
import { task } from "./task.ts";

export const controllers: readonly Controller<KubeObject>[] = [batchRun, task];
