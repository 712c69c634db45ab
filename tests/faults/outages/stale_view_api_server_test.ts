/** An API server that shows the past leads to nothing wrong: no second Job, no deletion made up, and in the end the truth. */

import assert from "node:assert/strict";
import { BatchRun } from "../../../crds/kinds.ts";
import { aRun, over } from "../../operator/objects.ts";
import { systemClock as clock } from "../../../kernel/clock.ts";
import { outsideCluster } from "../../../kernel/connect.ts";
import type { ApiRequest } from "../api_request.ts";
import { AnyJob } from "../record.ts";
import { type SecondServer, startSecondServer } from "./second_server.ts";
import { type Settled, settledTest } from "./settled.ts";

/** A second API server is there; `settled` is as in every settled test. */
function staleTest(law: string, body: (settled: Settled, second: SecondServer) => Promise<void>): void {
  settledTest(law, async (settled) => {
    const { cluster: { kubeconfig }, cluster } = settled;
    const connection = await outsideCluster({ kubeconfig, userAgent: "faults", clock });
    try {
      await using second = await startSecondServer(cluster, connection);
      await body(settled, second);
      // What the second one was asked last shall not fail because it goes away.
      await settled.endOperator();
    } finally {
      connection.close();
    }
  });
}

staleTest("watches that travel back in time bring nothing back", async ({ lane, stage, store }, second) => {
  second.freeze();
  await stage.delete(AnyJob, "run-task-1");
  await store("run-task-0");
  await stage.apply(aRun("later", { batchSpec: over(3) }));
  await stage.until("the operator has seen it all", () => progressOf(stage.run()) === "1 of 5, 1 failed");
  await stage.untilRunning(3, "later");

  const { promise: isWatching, resolve } = Promise.withResolvers<void>();
  let begun = 0;
  lane.proxy.hooks = {
    behind: ({ verb }) => verb === "list" || verb === "watch" ? second.upstream : undefined,
    begun: () => void (++begun === 5 && resolve()),
  };
  lane.proxy.resetAll();
  await isWatching;
  await stage.delete(AnyJob, "later-task-2");
  await store("run-task-2");
  await stage.apply(aRun("last", { batchSpec: over(3) }));
  await stage.delete(BatchRun, "later");
  await stage.until("the garbage collector has removed its Jobs", () => !stage.jobNames().includes("later-task-0"));

  second.thaw();
  await stage.until("the operator has seen it all", () => progressOf(stage.run()) === "2 of 5, 1 failed");
  await stage.untilRunning(3, "last");
  const reasons = stage.run()?.status?.tasks?.flatMap(({ jobName, reason }) => reason ? [`${jobName} ${reason}`] : []);
  assert.deepEqual(reasons, ["run-task-1 JobDeleted"]);
});

staleTest("an operator that starts on an API server of the past waits for the present", async (settled, second) => {
  const { lane, stage, store, endOperator, startOperator } = settled;
  await endOperator();
  second.freeze();
  await store("run-task-0");
  await stage.delete(AnyJob, "run-task-1");

  lane.proxy.switchTo(second.upstream);
  const listed = asked(settled, ({ verb }) => verb === "list", 5);
  const started = startOperator();
  await listed;
  second.thaw();
  await started;
  await stage.until("the operator has seen it all", () => progressOf(stage.run()) === "1 of 5, 1 failed");
});

staleTest("creates that an API server holds back are made once", async (settled, second) => {
  const { lane, stage } = settled;
  const some = asked(settled, isCreate, 20);
  await stage.apply(aRun("large", { batchSpec: over(100) }));
  await some;
  second.freeze();
  const others = asked(settled, isCreate, 5);
  lane.proxy.switchTo(second.upstream);
  await others;
  second.thaw();
  await stage.untilRunning(100, "large");
});

function isCreate({ verb, resource }: ApiRequest): boolean {
  return verb === "create" && resource === "jobs";
}

/** Resolves when the operator has sent so many such requests. */
function asked({ lane }: Settled, isSuch: (request: ApiRequest) => boolean, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  lane.proxy.hooks = {
    request(request) {
      if (isSuch(request) && --count === 0) resolve();
      return "pass";
    },
  };
  return promise;
}

function progressOf(run: BatchRun | undefined): string {
  const { total, completed, failed } = run?.status?.progress ?? {};
  return `${completed} of ${total}, ${failed} failed`;
}
