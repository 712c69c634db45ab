/** The campaign of docs/campaign.md, command by command, as a user would type it. */

import assert from "node:assert/strict";
import type { Task } from "../../crds/kinds.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { nameOf } from "../../kernel/object.ts";
import { openShell } from "../e2e/document.ts";
import { endPods } from "../operator/pods.ts";
import { operatorTest } from "../operator/stage.ts";
import { blocksOf } from "./blocks.ts";

operatorTest("the campaign of the documentation runs as it is written", async (stage) => {
  await using shell = await openShell(stage.cluster, stage.namespace);
  const printed: string[] = [];
  for (const { language, text } of blocksOf("campaign.md")) {
    if (language === "yaml") {
      await shell.write(/^# (\S+\.yaml)$/m.exec(text)?.[1] ?? "", text);
      continue;
    }
    for (const command of text.trim().split("\n")) {
      if (command.startsWith("kubectl wait")) await endPodsOf(command);
      // There is no kubelet here to answer for logs, but what has them is there under that name.
      const output = await shell.run(command.replace("kubectl logs", "kubectl get"));
      if (command.startsWith("kubectl get") && command.includes("jsonpath")) printed.push(output);
    }
  }
  assert.deepEqual(printed, ["Failed", "1", "upgrade-go-1-task-1\tBackoffLimitExceeded\tbilling\n"]);

  // Stopped: of all Jobs only that of the first try is left.
  const jobs = [0, 1, 2].map((index) => `job/upgrade-go-1-task-${index}`);
  await stage.waitFor("delete", ...jobs, "job/upgrade-go-1-again-task-0");
  assert.deepEqual((await stage.list<Job>("jobs")).map((job) => nameOf(job).replace(/-\w{5}$/, "")), [
    "try-upgrade-go",
  ]);

  /** The agents do their work; the one in `billing` fails. */
  async function endPodsOf(waiting: string) {
    if (waiting.endsWith("batchrun/upgrade-go-1")) {
      await endPods(stage, "Succeeded", "upgrade-go-1-task-0", "upgrade-go-1-task-2");
      await endPods(stage, "Failed", "upgrade-go-1-task-1");
    } else {
      await stage.waitFor("jsonpath={.status.jobName}", "kt/try-upgrade-go");
      await endPods(stage, "Succeeded", (await stage.get<Task>("kt/try-upgrade-go")).status?.jobName ?? "");
    }
  }
});
