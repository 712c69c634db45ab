/** From the schema of a kind to its CustomResourceDefinition. */

import type { z } from "zod";
import type { Kind, KubeObject } from "../kernel/object.ts";
import type { Rule } from "./rules.ts";
import { notObservedYet } from "./status.ts";
import { type Schema, structural } from "./structural.ts";

/** All there is to say about a kind. Its objects have a status subresource if they have a status. */
export interface Crd {
  readonly kind: Kind;
  readonly shortName: string;
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status?: z.ZodType;
  /** About the object as a whole. */
  readonly rules?: readonly Rule[];
  /** What `kubectl get` shows. */
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "date";
  readonly jsonPath: string;
  /** 1: only with `-o wide`. */
  readonly priority?: 1;
}

export const age: Column = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };

/** At most one condition of those we set is True while an object waits or runs; once it failed they have the same reason. */
export const reasonOfFirstTrueCondition: Column = {
  name: "Reason",
  type: "string",
  jsonPath: '.status.conditions[?(@.status=="True")].reason',
  priority: 1,
};

/** The manifest that teaches a cluster this kind. */
export function manifestOf(crd: Crd): KubeObject & { spec: object } {
  const { kind, shortName, columns } = crd;
  const [group, version] = kind.apiVersion.split("/");
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${kind.plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.kind.toLowerCase(),
        shortNames: [shortName],
        categories: ["kubetask"],
      },
      versions: [{
        name: version,
        served: true,
        storage: true,
        ...(crd.status && { subresources: { status: {} } }),
        additionalPrinterColumns: columns,
        schema: { openAPIV3Schema: schemaOf(crd) },
      }],
    },
  };
}

function schemaOf(crd: Crd): Schema {
  return {
    description: crd.description,
    type: "object",
    required: ["spec"],
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
      spec: structural(crd.spec),
      ...(crd.status && { status: { ...structural(crd.status), default: notObservedYet } }),
    },
    ...(crd.rules && { "x-kubernetes-validations": crd.rules }),
  };
}
