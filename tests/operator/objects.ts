/** What users write, as short as a test can say it. */

import type { BatchSpec, Context } from "../../crds/kinds.ts";
import * as crds from "../../crds/kinds.ts";
import type { ConfigMap } from "../../reconcilers/kinds.ts";

export function repository(repo: string): Context {
  return { type: "Repository", repository: { org: "myorg", repo, branch: "main" } };
}

/** A batch spec over so many repositories: `service-0`, `service-1`, … */
export function over(units: number): BatchSpec {
  return {
    commonContext: [],
    variableContexts: Array.from({ length: units }, (_, index) => [repository(`service-${index}`)]),
  };
}

export function aBatch(name: string, spec: BatchSpec): crds.Batch {
  return { apiVersion: crds.Batch.apiVersion, kind: crds.Batch.kind, metadata: { name }, spec };
}

export function aRun(name: string, spec: crds.BatchRun["spec"]): crds.BatchRun {
  return { apiVersion: crds.BatchRun.apiVersion, kind: crds.BatchRun.kind, metadata: { name }, spec };
}

export function aTask(name: string, spec: crds.Task["spec"]): crds.Task {
  return { apiVersion: crds.Task.apiVersion, kind: crds.Task.kind, metadata: { name }, spec };
}

export function aTemplate(name: string, text: string): ConfigMap {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { "agent-template.yaml": text } };
}

/** A Job template of one container, with more lines in the Job's spec if wanted. */
export function jobTemplate(...spec: string[]): string {
  return [
    "apiVersion: batch/v1",
    "kind: Job",
    "spec:",
    ...spec.map((line) => `  ${line}`),
    "  template:",
    "    spec:",
    "      restartPolicy: Never",
    "      containers:",
    "      - name: agent",
    "        image: kubetask.io/busybox:1",
    "",
  ].join("\n");
}
