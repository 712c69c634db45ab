/** The operator of one namespace needs nothing but a Role there, and touches nothing else. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { aBatch, aRun, aTemplate, jobTemplate, over } from "../operator/objects.ts";
import { endPods } from "../operator/pods.ts";
import { operatorTest, stageIn } from "../operator/stage.ts";
import { follow, startInstalled } from "./installed.ts";

operatorTest(
  "with a Role in one namespace and no right elsewhere, runs there are worked and others left alone",
  async (elsewhere) => {
    const { cluster } = elsewhere;
    await elsewhere.operator.end("SIGTERM");
    const home = stageIn(cluster, "kubetask", []);
    await cluster.kubectl("create", "namespace", home.namespace);
    await follow(cluster, "install kinds");
    await follow(cluster, "install namespaced");
    await follow(cluster, "install pods namespaced");
    const operator = await startInstalled(cluster, home.namespace);
    try {
      for (const stage of [elsewhere, home]) {
        const batch = aBatch("batch", over(2));
        await stage.apply(aTemplate("kubetask-agent", jobTemplate()), batch, aRun("run", { batchRef: "batch" }));
      }
      await endPods(home, "Succeeded", "run-task-0", "run-task-1");
      await home.waitFor("condition=Complete", "batchrun/run");

      assert.equal((await elsewhere.get<BatchRun>("batchrun/run")).status?.phase, undefined);
      assert.equal(await operator.end("SIGTERM"), 0);
      assert.deepEqual(operator.lines.filter((line) => /forbidden|"level":"(warn|error)"/i.test(line)), []);
    } finally {
      await operator.end("SIGKILL");
      await cluster.kubectl("delete", "namespace", home.namespace);
    }
  },
);
