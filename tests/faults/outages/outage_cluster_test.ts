/** The share of `outages/main.ts` that CI plays at every change; how long it takes is for that program to tell. */

import assert from "node:assert/strict";
import { startCluster } from "../../cluster/cluster.ts";
import { down, type Moment, type Outage, suffer } from "./outage.ts";
import { openSite } from "../site.ts";

const name = "outage-share";

const share: readonly [Outage, Moment][] = [
  [down("kube-apiserver", 1), "midway"],
  [down("kube-apiserver", 10), "at rest"],
  [down("etcd", 10), "midway"],
];

Deno.test({
  name: "after an outage of the API server or of etcd everything is done, once",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn(test) {
    const cluster = await startCluster({ name, node: "none" });
    try {
      await using site = await openSite(cluster);
      for (const [outage, moment] of share) {
        await test.step(`${outage.name}, ${moment}`, async () => {
          const { violations, log } = await suffer(site, outage, moment);
          assert.deepEqual(violations, [], log.join("\n"));
        });
      }
    } finally {
      await cluster.stop();
    }
  },
});
