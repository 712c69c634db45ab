/** From a zod schema to the OpenAPI schema that Kubernetes accepts in a CRD: a "structural" one. */

import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Rule } from "./rules.ts";

/** The words of OpenAPI and JSON Schema that our schemas use. */
export interface Schema {
  type?: string;
  description?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  maxLength?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  not?: Schema;
  "x-kubernetes-validations"?: readonly Rule[];
}

/** A field that belongs to another member of a union: never set, and not in the CRD. */
export const absent = z.never().optional();

/** Throws for what has no counterpart in a CRD. */
export function structural(schema: z.ZodType): Schema {
  // Trusted: toJSONSchema writes the dialect it is asked for.
  return adapt(z.toJSONSchema(schema, { target: "openapi-3.0", reused: "inline", io: "input" }) as Schema);
}

function adapt(schema: Schema): Schema {
  const union = schema.oneOf ?? schema.anyOf;
  if (union) return merge(schema, union.map(adapt));

  const adapted = { ...schema };
  // Kubernetes drops unknown fields by itself, and does not allow this beside `properties`.
  delete adapted.additionalProperties;
  // The format alone is checked; zod's pattern for it is a screen long.
  if (schema.format === "date-time") delete adapted.pattern;
  // The bounds of JavaScript are not those of the field.
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete adapted.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete adapted.minimum;

  if (schema.items) adapted.items = adapt(schema.items);
  if (schema.properties) {
    const properties = Object.entries(schema.properties).filter(([, property]) => !isAbsent(property));
    adapted.properties = Object.fromEntries(properties.map(([name, property]) => [name, adapt(property)]));
  }
  return adapted;
}

/**
 * A union of objects as one object with the fields of all. Required are the fields that each member requires: which ones go
 * together has to be said by a rule beside the union.
 */
function merge({ oneOf: _, anyOf: __, ...outer }: Schema, members: Schema[]): Schema {
  const properties = new Map<string, Schema>();
  for (const member of members) {
    if (!member.properties) throw new Error("Cannot put a union in a CRD: its members are not all objects");
    for (const [name, property] of Object.entries(member.properties)) {
      properties.set(name, either(name, properties.get(name) ?? property, property));
    }
  }
  const required = [...properties.keys()].filter((name) => members.every((member) => member.required?.includes(name)));
  return {
    type: "object",
    ...outer,
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}

/** The same field in two members: equal, but for the values it may have. */
function either(name: string, one: Schema, other: Schema): Schema {
  const values = one.enum && other.enum && [...new Set([...one.enum, ...other.enum])];
  if (!isDeepStrictEqual({ ...one, enum: values }, { ...other, enum: values })) {
    throw new Error(`Cannot put a union in a CRD: its members disagree about ${name}`);
  }
  return values ? { ...one, enum: values } : one;
}

/** How `absent` looks in JSON Schema. */
function isAbsent(schema: Schema): boolean {
  return schema.not !== undefined;
}
