import assert from "node:assert/strict";
import page from "../../docs/security.md" with { type: "text" };
import { withRights } from "../../docs/security.ts";

Deno.test("the tables of the security page are those of the code", () => {
  assert.equal(page, withRights(page), "run `deno task generate`");
});
