/** Renders templates with variables of which a test states only what matters. */

import assert from "node:assert/strict";
import { type Job, jobTemplate, type JobVariables, renderJob } from "../../render/job.ts";

export const someVariables: JobVariables = {
  TaskID: "deps-1-task-3",
  BatchName: "deps",
  BatchRunName: "deps-1",
  Namespace: "team",
  Contexts: '[{"type":"File","file":{"name":"task.md","source":{"inline":"Don\'t stop: \\"50 % off\\""}}}]',
  Index: 3,
  Name: "deps-1",
  Repository: { Org: "acme", Repo: "shop", Branch: "main" },
};

/** The Job that `template` makes; fails the test when it makes none. */
export function render(template: string, variables: Partial<JobVariables> = {}): Job {
  const rendered = renderJob(jobTemplate("agent-template.yaml", template), { ...someVariables, ...variables });
  assert.ok(rendered.ok, rendered.ok ? "" : rendered.message);
  return rendered.job;
}

/** Why `template` makes no Job; fails the test when it makes one. */
export function messageOf(template: string, variables: Partial<JobVariables> = {}): string {
  const rendered = renderJob(jobTemplate("agent-template.yaml", template), { ...someVariables, ...variables });
  assert.ok(!rendered.ok, "made a Job");
  return rendered.message;
}

/** A minimal Job template with some `metadata`. */
export function jobWith(metadata: string): string {
  return `apiVersion: batch/v1
kind: Job
metadata:
  ${metadata}
spec:
  template:
    spec:
      containers: []
`;
}

/** What an expression writes between quotes; `before` is for templates that it includes. */
export function annotationOf(expression: string, Name = "harmless", before = ""): string | undefined {
  return render(`${before}${jobWith(`annotations: {a: '{{${expression}}}'}`)}`, { Name }).metadata?.annotations?.["a"];
}
