/** Agents that say what came out, each heard once whatever breaks. */

import { namespace as systemNamespace, podRules, serviceAccount } from "../../../deploy/rbac.ts";
import { type KubeObject, uidOf } from "../../../kernel/object.ts";
import { Pod } from "../../../reconcilers/kinds.ts";
import { aRun, aTask, aTemplate, over, repository } from "../../operator/objects.ts";
import { Role, RoleBinding, ServiceAccount } from "../admin.ts";
import { playedTemplate } from "../played_jobs.ts";
import { AnyJob } from "../record.ts";
import { type Scenario, type Stage, unitsOf } from "../scenario.ts";

const telling = "metadata: { annotations: { kubetask.io/result: termination-message } }\nspec:";

export const results: Scenario = {
  name: "results",
  async play(stage) {
    await stage.apply(
      ...rights,
      object(ServiceAccount, "agent", {}),
      aTemplate("kubetask-agent", playedTemplate("ttlSecondsAfterFinished: 0").replace("spec:", telling)),
      aRun("run", { batchSpec: over(3) }),
      aTask("task", { contexts: [repository("service")] }),
    );
    await stage.untilRunning(3);
    await stage.until("the Task runs", () => stage.task()?.status?.phase === "Running");
    for (const job of stage.jobNames()) await leave(stage, job, { outcome: "Changed", usage: { costUSD: "0.1" } });
    await stage.end("Complete", ...unitsOf("run", 0, 0));
    await stage.until("one is reported", () => stage.run()?.status?.indexes?.reported === "0");
    await stage.end("Complete", ...stage.jobNames().filter((job) => job !== "run-task-0"));
  },
};

/** A pod of the Job that has ended with this result. */
async function leave(stage: Stage, job: string, result: object): Promise<void> {
  const labels = { "batch.kubernetes.io/controller-uid": uidOf(stage.record.get(AnyJob, job) ?? {}) };
  const spec = { serviceAccountName: "agent", containers: [{ name: "agent", image: "kubetask.io/busybox:1" }] };
  await stage.apply({ ...object(Pod, job, { spec }), metadata: { name: job, labels } });
  const state = { terminated: { exitCode: 0, message: JSON.stringify(result) } };
  const agent = { name: "agent", image: "agent", imageID: "", ready: false, restartCount: 0, state };
  await stage.admin.patchStatus(Pod, stage.namespace, job, { phase: "Succeeded", containerStatuses: [agent] });
}

const name = "kubetask-operator-pods";
const rights = [
  object(Role, name, { rules: podRules }),
  object(RoleBinding, name, {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name: serviceAccount, namespace: systemNamespace }],
  }),
];

function object({ apiVersion, kind }: { apiVersion: string; kind: string }, name: string, rest: object): KubeObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}
