/** The document's examples of objects, applied as they stand there. */

import assert from "node:assert/strict";
import type { Batch, Task } from "../../crds/kinds.ts";
import { operatorTest, type Stage } from "../operator/stage.ts";
import { assertContextsArrived, assertMadeFrom } from "./agent_log.ts";
import { example, exampleObject, templateIn } from "./document.ts";
import { emptied, system } from "./system_namespace.ts";
import { withAgent } from "./stand_ins.ts";

const names = { BatchName: "update-dependencies", BatchRunName: "update-dependencies-run-001" };

operatorTest("complete examples 1 to 4: a workspace, its agent, a batch and its run", async ({ cluster }) => {
  await emptied(cluster);
  for (const file of ["workspaceconfig", "agent_template", "batch", "batchrun"]) {
    await cluster.kubectlWith(withAgent(example(`complete_${file}.yaml`)), "apply", "-f", "-");
  }
  await runSucceeds(cluster);
  await assertContextsArrived(cluster, system, names.BatchRunName, exampleObject<Batch>("complete_batch.yaml"));
  await assertMadeFrom(
    cluster,
    system,
    `${names.BatchRunName}-task-1`,
    templateIn("complete_agent_template.yaml"),
    names,
  );
});

operatorTest("the BatchRun example runs the Batch example with the agent that it names", async ({ cluster }) => {
  await emptied(cluster);
  await cluster.kubectlWith(withAgent(example("advanced_template.yaml")), "apply", "-f", "-");
  const claude = withAgent(example("basic_template.yaml")).replace("name: kubetask-agent", "name: claude-agent");
  for (const text of [claude, example("batch.yaml"), example("batchrun.yaml")]) {
    await cluster.kubectlWith(text, "apply", "-f", "-");
  }
  await runSucceeds(cluster);
  await assertContextsArrived(cluster, system, names.BatchRunName, exampleObject<Batch>("batch.yaml"));
  await assertMadeFrom(cluster, system, `${names.BatchRunName}-task-2`, templateIn("basic_template.yaml"), names);
});

operatorTest("the Task example runs once, with all of its contexts", async ({ cluster }) => {
  await emptied(cluster);
  await cluster.kubectlWith(withAgent(example("basic_template.yaml")), "apply", "-f", "-");
  await cluster.kubectlWith(example("task.yaml"), "apply", "-f", "-");
  await cluster.kubectl("wait", "--for=condition=Complete", "--timeout=60s", "task/update-service-a", "-n", system);

  const { status } = JSON.parse(
    await cluster.kubectl("get", "task", "update-service-a", "-n", system, "-o", "json"),
  ) as Task;
  assert.match(status?.jobName ?? "", /^update-service-a-[a-z0-9]{5}$/);
  const printed = await cluster.kubectl("logs", `job/${status?.jobName}`, "-n", system);
  assert.deepEqual(JSON.parse(printed), exampleObject<Task>("task.yaml").spec.contexts);
});

async function runSucceeds({ kubectl }: Stage["cluster"]): Promise<void> {
  await kubectl("wait", "--for=condition=Complete", "--timeout=60s", `batchrun/${names.BatchRunName}`, "-n", system);
}
