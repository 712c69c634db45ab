/** What every field is tried with, put into objects that are good otherwise. */

import type { BatchSpec, Context } from "../../crds/kinds.ts";
import { type Field, type FieldSchema, nameOfField } from "./fields.ts";

/** One object: good but for one field. */
export interface Case {
  readonly field: Field;
  readonly what: string;
  /** Where the field is, as the API server writes it: `spec.contexts[0].file.name`. */
  readonly place: string;
  readonly spec: object;
  /** So large that every unit is to fail in its template, for the test to end soon. */
  readonly isHuge: boolean;
}

type Step = string | number;
type Node = { [step: Step]: unknown };

const key = (name: string) => ({ name, key: "task.md" });

/** Of every shape that a context can have. */
const contexts: Context[] = [
  { type: "File", file: { name: "inline.md", source: { inline: "Say hello" } } },
  { type: "File", file: { name: "config.md", source: { configMapKeyRef: key("texts") } } },
  { type: "File", file: { name: "secret.md", source: { secretKeyRef: key("secrets") } } },
  { type: "Repository", repository: { org: "myorg", repo: "service", branch: "main" } },
];
const batch: BatchSpec = { commonContext: contexts, variableContexts: [contexts.slice(-1), contexts] };
const agentTemplateRef = { name: "kubetask-agent", key: "agent-template.yaml" };

/** Good specs in which, taken together, every field occurs. */
const good: Record<string, readonly object[]> = {
  Batch: [batch],
  BatchRun: [{ batchRef: "good", agentTemplateRef }, { batchSpec: batch, agentTemplateRef }],
  Task: [{ contexts, agentTemplateRef }],
  WorkspaceConfig: [{ agentTemplateRef }],
};

/** All that a field is tried with. Throws for a field that no good object has: give it to one of them. */
export function casesOf(field: Field): Case[] {
  for (const host of good[field.kind] ?? []) {
    const path = find(host, field.path);
    if (!path) continue;
    const place = `spec${path.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`).join("")}`;
    const isHuge = (field.schema.maxItems ?? 0) > 1_000;
    const change = (change: (parent: Node, step: Step) => void) => {
      // Nodes that are shared become separate ones.
      const spec = JSON.parse(JSON.stringify(host)) as object;
      // Trusted: `find` went that way.
      const parent = path.slice(0, -1).reduce((node, step) => node[step] as Node, spec as Node);
      change(parent, path.at(-1)!);
      return spec;
    };
    const current = path.reduce<unknown>((node, step) => (node as Node)[step], host);
    const values = valuesFor(field.schema, current);
    return [
      ...path.at(-1) === 0 ? [] : [{ what: "absent", spec: change((parent, step) => delete parent[step]) }],
      ...values.map(([what, value]) => ({ what, spec: change((parent, step) => parent[step] = value) })),
    ].map((made) => ({ ...made, field, place, isHuge: isHuge && made.what.startsWith("maximum") }));
  }
  throw new Error(`Cannot try ${nameOfField(field)}: no good object has it`);
}

/** What is hostile to YAML, to templates, to shells, to Kubernetes' expansions, and to Git. */
const injection =
  `--upload-pack=x '"}}{{ .Namespace }}{{\`\n  privileged: true\n- $(HOME) $$ ../../etc/passwd; \${x} <b>&`;
/** Beyond the first plane, combining, written from right to left, joined, invisible. */
const unicode =
  "日本 \u{1F680}\u{1F468}\u200d\u{1F469}\u200d\u{1F467} e\u0301 \u202eמזל\u202c \u00a0\ufeff\u2028\u0130";

function valuesFor({ type, maxLength = 0, minItems = 0, maxItems = 0 }: FieldSchema, current: unknown) {
  const values: [string, unknown][] = [["null", null], ["of another type", type === "string" ? 7 : "text"]];
  switch (type) {
    case "string":
      values.push(["empty", ""], ["minimum", "a"], ["maximum", "a".repeat(maxLength)]);
      values.push(["maximum + 1", "a".repeat(maxLength + 1)], ["maximum in unicode", "日".repeat(maxLength)]);
      values.push(["unicode", unicode], ["injection", injection], ["NUL", "a\0b"]);
      break;
    case "array": {
      const [item] = current as unknown[]; // just found there
      const times = (length: number) => Array.from({ length }, () => item);
      values.push(["empty", []], ["minimum", times(minItems)], ["maximum", times(maxItems)]);
      values.push(["maximum + 1", times(maxItems + 1)]);
      break;
    }
    case "object":
      values.push(["empty", {}], ["with an unknown field", { ...current as object, [injection]: unicode }]);
  }
  return values;
}

/** The first place in the value that the path leads to. */
function find(value: unknown, path: readonly string[]): Step[] | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return [];
  if (typeof value !== "object" || value === null) return undefined;
  const steps = step === "[]" ? [...(value as unknown[]).keys()] : Object.hasOwn(value, step) ? [step] : [];
  for (const step of steps) {
    const found = find((value as Node)[step], rest);
    if (found) return [step, ...found];
  }
  return undefined;
}
