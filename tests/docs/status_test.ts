/** docs/status.md shows what the code makes. */

import assert from "node:assert/strict";
import { load } from "js-yaml";
import { batchRunCrd } from "../../crds/batchrun.ts";
import { taskCrd } from "../../crds/task.ts";
import { begun, say, statusOf } from "../reconcilers/a_run.ts";
import { anEndedPod, complete, failed, resultTemplate, running } from "../reconcilers/builders.ts";
import { blocksOf } from "./blocks.ts";

const blocks = blocksOf("status.md");

Deno.test("the status on the page is that of a run over three repositories", () => {
  const world = begun(3, resultTemplate);
  const links = { branch: "kubetask/update", pullRequest: "https://github.com/myorg/service-0/pull/7" };
  const usage = { inputTokens: 61_200, outputTokens: 4_310, costUSD: "0.42" };
  const changed = { outcome: "Changed", summary: "Moved to version 2.", ...links, changedFiles: 3, usage };
  world.pods = (job) => {
    return job === "run-task-0"
      ? [anEndedPod(job, changed)]
      : [anEndedPod(job, { outcome: "Failed", reason: "TestsFailed" }, "Failed")];
  };
  say(world, 0, complete());
  say(world, 1, failed());
  say(world, 2, { ...running, ready: 1 });
  assert.deepEqual(load(blocks.find(({ language }) => language === "yaml")?.text ?? ""), statusOf(world));
});

Deno.test("the columns on the page are those that kubectl prints", () => {
  const shown = blocks.find(({ language }) => language === "text")?.text.match(/^NAME .*$/gm) ?? [];
  assert.deepEqual(
    shown.map((head) => head.split(/ +/)),
    [batchRunCrd, taskCrd].map(({ columns }) => ["NAME", ...columns.map(({ name }) => name.toUpperCase())]),
  );
});
