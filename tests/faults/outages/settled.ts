/** Tests that begin with a run of which every unit runs, behind the proxy, and end with every oracle asked. */

import assert from "node:assert/strict";
import { isOperator, requestsIn, sizeOf } from "../../operator/requests.ts";
import { aRun, aTemplate, over } from "../../operator/objects.ts";
import type { OperatorProcess } from "../../operator/operator_process.ts";
import { clusterUnderTest } from "../../operator/stage.ts";
import { BatchRun, Task } from "../../../crds/kinds.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { Namespace } from "../admin.ts";
import { type Lane, openLane } from "../lane.ts";
import { type Ended, violations } from "../oracles.ts";
import { playedTemplate, playJobs } from "../played_jobs.ts";
import type { Hooks } from "../proxy.ts";
import { AnyJob } from "../record.ts";
import { Stage } from "../scenario.ts";

export interface Settled {
  readonly cluster: Cluster;
  readonly lane: Lane;
  readonly stage: Stage;
  /** In order. */
  endOperator(): Promise<void>;
  /** Another one; returns when it is ready. */
  startOperator(): Promise<void>;
  /** The Job ends well, and that is stored. */
  store(job: string): Promise<void>;
  /** Until the status of the run tells that one unit has ended. */
  told(): Promise<void>;
  /** Both. */
  complete(job: string): Promise<void>;
}

export const units = 5;

/** `hooks`: of the proxy, from before the operator starts until the end. */
export function settledTest(law: string, body: (settled: Settled) => Promise<void>, hooks: Hooks = {}): void {
  Deno.test({
    name: law,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      const cluster = await clusterUnderTest();
      await using lane = await openLane(cluster);
      const from = await sizeOf(lane.auditLog);
      const namespace = `settled-${crypto.randomUUID().slice(0, 8)}`;
      await lane.admin.apply(undefined, { apiVersion: "v1", kind: Namespace.kind, metadata: { name: namespace } });
      const record = lane.recorder.of(namespace);
      const jobs = playJobs(record, lane.admin);
      const stage = new Stage(namespace, record, lane.admin, jobs);
      lane.proxy.hooks = hooks;
      const operators: OperatorProcess[] = [];
      const startOperator = async () => void operators.push(await lane.startOperator());
      await startOperator();
      const told = () => stage.until("the run tells of the end", () => stage.run()?.status?.progress?.completed === 1);
      const store = async (job: string) => {
        await jobs.end(job, "Complete");
        const isStored = () => record.get(AnyJob, job)?.status?.completionTime !== undefined;
        await stage.until("the Job's end is stored", isStored);
      };
      const ended: Ended[] = [];
      const endOperator = async () => {
        const operator = operators[ended.length];
        if (!operator) return;
        const exit = await operator.end("SIGTERM");
        ended.push({ exit, lines: operator.lines, complaints: operator.complaints() });
      };
      try {
        await stage.apply(aTemplate("kubetask-agent", playedTemplate()), aRun("run", { batchSpec: over(units) }));
        await stage.untilRunning(units);
        await body({
          cluster,
          lane,
          stage,
          endOperator,
          startOperator,
          store,
          told,
          async complete(job) {
            await store(job);
            await told();
          },
        });
        await jobs.stop();
        await endOperator();
        const requests = (await requestsIn(lane.auditLog, from)).filter((request) => {
          return isOperator(request) && request.namespace === namespace;
        });
        assert.deepEqual(violations({ record, requests, operators: ended }), []);
      } catch (error) {
        for (const { lines } of operators) console.error(lines.join("\n"));
        throw error;
      } finally {
        lane.proxy.hooks = {};
        lane.proxy.resetAll();
        for (const operator of operators) await operator.end("SIGKILL");
        for (const kind of [BatchRun, Task, AnyJob]) await lane.admin.deleteAll(kind, namespace);
      }
    },
  });
}
