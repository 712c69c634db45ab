import assert from "node:assert/strict";
import { crdsYaml } from "../../crds/generate.ts";
import written from "../../deploy/crds.yaml" with { type: "text" };

Deno.test("deploy/crds.yaml is what crds/ generates", () => {
  assert.equal(written, crdsYaml());
});
