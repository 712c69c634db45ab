/** A leader whose link to the API server stands still beyond its lease: another replica takes over, and what the old one still sends does no harm. */

import assert from "node:assert/strict";
import { leaseAt } from "../../../deploy/lease.ts";
import { aRun, over } from "../../operator/objects.ts";
import { settledTest } from "./settled.ts";

const lease = `lease/${leaseAt.name}`;
const total = 100;
const third = 33;

/** In the middle of a run the whole link stands still, or only requests do: those reach the API server when another replica leads. */
function frozenTest(law: string, how: "link" | "requests"): void {
  settledTest(law, async ({ cluster, lane, stage, endOperator }) => {
    await endOperator();
    await cluster.kubectl("delete", lease, "--namespace", leaseAt.namespace, "--ignore-not-found");
    const proxies = [await lane.openProxy(), await lane.openProxy()] as const;
    const leader = await lane.startOperator({ options: ["--leader-elect", "--identity=leader"] }, proxies[0]);
    const other = await lane.startOperator({
      options: ["--leader-elect", "--identity=other"],
      until: "Waits for the lease, which leader holds",
    }, proxies[1]);
    try {
      const { promise: isMidway, resolve } = Promise.withResolvers<void>();
      const thawed = Promise.withResolvers<"pass">();
      let creates = 0;
      proxies[0].hooks = {
        request({ verb, resource }) {
          if (verb === "create" && resource === "jobs" && ++creates === third) resolve();
          return how === "requests" && creates >= third ? thawed.promise : "pass";
        },
      };
      await stage.apply(aRun("large", { batchSpec: over(total) }));
      await isMidway;
      if (how === "link") proxies[0].freeze();
      await other.said('"Leads"');
      await stage.until("the other one has made the rest", () => stage.jobNames().length >= total);
      if (how === "link") proxies[0].resetAll();
      thawed.resolve("pass");
      await leader.said("Waits for the lease, which other holds");
      await stage.untilRunning(total, "large");
      assert.equal(await leader.end("SIGTERM"), 0);
      assert.equal(await other.end("SIGTERM"), 0);
    } catch (error) {
      for (const { lines } of [leader, other]) console.error(lines.join("\n"));
      throw error;
    } finally {
      for (const replica of [leader, other]) await replica.end("SIGKILL");
    }
  });
}

frozenTest("a leader whose connections stand still is followed, and wakes deposed", "link");
frozenTest("writes of a leader that reach the API server after its lease make no second Job", "requests");
