import assert from "node:assert/strict";
import { jobTemplate } from "../../render/job.ts";
import { Recent } from "../../render/recent.ts";
import { basicTemplate } from "./documented_templates.ts";

/** A cache that tells which keys it had to make things for. */
function recording(bounds: { entries: number; weight: number }) {
  const made: string[] = [];
  const recent = new Recent<object>(bounds);
  const get = (key: string) =>
    recent.get(key, () => {
      made.push(key);
      return {};
    });
  return { made, get };
}

Deno.test("what is kept is made once", () => {
  const { made, get } = recording({ entries: 2, weight: 100 });
  assert.equal(get("a"), get("a"));
  assert.deepEqual(made, ["a"]);
});

Deno.test("what was not used longest goes first when there are too many", () => {
  const { made, get } = recording({ entries: 2, weight: 100 });
  for (const key of ["a", "b", "a", "c", "a", "b"]) get(key);
  assert.deepEqual(made, ["a", "b", "c", "b"]);
});

Deno.test("what was not used longest goes first when all of it weighs too much", () => {
  const { made, get } = recording({ entries: 100, weight: 10 });
  for (const key of ["aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"]) get(key);
  assert.deepEqual(made, ["aaaa", "bbbb", "cccc", "bbbb"]);
});

Deno.test("what alone weighs too much is kept until something else is used", () => {
  const { made, get } = recording({ entries: 100, weight: 10 });
  const heavy = "h".repeat(11);
  for (const key of ["a", heavy, heavy, "a", heavy]) get(key);
  assert.deepEqual(made, ["a", heavy, "a", heavy]);
});

Deno.test("what cannot be made is not kept and displaces nothing", () => {
  const recent = new Recent<number>({ entries: 1, weight: 100 });
  recent.get("a", () => 1);
  const failing = () => {
    throw new Error("no");
  };
  assert.throws(() => recent.get("b", failing), /no/);
  assert.equal(recent.get("a", failing), 1);
  assert.equal(recent.get("b", () => 2), 2);
});

Deno.test("a template is parsed once, whoever asks for it, and again under another name or with another text", () => {
  const once = jobTemplate("agent-template.yaml", basicTemplate);
  assert.equal(jobTemplate("agent-template.yaml", basicTemplate), once);
  assert.notEqual(jobTemplate("other.yaml", basicTemplate), once);
  assert.notEqual(jobTemplate("agent-template.yaml", basicTemplate + "# more"), once);
});
