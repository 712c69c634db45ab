import assert from "node:assert/strict";
import { crds } from "../../crds/generate.ts";
import type { Crd } from "../../crds/crd.ts";
import { examples } from "./document.ts";
import { refused } from "./refused.ts";

function crdOf(kind: string | undefined): Crd {
  const found = crds.find((crd) => crd.kind.kind === kind);
  assert(found, `no such kind: ${kind}`);
  return found;
}

for (const { name, object } of examples) {
  Deno.test(`the schemas keep every word of the document's ${name}`, () => {
    const crd = crdOf(object.kind);
    assert.equal(object.apiVersion, crd.kind.apiVersion);
    assert.deepEqual(crd.spec.parse(object.spec), object.spec);
    if (object.status) assert.deepEqual(crd.status?.parse(object.status), object.status);
  });
}

// The API server is asked the same in api_server_test.ts: types and CRDs must not disagree.
for (const { what, kind, spec } of refused) {
  Deno.test(`the schemas refuse ${what}`, () => {
    assert.equal(crdOf(kind).spec.safeParse(spec).success, false);
  });
}

Deno.test("a status may leave out a long text but not the name of its file", () => {
  const { status } = crdOf("BatchRun");
  const withFile = (file: object) => ({ tasks: [{ status: "Pending", contexts: [{ type: "File", file }] }] });
  assert.equal(status?.safeParse(withFile({ name: "task.md" })).success, true);
  assert.equal(status?.safeParse(withFile({})).success, false);
});
