/** WorkspaceConfig: which agent template the runs and tasks of a namespace use. */

import * as z from "zod";
import { age, type Crd } from "./crd.ts";
import { WorkspaceConfig } from "./kinds.ts";
import { AgentTemplateRef } from "./agent_template_ref.ts";

export const WorkspaceConfigSpec = z.object({
  agentTemplateRef: AgentTemplateRef.optional().describe(
    "The agent template of this namespace. If not set: the ConfigMap kubetask-agent, else the built-in template.",
  ),
});
export type WorkspaceConfigSpec = z.infer<typeof WorkspaceConfigSpec>;

export const workspaceConfigCrd: Crd = {
  kind: WorkspaceConfig,
  shortName: "kwc",
  description:
    "Says which agent template is used in this namespace by runs and tasks that name none. Where there are " +
    "several, the one named default-workspace counts, else the one named default.",
  spec: WorkspaceConfigSpec.describe("The environment in which tasks of this namespace run."),
  columns: [{ name: "Template", type: "string", jsonPath: ".spec.agentTemplateRef.name" }, age],
};
