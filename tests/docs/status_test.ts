/** docs/status.md shows what the code makes. */

import assert from "node:assert/strict";
import { load } from "js-yaml";
import { batchRunCrd } from "../../crds/batchrun.ts";
import { taskCrd } from "../../crds/task.ts";
import { begun, say, statusOf } from "../reconcilers/a_run.ts";
import { complete, failed, running } from "../reconcilers/builders.ts";
import { blocksOf } from "./blocks.ts";

const blocks = blocksOf("status.md");

Deno.test("the status on the page is that of a run over three repositories", () => {
  const world = begun(3);
  say(world, 0, complete());
  say(world, 1, failed());
  say(world, 2, running);
  assert.deepEqual(load(blocks.find(({ language }) => language === "yaml")?.text ?? ""), statusOf(world));
});

Deno.test("the columns on the page are those that kubectl prints", () => {
  const shown = blocks.find(({ language }) => language === "text")?.text.match(/^NAME .*$/gm) ?? [];
  assert.deepEqual(
    shown.map((head) => head.split(/ +/)),
    [batchRunCrd, taskCrd].map(({ columns }) => ["NAME", ...columns.map(({ name }) => name.toUpperCase())]),
  );
});
