/** Every field that users write, as the generated schemas have it: no list of fields to forget one in. */

import { type Crd, manifestOf } from "../../crds/crd.ts";
import { crds } from "../../crds/generate.ts";

/** A schema as the API server gets it, as far as it bounds a value. */
export interface FieldSchema {
  readonly type: "string" | "object" | "array";
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
}

export interface Field {
  readonly kind: string;
  /** From the spec on; `[]` stands for an element of a list. */
  readonly path: readonly string[];
  readonly schema: FieldSchema;
}

/** `Task spec.contexts[].file.name` */
export function nameOfField({ kind, path }: Field): string {
  return `${kind} spec${path.map((step) => step === "[]" ? step : `.${step}`).join("")}`;
}

export function allFields(): Field[] {
  return crds.flatMap((crd) => below(crd.kind.kind, [], specOf(crd)));
}

function specOf(crd: Crd): FieldSchema {
  // Written by manifestOf: a CRD of one version, whose specs have no other types.
  const { versions } = manifestOf(crd).spec as {
    versions: { schema: { openAPIV3Schema: { properties: { spec: FieldSchema } } } }[];
  };
  const [version] = versions;
  if (!version) throw new Error(`Cannot find a version of ${crd.kind.kind}`);
  return version.schema.openAPIV3Schema.properties.spec;
}

function below(kind: string, path: readonly string[], schema: FieldSchema): Field[] {
  const steps: [string, FieldSchema][] = schema.items
    ? [["[]", schema.items]]
    : Object.entries(schema.properties ?? {});
  return steps.flatMap(([step, schema]) => {
    const field = { kind, path: [...path, step], schema };
    return [field, ...below(kind, field.path, schema)];
  });
}
