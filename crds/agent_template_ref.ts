/** Where to find the agent template: the Job that runs an agent. */

import * as z from "zod";
import { configMapKey, objectName } from "./names.ts";

/** Without a default for `key`: a key that was left out may mean the only one there is. */
export const AgentTemplateRef = z.object({
  name: objectName.describe("Name of the ConfigMap that holds the agent template, in the namespace of this object."),
  key: configMapKey.optional().describe(
    "Key in the ConfigMap. If not set: agent-template.yaml or, where the ConfigMap has only one key, that one.",
  ),
});
export type AgentTemplateRef = z.infer<typeof AgentTemplateRef>;

/** As a BatchRun or a Task chooses it. */
export const agentTemplateRef = AgentTemplateRef.optional().describe(
  "The agent template to use. If not set: that of the WorkspaceConfig, else the ConfigMap kubetask-agent, else the " +
    "built-in template.",
);
