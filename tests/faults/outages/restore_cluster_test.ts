/**
 * etcd is restored from an older state. What is promised: an operator that lives through it neither creates nor deletes anything because
 * of it, and sees the restored state at once; it remembers the Jobs that vanished, and their units have failed. One that starts afterwards
 * knows only what is stored: of what happened after the backup it knows nothing, so a unit whose Job is not stored is run (again).
 */

import assert from "node:assert/strict";
import { BatchRun } from "../../../crds/kinds.ts";
import { api } from "../../../kernel/api.ts";
import { nameOf, uidOf } from "../../../kernel/object.ts";
import { waitUntil } from "../../cluster/processes.ts";
import { aRun, aTemplate, over } from "../../operator/objects.ts";
import { isOperator, isWrite, requestsIn, sizeOf } from "../../operator/requests.ts";
import { Namespace } from "../admin.ts";
import { ended, playedTemplate } from "../played_jobs.ts";
import { AnyJob } from "../record.ts";
import type { Site } from "../site.ts";
import { ownClusterTest } from "./own_cluster.ts";
import { insist } from "./ready.ts";
import { backUp } from "./restored.ts";

const namespace = "restored";
const { signal } = new AbortController();

/** What `kubectl` would tell of one namespace. */
class Sight {
  readonly #api;

  constructor({ connection }: Site) {
    this.#api = api(connection, { namespace });
  }

  /** `phase: created, succeeded, failed` of a run. */
  async run(name: string): Promise<string> {
    const { status } = await insist(() => this.#api.get(BatchRun, namespace, name)) ?? {};
    const { created = "", succeeded = "", failed = "" } = status?.indexes ?? {};
    return `${status?.phase}: ${created}, ${succeeded}, ${failed}`;
  }

  async reasons(name: string): Promise<(string | undefined)[]> {
    const run = await insist(() => this.#api.get(BatchRun, namespace, name));
    return run?.status?.tasks?.map(({ reason }) => reason) ?? [];
  }

  /** UIDs by name. */
  async jobs(): Promise<Record<string, string>> {
    const { items } = await insist(() => this.#api.list(AnyJob, { signal }));
    return Object.fromEntries(items.map((job) => [nameOf(job), uidOf(job)]));
  }

  /** Until the run reads so. */
  async until(run: string, expected: string): Promise<void> {
    let last = "";
    const reads = async () => (last = await this.run(run)) === expected;
    await waitUntil(`${run} reads ${expected}`, 60, reads).catch((error) => {
      throw new Error(`${error.message}; it reads ${last}`);
    });
  }
}

const law =
  "an older etcd leads to no create and no deletion; who lived through it remembers, and who starts afterwards goes by what is stored";

ownClusterTest(law, "restore", async (site, test) => {
  const { admin, cluster: { auditLog } } = site;
  const sight = new Sight(site);
  await admin.apply(undefined, { apiVersion: "v1", kind: Namespace.kind, metadata: { name: namespace } });
  await admin.apply(namespace, aTemplate("kubetask-agent", playedTemplate()));
  const operator = await site.startOperator();
  await admin.apply(namespace, aRun("old", { batchSpec: over(3) }));
  await admin.apply(namespace, aRun("begun-later", { batchSpec: over(2), agentTemplateRef: { name: "later" } }));
  await sight.until("old", "Running: 0-2, , ");
  await sight.until("begun-later", "Pending: , , ");
  const before = await sight.jobs();

  const backup = await backUp(site);
  await admin.patchStatus(AnyJob, namespace, "old-task-0", success());
  await admin.delete(AnyJob, namespace, "old-task-1");
  await admin.apply(namespace, aTemplate("later", playedTemplate()));
  await admin.apply(namespace, aRun("young", { batchSpec: over(2) }));
  await sight.until("old", "Running: 0-2, 0, 1");
  await sight.until("begun-later", "Running: 0-1, , ");
  await sight.until("young", "Running: 0-1, , ");

  const from = await sizeOf(auditLog);
  await backup.restore();
  const isBack = performance.now();
  await test.step("who lived through it", async () => {
    await sight.until("begun-later", "Failed: 0-1, , 0-1");
    await sight.until("old", "Running: 0-2, , ");
    const took = performance.now() - isBack;
    assert.ok(took < 10_000, `${took} ms`);
    assert.deepEqual(await sight.reasons("begun-later"), ["JobDeleted", "JobDeleted"]);
    assert.equal(await sight.run("young"), "undefined: , , ");
    assert.deepEqual(await sight.jobs(), before);
    await insist(() => admin.patchStatus(AnyJob, namespace, "old-task-0", success()));
    await sight.until("old", "Running: 0-2, 0, ");
    assert.deepEqual(await writes(auditLog, from), new Set(["patch batchruns/status"]));
    assert.equal(await operator.end("SIGTERM"), 0);
    assert.deepEqual(operator.lines.filter((line) => line.includes('"level":"error"')), []);
  });

  await test.step("who starts afterwards", async () => {
    await admin.apply(namespace, aRun("young", { batchSpec: over(2) }));
    const second = await site.startOperator();
    await sight.until("young", "Running: 0-1, , ");
    assert.equal(await sight.run("old"), "Running: 0-2, 0, ");
    assert.equal(await sight.run("begun-later"), "Failed: 0-1, , 0-1");
    const { "young-task-0": first, "young-task-1": other, ...others } = await sight.jobs();
    assert.deepEqual([first, other].map((uid) => typeof uid), ["string", "string"]);
    assert.deepEqual(others, before);
    assert.equal(await second.end("SIGTERM"), 0);
  });
});

function success(): object {
  return { ...ended.Complete(), startTime: new Date().toISOString().replace(/\.\d+Z$/, "Z"), ready: 0 };
}

/** What the operator wrote since then, as `create jobs`. */
async function writes(auditLog: string, from: number): Promise<Set<string>> {
  const requests = (await requestsIn(auditLog, from)).filter((request) => isOperator(request) && isWrite(request));
  return new Set(
    requests.filter(({ resource }) => resource !== "leases").map(({ verb, resource }) => `${verb} ${resource}`),
  );
}
