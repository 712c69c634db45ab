import assert from "node:assert/strict";
import type { BatchRunSpec, Context, FileSource } from "../../crds/kinds.ts";
import source from "../../crds/kinds.ts" with { type: "text" };

Deno.test("the operator does not load the schema library: crds/kinds.ts imports types only", () => {
  const froms = source.split("\n").filter((line) => line.includes(" from "));
  assert.notDeepEqual(froms, []);
  assert.deepEqual(froms.filter((line) => !/^(import|export) type /.test(line)), []);
});

// The compiler checks the rest: each function would not compile if the type did not narrow.

Deno.test("a context is told apart by its type, or by what it has", () => {
  const byType = (context: Context) => {
    switch (context.type) {
      case "File":
        return context.file.name;
      case "Repository":
        return context.repository.repo;
    }
  };
  const byField = (context: Context) => context.repository ? context.repository.repo : context.file.name;

  const context: Context = { type: "Repository", repository: { org: "myorg", repo: "service-a", branch: "main" } };
  assert.deepEqual([byType(context), byField(context)], ["service-a", "service-a"]);
});

Deno.test("a source is told apart by what it has", () => {
  const where = (source: FileSource) => {
    if (source.inline !== undefined) return source.inline;
    if (source.configMapKeyRef) return source.configMapKeyRef.key;
    return source.secretKeyRef.key;
  };
  assert.equal(where({ secretKeyRef: { name: "secrets", key: "token" } }), "token");
});

Deno.test("a run is told apart by what it has", () => {
  const batchOf = (spec: BatchRunSpec) => spec.batchRef ?? spec.batchSpec.variableContexts.length;
  assert.equal(batchOf({ batchRef: "update" }), "update");
  assert.equal(batchOf({ batchSpec: { commonContext: [], variableContexts: [[]] } }), 1);
});
