/** What reached an agent, read back from its pod's log. */

import assert from "node:assert/strict";
import { load } from "js-yaml";
import type { Batch, Context } from "../../crds/kinds.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import type { Cluster } from "../cluster/cluster.ts";

/** Each Job of the run has printed the contexts of its unit, in the order of the batch. */
export async function assertContextsArrived(
  cluster: Cluster,
  namespace: string,
  run: string,
  { spec }: Batch,
): Promise<void> {
  for (const [index, variable] of spec.variableContexts.entries()) {
    const printed = await cluster.kubectl("logs", `job/${run}-task-${index}`, "--namespace", namespace);
    // Printed by the agent: what the operator put there.
    assert.deepEqual(JSON.parse(printed) as Context[], [...spec.commonContext, ...variable]);
  }
}

/** The Job has everything that the template says, word for word, with these variables put in. */
export async function assertMadeFrom(
  cluster: Cluster,
  namespace: string,
  name: string,
  template: string,
  variables: { BatchName: string; BatchRunName: string },
): Promise<void> {
  // Read by `kubectl get job`.
  const job = JSON.parse(await cluster.kubectl("get", "job", name, "--namespace", namespace, "--output=json")) as Job;
  const [agent] = job.spec?.template.spec?.containers ?? [];
  const contexts = agent?.env?.find(({ name }) => name === "TASK_CONTEXTS")?.value ?? "";
  const values = { TaskID: name, Namespace: namespace, ...variables };
  const written = Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`{{.${key}}}`, value),
    template,
  );
  const expected = JSON.parse(
    JSON.stringify(load(written)),
    (_, value) => value === "{{.Contexts}}" ? contexts : value,
  );
  assert.partialDeepStrictEqual(job, expected);
}
