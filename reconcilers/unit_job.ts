/** Makes a unit's Job: what the template says, under the name, owner and labels by which KubeTask finds it again. */

import type { Context } from "../crds/kinds.ts";
import { controlledBy, type Kind, type KubeObject, namespaceOf } from "../kernel/object.ts";
import type { Create, Refusal } from "../kernel/plan.ts";
import { withContextFiles } from "../render/context_files.ts";
import { type JobTemplate, jobTemplate, renderJob } from "../render/job.ts";
import { tooLongForProcess } from "../render/process_limit.ts";
import { TemplateError } from "../render/template.ts";
import type { AgentTemplate } from "./agent_template.ts";
import { Job } from "./kinds.ts";
import { annotations, fitting, labels, outcomeFinalizer } from "./names.ts";
import { invalid } from "./reasons.ts";
import { tooLargeToStore } from "./room.ts";

/** One Job to be. */
export interface Unit<Owner extends KubeObject> {
  readonly owner: Owner;
  readonly kind: Kind<Owner>;
  readonly jobName: string;
  readonly index: number;
  readonly contexts: readonly Context[];
  /** Empty for a Task. */
  readonly batchRunName: string;
  /** Empty for a Task and for an inline batch. */
  readonly batchName: string;
  /** Empty for a unit of a run. */
  readonly taskName: string;
}

/** Makes creates from units. The template is parsed once, when the first Job is made; if it is wrong every unit is refused. */
export function jobsFrom<Owner extends KubeObject>(template: AgentTemplate): (unit: Unit<Owner>) => Create {
  let parsed: JobTemplate | Refusal | undefined;
  return (unit) => ({
    do: "create",
    kind: Job,
    name: unit.jobName,
    identity: [annotations.index],
    make() {
      parsed ??= parse(template);
      return "class" in parsed ? parsed : make(parsed, unit);
    },
  });
}

function parse({ key, text }: AgentTemplate): JobTemplate | Refusal {
  try {
    return jobTemplate(key, text);
  } catch (error) {
    if (error instanceof TemplateError) return invalid("TemplateInvalid", error.message);
    throw error;
  }
}

function make<Owner extends KubeObject>(template: JobTemplate, unit: Unit<Owner>): KubeObject | Refusal {
  const namespace = namespaceOf(unit.owner);
  const repository = unit.contexts.find((context) => context.type === "Repository")?.repository;
  const rendered = renderJob(template, {
    TaskID: unit.jobName,
    BatchName: unit.batchName,
    BatchRunName: unit.batchRunName,
    Namespace: namespace,
    Contexts: JSON.stringify(unit.contexts.map(ordered)),
    Index: unit.index,
    Name: unit.owner.metadata?.name ?? "",
    Repository: { Org: repository?.org ?? "", Repo: repository?.repo ?? "", Branch: repository?.branch ?? "" },
  });
  if (!rendered.ok) return invalid(rendered.reason, rendered.message);
  const furnished = withContextFiles(rendered.job, unit.contexts);
  if (!furnished.ok) return wrong(template, furnished.problem);
  const problem = tooLongForProcess(furnished.job);
  if (problem !== undefined) return wrong(template, problem);
  const job = owned(furnished.job, unit, namespace);
  return tooLargeToStore(job) ?? job;
}

function wrong({ template }: JobTemplate, problem: string): Refusal {
  return invalid("JobInvalid", `${template.name}: ${problem}`);
}

/**
 * Of the template's metadata the labels and annotations count, and ours win: by the rest one Job stays one Job, nobody
 * else's, and can be deleted. What only the API server may set would make it refuse the Job again and again.
 */
function owned<Owner extends KubeObject>(job: Job, unit: Unit<Owner>, namespace: string): Job {
  const { status: _, ...rest } = job;
  const metadata = job.metadata ?? {};
  return {
    ...rest,
    metadata: {
      name: unit.jobName,
      namespace,
      labels: { ...without(metadata.labels, Object.values(labels)), ...labelsOf(unit) },
      annotations: { ...metadata.annotations, [annotations.index]: `${unit.index}` },
      ownerReferences: [controlledBy(unit.kind, unit.owner)],
      finalizers: typeof job.spec?.ttlSecondsAfterFinished === "number" ? [outcomeFinalizer] : [],
    },
  };
}

function labelsOf<Owner extends KubeObject>(unit: Unit<Owner>): Record<string, string> {
  const named = {
    [labels.batch]: unit.batchName,
    [labels.batchRun]: unit.batchRunName,
    [labels.task]: unit.taskName,
    [labels.managedBy]: "kubetask",
  };
  return Object.fromEntries(
    Object.entries(named).filter(([, name]) => name).map(([label, name]) => [label, fitting(name)]),
  );
}

function without(values: Record<string, string> | undefined, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => !keys.includes(key)));
}

/** The API server sorts keys; people read the type first. */
function ordered(context: Context): Context {
  switch (context.type) {
    case "File":
      return { type: context.type, file: { name: context.file.name, source: context.file.source } };
    case "Repository": {
      const { org, repo, branch } = context.repository;
      return { type: context.type, repository: { org, repo, branch } };
    }
  }
}
