/** The work that is measured: a Batch over many repositories, and the same Jobs as a bare client would post them. */

import { Batch, BatchRun, type Context } from "../crds/kinds.ts";
import type { KubeObject, OwnerReference } from "../kernel/object.ts";
import type { ConfigMap } from "../reconcilers/kinds.ts";
import { jobsFrom, type Unit } from "../reconcilers/unit_job.ts";
import { unitJobName } from "../reconcilers/names.ts";
import { basicTemplate } from "../tests/render/documented_templates.ts";

/** Suspended: measured is the API, not the nodes. */
export const template = basicTemplate.replace("\nspec:\n", "\nspec:\n  suspend: true\n");

const commonContext: Context[] = [{
  type: "File",
  file: { name: "task.md", source: { inline: "Update dependencies to latest versions.\nRun tests and create PR.\n" } },
}];

function repositories(units: number): Context[][] {
  return Array.from({ length: units }, (_, i) => [{
    type: "Repository",
    repository: { org: "myorg", repo: `service-${i}`, branch: "main" },
  }]);
}

/** Template, Batch and BatchRun, in the order in which they are applied. */
export function campaign(namespace: string, name: string, units: number) {
  const metadata = { name, namespace };
  const configMap: ConfigMap = {
    metadata: { name: "kubetask-agent", namespace },
    data: { "agent-template.yaml": template },
  };
  const batch: Batch = {
    apiVersion: Batch.apiVersion,
    kind: Batch.kind,
    metadata,
    spec: { commonContext, variableContexts: repositories(units) },
  };
  const run: BatchRun = { apiVersion: BatchRun.apiVersion, kind: BatchRun.kind, metadata, spec: { batchRef: name } };
  return { configMap, batch, run };
}

/** The units of that run. */
export function campaignUnits(namespace: string, name: string, units: number): Unit<BatchRun>[] {
  const owner = { metadata: { name, namespace, uid: "none" }, spec: { batchRef: name } };
  return repositories(units).map((contexts, index) => ({
    owner,
    kind: BatchRun,
    jobName: unitJobName(name, index),
    index,
    contexts: [...commonContext, ...contexts],
    batchRunName: name,
    batchName: name,
    taskName: "",
  }));
}

/** The Jobs that the operator would create for that run, ready to be posted; but for the owner, if they shall have one. */
export function jobs(namespace: string, name: string, units: number, owner?: OwnerReference): KubeObject[] {
  const create = jobsFrom<BatchRun>({ key: "agent-template.yaml", text: template });
  return campaignUnits(namespace, name, units).map((unit) => {
    const made = create(unit).make();
    if ("class" in made) throw new Error(made.message);
    const { ownerReferences: _, ...metadata } = made.metadata ?? {};
    return { ...made, metadata: { ...metadata, ...owner && { ownerReferences: [owner] } } };
  });
}
