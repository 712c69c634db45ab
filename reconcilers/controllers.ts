/** All that the operator runs. */

import type { Controller } from "../kernel/plan.ts";
import type { KubeObject } from "../kernel/object.ts";
import { builtinTemplateWith } from "../render/builtin_template.ts";
import { batchRunWith } from "./batchrun.ts";
import { taskWith } from "./task.ts";

/** `agentImage` is for namespaces without an agent template. Throws if it cannot be the name of an image. */
export function controllersFor(agentImage?: string): readonly Controller<KubeObject>[] {
  const builtin = builtinTemplateWith(agentImage);
  return [batchRunWith(builtin), taskWith(builtin)];
}

export const controllers = controllersFor();
