import assert from "node:assert/strict";
import { corpusExamples } from "./render/fuzz/examples.ts";
import { fuzz, Tally } from "./render/fuzz/fuzz.ts";
import { buildOracle, Oracle } from "./render/fuzz/oracle.ts";
import { shapes } from "./render/fuzz/shapes.ts";

Deno.test("5,000 made-up templates print what Go prints, and fail with Go's words", async () => {
  const folder = await Deno.makeTempDir({ prefix: "oracle-" });
  try {
    await using oracle = new Oracle(await buildOracle(folder));
    const tally = new Tally();
    const run = { seed: 1, from: 0, to: 5000, examples: await corpusExamples(), oracle, tally };
    assert.deepEqual(await Array.fromAsync(fuzz(run)), []);
    assert.equal(tally.cases, run.to);
    // Most cases must say something: outputs and errors alike, and few of them excluded.
    assert.ok(tally.outputs > run.to / 4 && tally.errors > run.to / 4, `${tally}`);
    assert.ok(tally.outputs + tally.errors > 0.98 * run.to, `${tally}`);
    assert.ok(tally.called.size > 0.8 * shapes.size, tally.neverCalled.join(" "));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
