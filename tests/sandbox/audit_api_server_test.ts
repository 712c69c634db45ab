/** What the operator asks its runtime for while it works is what it was given: no more, and no less. */

import assert from "node:assert/strict";
import { startOperator } from "../operator/operator_process.ts";
import { aRun, aTask, aTemplate, jobTemplate, over, repository } from "../operator/objects.ts";
import { operatorTest } from "../operator/stage.ts";

/** A line of Deno's audit. */
interface Use {
  permission: string;
  value: string | null;
}

operatorTest("at work the operator uses all of its permissions, and asks for no others", async (stage) => {
  const { apply, cluster, waitFor } = stage;
  await stage.operator.end("SIGTERM");
  const folder = await Deno.makeTempDir({ prefix: "kubetask-audit-" });
  const listen = freeAddress();
  Deno.env.set("DENO_AUDIT_PERMISSIONS", `${folder}/audit`);
  const starting = startOperator(cluster, { options: ["--leader-elect"], listen });
  try {
    const operator = await starting;
    await apply(
      aTemplate("kubetask-agent", jobTemplate("suspend: true")),
      aRun("run", { batchSpec: over(3) }),
      aTask("task", { contexts: [repository("service")] }),
    );
    await waitFor("jsonpath={.status.indexes.created}=0-2", "batchrun/run");
    await waitFor("jsonpath={.status.jobName}", "task/task");
    assert.equal(await (await fetch(`http://${listen}/readyz`)).text().then((text) => text.includes("ok")), true);
    assert.equal(await operator.end("SIGTERM"), 0);

    const lines = (await Deno.readTextFile(`${folder}/audit`)).trimEnd().split("\n");
    // Written by Deno.
    const uses = lines.map((line) => JSON.parse(line) as Use).map(({ permission, value }) => {
      return `${permission} ${value?.startsWith("https://") ? new URL(value).host : value}`;
    });
    assert.deepEqual(
      [...new Set(uses)].sort(),
      [
        "env KUBETASK_AGENT_IMAGE",
        `net ${new URL(cluster.server).host}`,
        `net ${listen}`,
        `read ${operator.credentials}/ca.crt`,
        `read ${operator.credentials}/token`,
      ].sort(),
    );
  } finally {
    Deno.env.delete("DENO_AUDIT_PERMISSIONS");
    await (await starting).end("SIGKILL");
    await Deno.remove(folder, { recursive: true });
  }
});

function freeAddress(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `127.0.0.1:${listener.addr.port}`;
}
