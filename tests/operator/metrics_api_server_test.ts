/** What the operator tells those who look after it is true, and names nobody. */

import assert from "node:assert/strict";
import type { BatchRun, Task } from "../../crds/kinds.ts";
import { waitUntil } from "../cluster/processes.ts";
import { aRun, aTask, aTemplate, jobTemplate, over, repository } from "./objects.ts";
import { portOf, startOperator } from "./operator_process.ts";
import { endPods } from "./pods.ts";
import { Prometheus, type Scrape } from "./prometheus.ts";
import { isOperator, requestsIn, sizeOf } from "./requests.ts";
import { operatorTest, type Stage } from "./stage.ts";

operatorTest("after a run the metrics tell what the API server knows, and no name", async (stage) => {
  await stage.operator.end("SIGTERM");
  const from = await sizeOf(stage.cluster.auditLog);
  await using prometheus = await Prometheus.build();
  const operator = await startOperator(stage.cluster, { listen: "127.0.0.1:0" });
  try {
    const port = portOf(operator);
    const before = await prometheus.scrape(port);
    await stage.apply(
      aTemplate("kubetask-agent", jobTemplate("backoffLimit: 0")),
      aRun("canary", { batchSpec: { ...over(3), commonContext: [repository("canary")] } }),
      aRun("canary-waits", { batchRef: "canary" }),
      aTask("canary", { contexts: [repository("canary")], agentTemplateRef: { name: "canary" } }),
    );
    await endPods(stage, "Succeeded", "canary-task-0", "canary-task-1");
    await endPods(stage, "Failed", "canary-task-2");
    await stage.waitFor("condition=Failed", "batchrun/canary");
    const waits = "jsonpath={.status.conditions[?(@.type=='Reconciling')].reason}";
    await stage.waitFor(`${waits}=BatchNotFound`, "batchrun/canary-waits");
    await stage.waitFor(`${waits}=ConfigMapNotFound`, "task/canary");

    let after = before;
    await waitUntil("the operator has seen what the API server knows", 10, async () => {
      after = await prometheus.scrape(port);
      return equal(standingIn(after), await standingOf(stage));
    }).catch(() => {});
    assert.deepEqual(standingIn(after), await standingOf(stage));

    const grown = (series: string) => (after.series.get(series) ?? 0) - (before.series.get(series) ?? 0);
    assert.equal(grown("kubetask_jobs_created_total{}"), 3);
    assert.equal(grown('kubetask_batchrun_duration_seconds{phase="Failed"}'), 1);
    assert.equal(grown('controller_runtime_reconcile_errors_total{controller="batchrun"}'), 0);
    assert.deepEqual(after.text.match(/canary|t-after-a-run/g), null);

    // The operator is at rest, but the audit log may lag behind.
    await waitUntil("every request was counted as the API server saw it", 10, async () => {
      after = await prometheus.scrape(port);
      return equal(writesIn(after), await writesSince(stage, from));
    }).catch(() => {});
    assert.deepEqual(writesIn(after), await writesSince(stage, from));
  } finally {
    assert.equal(await operator.end("SIGTERM"), 0);
  }
});

operatorTest("the operator is alive and ready, says why, and answers nothing else", async (stage) => {
  await stage.operator.end("SIGTERM");
  const operator = await startOperator(stage.cluster, { listen: "127.0.0.1:0", options: ["--leader-elect"] });
  try {
    const ask = async (path: string, method = "GET") => {
      const response = await fetch(`http://127.0.0.1:${portOf(operator)}${path}`, { method });
      return `${response.status} ${await response.text()}`;
    };
    assert.equal(await ask("/healthz"), "200 ok");
    assert.equal(await ask("/readyz"), "200 ok");
    const watches = ["batchruns", "jobs", "batches", "workspaceconfigs", "tasks"].map((plural) => `watch-${plural}`);
    assert.deepEqual((await ask("/readyz?verbose")).split("\n"), [
      "200 [+]lease ok",
      ...watches.map((name) => `[+]${name} ok`),
      "readyz check passed",
      "",
    ]);
    assert.deepEqual((await ask("/healthz?verbose")).split("\n"), [
      "200 [+]lease ok",
      ...watches.map((name) => `[+]${name} ok`),
      "[+]looks-batchrun ok",
      "[+]looks-task ok",
      "healthz check passed",
      "",
    ]);
    assert.equal(await ask("/debug"), "404 404 page not found\n");
    assert.equal(await ask("/metrics", "POST"), "405 405 method not allowed\n");
  } finally {
    assert.equal(await operator.end("SIGTERM"), 0);
  }
});

type Standing = Record<string, number>;

/** Gauges of our own, without those that are zero. */
function standingIn({ series }: Scrape): Standing {
  const ours = /^kubetask_(units|batchruns|tasks|blocked)\{/;
  return sorted([...series].filter(([name, value]) => ours.test(name) && value > 0));
}

/** Reasons of what nobody has to mend. */
const usual: ReadonlySet<string> = new Set(["Pending", "Running", "Suspended"]);

/** The same from the statuses of all objects there are. */
async function standingOf({ cluster }: Stage): Promise<Standing> {
  // Stored under these kinds.
  const all = async <T>(plural: string) => {
    return (JSON.parse(await cluster.kubectl("get", plural, "--all-namespaces", "--output=json")) as { items: T[] })
      .items;
  };
  const [runs, tasks] = [await all<BatchRun>("batchruns.kubetask.io"), await all<Task>("tasks.kubetask.io")];
  const counts = new Map<string, number>();
  const count = (series: string, more = 1) => counts.set(series, (counts.get(series) ?? 0) + more);
  for (const { status } of runs) {
    const { pending = 0, running = 0, completed = 0, failed = 0 } = status?.progress ?? {};
    count(`kubetask_batchruns{phase="${status?.phase}"}`);
    count('kubetask_units{phase="Pending"}', pending);
    count('kubetask_units{phase="Running"}', running);
    count('kubetask_units{phase="Succeeded"}', completed);
    count('kubetask_units{phase="Failed"}', failed);
  }
  for (const { status } of tasks) {
    count(`kubetask_tasks{phase="${status?.phase}"}`);
    count(`kubetask_units{phase="${status?.phase}"}`);
  }
  for (const [kind, objects] of [["BatchRun", runs], ["Task", tasks]] as const) {
    for (const { status } of objects) {
      const { reason, status: holds } = status?.conditions?.find(({ type }) => type === "Reconciling") ?? {};
      if (holds !== "True" || !reason || usual.has(reason)) continue;
      count(`kubetask_blocked{kind="${kind}",reason="${reason}"}`);
    }
  }
  return sorted([...counts].filter(([, value]) => value > 0));
}

/** How many requests that write were answered how. */
function writesIn({ series }: Scrape): Standing {
  const writes = [...series].flatMap(([name, value]) => {
    const [, code, method] =
      /^rest_client_requests_total\{code="(\d+)",method="(POST|PATCH)",host="[^"]+"\}$/.exec(name) ?? [];
    return code ? [[`${method} ${code}`, value] as const] : [];
  });
  return sorted(writes);
}

async function writesSince({ cluster }: Stage, from: number): Promise<Standing> {
  const methods: Record<string, string> = { create: "POST", patch: "PATCH" };
  const writes = (await requestsIn(cluster.auditLog, from)).filter(isOperator).flatMap(({ verb, code }) => {
    return methods[verb] ? [`${methods[verb]} ${code}`] : [];
  });
  return sorted([...Map.groupBy(writes, (write) => write)].map(([write, all]) => [write, all.length]));
}

function sorted(entries: readonly (readonly [string, number])[]): Standing {
  return Object.fromEntries(entries.toSorted(([a], [b]) => a < b ? -1 : 1));
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
