/** Renders an agent template to the Job that it describes. */

import type { V1Job } from "@kubernetes/client-node";
import type { AsJson } from "../kernel/object.ts";
import { protect } from "./expansion.ts";
import { Filled, Manuscript } from "./placeholders.ts";
import { deferred, type Text } from "./rope.ts";
import { execute, parseTemplate, type Template, TemplateError } from "./template.ts";
import { int, Struct, type Value } from "./value.ts";
import { isMapping, readYaml } from "./yaml.ts";

export type Job = AsJson<V1Job>;

/** What a template may use. `Contexts` is a JSON array as a string. */
export interface JobVariables {
  TaskID: string;
  BatchName: string;
  BatchRunName: string;
  Namespace: string;
  Contexts: string;
  Index: number;
  /** Of the BatchRun or Task. */
  Name: string;
  /** The first Repository context; empty strings if there is none. */
  Repository: { Org: string; Repo: string; Branch: string };
}

/** An agent template that parsed. */
export type JobTemplate = Template;

export type Rendered =
  | { ok: true; job: Job }
  | { ok: false; reason: "TemplateInvalid" | "JobInvalid"; message: string };

/** Parses the template once for all Jobs; `name` is the key it has in its ConfigMap. Throws a TemplateError. */
export function jobTemplate(name: string, text: string): JobTemplate {
  return parseTemplate(name, text);
}

/**
 * The Job as the template has it: its name, namespace, owner and labels are the caller's to set. What is wrong comes
 * with its line and column or field path, never with a value.
 */
export function renderJob(template: JobTemplate, variables: JobVariables): Rendered {
  let written;
  try {
    written = execute(template, structOf(variables), { missingKey: "zero", noValue: "" }).written;
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, reason: "TemplateInvalid", message: error.message };
    throw error;
  }
  const manuscript = new Manuscript(written);
  const invalid = (message: string): Rendered => ({
    ok: false,
    reason: "JobInvalid",
    message: `${template.name}${message}`,
  });

  const read = readYaml(manuscript.source, (scalar) => manuscript.fill(scalar));
  if (!read.ok) return invalid(`:${manuscript.lineAt(read.offset)}: ${manuscript.readable(read.problem)}`);
  const documents = read.documents.filter((document) => document !== null);
  if (documents.length !== 1) return invalid(`: must make exactly one YAML document, makes ${documents.length}`);
  const job = settle(documents[0], []);
  const problem = problemOf(job);
  if (problem !== undefined) return invalid(`: ${problem}`);
  // Trusted as far as problemOf looked; the API server checks the rest.
  return { ok: true, job: job as Job };
}

function structOf(variables: JobVariables): Struct {
  const { Index, Repository, ...texts } = variables;
  return new Struct(
    "agent.Variables",
    new Map<string, Value>([
      ...Object.entries(texts).map(([name, value]): [string, Text] => [name, deferred(value)]),
      ["Index", int(Index)],
      [
        "Repository",
        new Struct(
          "agent.Repository",
          new Map(
            Object.entries(Repository).map(([name, value]) => [name, deferred(value)]),
          ),
        ),
      ],
    ]),
  );
}

type Path = readonly (string | number)[];

/** A copy in which every scalar is final. Nodes that YAML shares by alias become separate. */
function settle(node: unknown, path: Path): unknown {
  if (node instanceof Filled) return isExpanded(path) ? protect(node.segments) : node.text;
  if (Array.isArray(node)) return node.map((item, i) => settle(item, [...path, i]));
  if (!isMapping(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, settle(value, [...path, key])]));
}

/** Whether Kubernetes expands `$(NAME)` there. */
function isExpanded(path: Path): boolean {
  return /^spec\.template\.spec\.(?:initContainers|containers)\.\d+\.(?:(?:command|args)\.\d+|env\.\d+\.value)$/
    .test(path.join("."));
}

/** What the caller relies on and the document does not have. */
function problemOf(job: unknown): string | undefined {
  if (!isMapping(job)) return "must be a mapping";
  if (job["apiVersion"] !== "batch/v1") return "apiVersion: must be batch/v1";
  if (job["kind"] !== "Job") return "kind: must be Job";
  const podTemplate = fieldOf(fieldOf(job, "spec"), "template");
  const containers = fieldOf(fieldOf(podTemplate, "spec"), "containers");
  if (!isMapping(fieldOf(job, "spec"))) return "spec: must be a mapping";
  if (!isMapping(podTemplate)) return "spec.template: must be a mapping";
  if (!isMapping(fieldOf(podTemplate, "spec"))) return "spec.template.spec: must be a mapping";
  if (!Array.isArray(containers) || !containers.every(isMapping)) {
    return "spec.template.spec.containers: must be a list of mappings";
  }
  return metadataProblem(job, "metadata") ?? metadataProblem(podTemplate, "spec.template.metadata");
}

function metadataProblem(object: Record<string, unknown>, path: string): string | undefined {
  const metadata = object["metadata"] ?? {};
  if (!isMapping(metadata)) return `${path}: must be a mapping`;
  for (const field of ["labels", "annotations"]) {
    const entries = metadata[field] ?? {};
    if (!isMapping(entries)) return `${path}.${field}: must be a mapping`;
    if (!Object.values(entries).every((value) => typeof value === "string")) {
      return `${path}.${field}: every value must be a string; put it in quotes`;
    }
  }
  return undefined;
}

function fieldOf(object: unknown, field: string): unknown {
  return isMapping(object) && Object.hasOwn(object, field) ? object[field] : undefined;
}
