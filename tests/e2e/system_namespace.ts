/** The namespace in which most of the document's examples are. */

import type { Cluster } from "../cluster/cluster.ts";
import { setUpWorkspace } from "./stand_ins.ts";

export const system = "kubetask-system";

/** Removes what earlier examples left there, Jobs included, and sets up a workspace. */
export async function emptied(cluster: Cluster): Promise<void> {
  const ours = "batchruns.kubetask.io,tasks.kubetask.io,batches.kubetask.io,workspaceconfigs.kubetask.io";
  await cluster.kubectl("delete", ours, "--all", "--cascade=foreground", "--timeout=60s", "-n", system);
  const templates = ["kubetask-agent", "claude-agent", "gemini-agent"];
  await cluster.kubectl("delete", "configmap", ...templates, "--ignore-not-found", "-n", system);
  await cluster.kubectl("delete", "pvc", "kubetask-workspace", "--ignore-not-found", "-n", system);
  await setUpWorkspace(cluster, system);
}
