import assert from "node:assert/strict";
import { z } from "zod";
import { crds } from "../../crds/generate.ts";
import { absent, type Schema, structural } from "../../crds/structural.ts";

Deno.test("a union becomes one object with the fields of all its members", () => {
  const a = z.object({ type: z.literal("A"), size: z.int(), a: z.string(), b: absent });
  const b = z.object({ type: z.literal("B"), size: z.int(), a: absent, b: z.string() });
  assert.deepEqual(structural(z.discriminatedUnion("type", [a, b]).describe("A or B")), {
    type: "object",
    description: "A or B",
    properties: {
      type: { type: "string", enum: ["A", "B"] },
      size: { type: "integer" },
      a: { type: "string" },
      b: { type: "string" },
    },
    required: ["type", "size"],
  });
});

Deno.test("a union that cannot be one object is refused", () => {
  const text = z.object({ value: z.string() });
  const number = z.object({ value: z.number() });
  assert.throws(() => structural(z.union([text, number])), /members disagree about value$/);
  assert.throws(() => structural(z.union([text, z.string()])), /members are not all objects$/);
});

/** Each schema inside of the CRDs, with its path. */
function* everySchema(): Generator<[path: string, schema: Schema]> {
  for (const crd of crds) {
    yield* inside(`${crd.kind.kind}.spec`, structural(crd.spec));
    if (crd.status) yield* inside(`${crd.kind.kind}.status`, structural(crd.status));
  }
}

function* inside(path: string, schema: Schema): Generator<[path: string, schema: Schema]> {
  yield [path, schema];
  if (schema.items) yield* inside(`${path}[]`, schema.items);
  for (const [name, property] of Object.entries(schema.properties ?? {})) yield* inside(`${path}.${name}`, property);
}

function pathsOf(isWrong: (schema: Schema, path: string) => boolean): string[] {
  return [...everySchema()].filter(([path, schema]) => isWrong(schema, path)).map(([path]) => path);
}

Deno.test("every list and every text has a limit, so that the API server can bound the cost of its rules", () => {
  const isLimited = (schema: Schema) => {
    switch (schema.type) {
      case "array":
        return "maxItems" in schema;
      case "string":
        return "maxLength" in schema || schema.enum !== undefined || schema.format === "date-time";
    }
    return schema.type !== undefined;
  };
  assert.deepEqual(pathsOf((schema) => !isLimited(schema)), []);
});

Deno.test("every field is explained to its user, in sentences", () => {
  assert.deepEqual(
    pathsOf((schema, path) => !path.endsWith("[]") && !/^[A-Z].*\w\)?\.$/.test(schema.description ?? "")),
    [],
  );
});

Deno.test("no field has what Kubernetes does not allow in a CRD", () => {
  const forbidden = ["$ref", "definitions", "oneOf", "anyOf", "allOf", "not", "additionalProperties", "default"];
  assert.deepEqual(pathsOf((schema) => forbidden.some((word) => word in schema)), []);
});
