/** Ends Jobs in the place of their controller. */

import type { Api } from "../../kernel/api.ts";
import { Job } from "../../reconcilers/kinds.ts";

/** As the Job controller writes it, in one step. */
export async function complete(client: Api, namespace: string, name: string): Promise<void> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const condition = (type: string, reason: string) => {
    return { type, status: "True", reason, lastProbeTime: now, lastTransitionTime: now };
  };
  const conditions = [
    condition("SuccessCriteriaMet", "CompletionsReached"),
    condition("Complete", "CompletionsReached"),
  ];
  const status = { startTime: now, completionTime: now, succeeded: 1, conditions };
  await client.patch(Job, namespace, name, { type: "merge", subresource: "status", body: { status } });
}
