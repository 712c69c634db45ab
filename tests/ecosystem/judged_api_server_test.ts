/** What kstatus, Flux and Argo CD make of our objects in each of their states, and of the checks in the documentation. */

import assert from "node:assert/strict";
import { load } from "js-yaml";
import { argocdCm } from "../../deploy/argocd/argocd_cm.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { blocksOf } from "../docs/blocks.ts";
import { aBatch, aRun, aTask, aTemplate, jobTemplate, over, repository } from "../operator/objects.ts";
import { endPods } from "../operator/pods.ts";
import { operatorTest } from "../operator/stage.ts";
import { type Checks, judge } from "./oracle.ts";

const reason = "{.status.conditions[?(@.type=='Reconciling')].reason}";

operatorTest("kstatus, Flux and Argo CD read every state of a run and of a Task right", async (stage) => {
  const { apply, get, kubectl, list, waitFor } = stage;
  const objects: KubeObject[] = [];
  const saw = async (...names: string[]) => {
    for (const name of names) objects.push(await get<KubeObject>(name));
  };
  const contexts = [repository("service")];
  const template = { agentTemplateRef: { name: "agent" } };

  // Nobody looks yet.
  await stage.operator.end("SIGTERM");
  await apply(
    aBatch("batch", over(2)),
    {
      apiVersion: "kubetask.io/v1alpha1",
      kind: "WorkspaceConfig",
      metadata: { name: "default" },
      spec: {},
    } as KubeObject,
    aRun("run", { batchRef: "batch", ...template }),
    aTask("task", { contexts, ...template }),
  );
  await saw("batch/batch", "workspaceconfig/default", "batchrun/run", "kt/task");

  await stage.startOperator();
  await waitFor(`jsonpath=${reason}=ConfigMapNotFound`, "batchrun/run", "kt/task");
  await saw("batchrun/run", "kt/task");

  await apply(aTemplate("agent", jobTemplate("suspend: true", "backoffLimit: 0")));
  await waitFor(`jsonpath=${reason}=Suspended`, "batchrun/run", "kt/task");
  await saw("batchrun/run", "kt/task");

  for (const job of await list<KubeObject>("jobs")) {
    await kubectl("patch", "job", job.metadata?.name ?? "", "--type=merge", '--patch={"spec":{"suspend":false}}');
  }
  await waitFor("jsonpath={.status.progress.running}=2", "batchrun/run");
  await waitFor("jsonpath={.status.phase}=Running", "kt/task");
  await saw("batchrun/run", "kt/task");

  const jobOfTask = await kubectl("get", "kt/task", "--output=jsonpath={.status.jobName}");
  await endPods(stage, "Succeeded", "run-task-0", "run-task-1", jobOfTask);
  await waitFor("condition=Complete", "batchrun/run", "kt/task");
  await saw("batchrun/run", "kt/task");

  await apply(
    aTemplate("wrong", "{{ .Nothing }}"),
    aRun("failed", { batchRef: "batch", agentTemplateRef: { name: "wrong" } }),
    aTask("failed", { contexts, agentTemplateRef: { name: "wrong" } }),
  );
  await waitFor("condition=Failed", "batchrun/failed", "kt/failed");
  await saw("batchrun/failed", "kt/failed");

  const judgements = await judge(objects.map((object) => ({ object, ...checksOf(object) })));
  assert.deepEqual(
    objects.map(({ kind }, i) => [kind, ...Object.values(judgements[i] ?? {})].join(" ")),
    [
      "Batch Current Current Healthy",
      "WorkspaceConfig Current Current Healthy",
      "BatchRun InProgress InProgress Progressing",
      "Task InProgress InProgress Progressing",
      "BatchRun InProgress InProgress Progressing",
      "Task InProgress InProgress Progressing",
      "BatchRun InProgress InProgress Suspended",
      "Task InProgress InProgress Suspended",
      "BatchRun InProgress InProgress Progressing",
      "Task InProgress InProgress Progressing",
      "BatchRun Current Current Healthy",
      "Task Current Current Healthy",
      "BatchRun Failed Failed Degraded",
      "Task Failed Failed Degraded",
    ],
  );
});

/** As the documentation tells users to configure them. A kind without an entry is judged by default. */
function checksOf({ apiVersion, kind }: KubeObject): Checks {
  const { spec } = load(
    blocksOf("ecosystem.md").find(({ text }) => text.includes("healthCheckExprs:"))?.text ?? "",
  ) as {
    spec: { healthCheckExprs: (Checks["flux"] & { apiVersion: string; kind: string })[] };
  };
  const { data } = load(argocdCm()) as { data: Record<string, string> };
  const flux = spec.healthCheckExprs.find((check) => check.apiVersion === apiVersion && check.kind === kind);
  const lua = data[`resource.customizations.health.kubetask.io_${kind}`];
  return { flux: flux ?? { current: "true" }, lua: lua ?? "return { status = 'Healthy', message = '' }" };
}
