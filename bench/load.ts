/** The work that is measured: a Batch over many repositories, and the same Jobs as a bare client would post them. */

import { Batch, BatchRun, type Context } from "../crds/kinds.ts";
import type { KubeObject } from "../kernel/object.ts";
import type { ConfigMap } from "../reconcilers/kinds.ts";
import { jobsFrom } from "../reconcilers/unit_job.ts";
import { unitJobName } from "../reconcilers/names.ts";

/** The document's Basic template, suspended: measured is the API, not the nodes. */
export const template = `apiVersion: batch/v1
kind: Job
metadata:
  name: "{{.TaskID}}"
  namespace: "{{.Namespace}}"
  labels:
    kubetask.io/batch: "{{.BatchName}}"
    kubetask.io/batchrun: "{{.BatchRunName}}"
spec:
  suspend: true
  template:
    spec:
      serviceAccountName: kubetask-agent
      containers:
      - name: agent
        image: ghcr.io/myorg/claude-agent:v1.2.3
        env:
        - name: TASK_CONTEXTS
          value: '{{.Contexts}}'
        - name: ANTHROPIC_API_KEY
          valueFrom:
            secretKeyRef:
              name: claude-credentials
              key: api-key
        volumeMounts:
        - name: workspace
          mountPath: /workspace
      volumes:
      - name: workspace
        persistentVolumeClaim:
          claimName: kubetask-workspace
      restartPolicy: Never
`;

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

/** The Jobs that the operator would create for that run, ready to be posted; they belong to nobody. */
export function jobs(namespace: string, name: string, units: number): KubeObject[] {
  const owner = { metadata: { name, namespace, uid: "none" }, spec: { batchRef: name } };
  const create = jobsFrom<BatchRun>({ key: "agent-template.yaml", text: template });
  return repositories(units).map((contexts, index) => {
    const jobName = unitJobName(name, index);
    const unit = { owner, kind: BatchRun, jobName, index, contexts: [...commonContext, ...contexts] };
    const made = create({ ...unit, batchRunName: name, batchName: name, taskName: "" }).make();
    if ("class" in made) throw new Error(made.message);
    const { ownerReferences: _, ...metadata } = made.metadata ?? {};
    return { ...made, metadata };
  });
}
