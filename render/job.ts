/** Renders an agent template to the Job that it describes. */

import type { V1Job } from "@kubernetes/client-node";
import type { AsJson } from "../kernel/object.ts";
import { allowText, limits, OverBudget } from "./budget.ts";
import { protect } from "./expansion.ts";
import { Forms } from "./forms.ts";
import { Blank, Manuscript, textOf } from "./placeholders.ts";
import { Recent } from "./recent.ts";
import { deferred, type Text } from "./rope.ts";
import { brief } from "./template_error.ts";
import { execute, parseTemplate, type Template, TemplateError } from "./template.ts";
import { int, Struct, type Value } from "./value.ts";
import { isMapping } from "./notation/yaml.ts";

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

/** An agent template that parsed, and how its YAML parsed the last time. */
export interface JobTemplate {
  readonly template: Template;
  readonly forms: Forms;
}

export type Rendered =
  | { ok: true; job: Job }
  | { ok: false; reason: "TemplateInvalid" | "JobInvalid"; message: string };

const parsed = new Recent<JobTemplate>({ entries: 64, weight: limits.template });

/**
 * Parses the template; `name` is the key it has in its ConfigMap. Those that were used last are kept, so that a run
 * parses its template once, however often it is looked at. Throws a TemplateError.
 */
export function jobTemplate(name: string, text: string): JobTemplate {
  const make = () => ({ template: parseTemplate(name, text), forms: new Forms() });
  return parsed.get(JSON.stringify([name, text]), make);
}

/** As Helm does it, but that what a prompt says is never run: with `set` it could write text that counts as the template's. */
const jobOptions = { missingKey: "zero", noValue: "", trustsValues: false } as const;

/**
 * The Job as the template has it: its name, namespace, owner and labels are the caller's to set. What is wrong comes
 * with its line and column or field path, never with a value.
 */
export function renderJob({ template, forms }: JobTemplate, variables: JobVariables): Rendered {
  const invalid = (message: string): Rendered => {
    return { ok: false, reason: "JobInvalid", message: brief(`${template.name}${message}`) };
  };
  let manuscript: Manuscript;
  try {
    manuscript = new Manuscript(execute(template, structOf(variables), jobOptions).written);
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, reason: "TemplateInvalid", message: error.message };
    if (error instanceof OverBudget) return invalid(`: ${error.message}`);
    throw error;
  }
  const read = forms.read(manuscript);
  if (!read.ok) return invalid(`:${manuscript.lineAt(read.offset)}: ${manuscript.readable(read.problem)}`);
  const documents = read.documents.filter((document) => document !== null);
  if (documents.length !== 1) return invalid(`: must make exactly one YAML document, makes ${documents.length}`);
  let job: unknown;
  try {
    job = new Settling(manuscript).settle(documents[0], "");
  } catch (error) {
    if (error instanceof OverBudget) return invalid(`: ${error.message}`);
    throw error;
  }
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

/** Copies what was read, so that nodes that YAML shares by alias become separate, and fills in the values. */
class Settling {
  #length = 0;

  constructor(readonly manuscript: Manuscript) {}

  /** `path` ends in a dot. Throws OverBudget when the texts of all nodes together get too long. */
  settle(node: unknown, path: string): unknown {
    if (node instanceof Blank) return this.#counted(this.#filled(node, path));
    if (typeof node === "string") return this.#counted(node);
    if (Array.isArray(node)) return node.map((item, i) => this.settle(item, `${path}${i}.`));
    if (!isMapping(node)) return node;
    const entries = Object.entries(node);
    return Object.fromEntries(
      entries.map(([key, value]) => [this.#counted(key), this.settle(value, `${path}${key}.`)]),
    );
  }

  #filled(blank: Blank, path: string): string {
    const segments = this.manuscript.fill(blank);
    return expanded.test(path) ? protect(segments) : textOf(segments);
  }

  #counted(text: string): string {
    this.#length += text.length;
    allowText(this.#length);
    return text;
  }
}

/** Where Kubernetes expands `$(NAME)`: what k8s.io/kubernetes/pkg/kubelet hands to its `expansion` package. */
const expanded = new RegExp(
  String.raw`^spec\.template\.spec\.(?:initContainers|containers)\.\d+\.` +
    String.raw`(?:(?:command|args)\.\d+|env\.\d+\.value|volumeMounts\.\d+\.subPathExpr|` +
    String.raw`(?:liveness|readiness|startup)Probe\.exec\.command\.\d+)\.$`,
);

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
