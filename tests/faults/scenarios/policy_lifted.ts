/** An admission policy denies every Job of the namespace, until it is taken away. */

import type { KubeObject } from "../../../kernel/object.ts";
import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { Policy, PolicyBinding } from "../admin.ts";
import { playedTemplate } from "../played_jobs.ts";
import { type Scenario, unitsOf } from "../scenario.ts";

export const policyLifted: Scenario = {
  name: "policy-lifted",
  async play(stage) {
    const { admin, namespace } = stage;
    for (const object of noJobsIn(namespace)) await admin.apply(undefined, object);
    await admin.untilJobs("refused", namespace);
    await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchSpec: over(3) }));
    await stage.untilReason("AdmissionDenied");
    for (const kind of [PolicyBinding, Policy]) await admin.delete(kind, undefined, namespace);
    await admin.untilJobs("accepted", namespace);
    await stage.untilRunning(3);
    await stage.end("Complete", ...unitsOf("run", 0, 2));
  },
};

/** Policy and binding, both named after the namespace. */
function noJobsIn(namespace: string): KubeObject[] {
  const matchResources = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
  const rule = { apiGroups: ["batch"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["jobs"] };
  const policy = {
    apiVersion: Policy.apiVersion,
    kind: Policy.kind,
    metadata: { name: namespace },
    spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: "false", message: "not today" }] },
  };
  const binding = {
    apiVersion: PolicyBinding.apiVersion,
    kind: PolicyBinding.kind,
    metadata: { name: namespace },
    spec: { policyName: namespace, validationActions: ["Deny"], matchResources },
  };
  return [policy, binding];
}
