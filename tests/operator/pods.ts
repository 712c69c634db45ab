/** Ends pods where there is no node: tells the API server what a kubelet would. */

import type { KubeObject } from "../../kernel/object.ts";
import { nameOf } from "../../kernel/object.ts";
import type { Stage } from "./stage.ts";

/** Waits until these Jobs have a pod each, and lets the pods end. */
export async function endPods(
  { kubectl, waitFor, list }: Stage,
  phase: "Succeeded" | "Failed",
  ...jobs: string[]
): Promise<void> {
  await waitFor("create", ...jobs.map((job) => `job/${job}`));
  await waitFor("jsonpath={.status.active}=1", ...jobs.map((job) => `job/${job}`));
  const pods = await list<KubeObject>("pods", `--selector=batch.kubernetes.io/job-name in (${jobs.join(",")})`);
  const patch = JSON.stringify({ status: { phase } });
  await kubectl("patch", "pods", ...pods.map(nameOf), "--subresource=status", "--type=merge", `--patch=${patch}`);
}
