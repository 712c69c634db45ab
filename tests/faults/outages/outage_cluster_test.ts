/** The share of `outages/main.ts` that CI plays at every change; how long it takes is for that program to tell. */

import assert from "node:assert/strict";
import { type Case, down, lineOf, suffer } from "./outage.ts";
import { ownClusterTest } from "./own_cluster.ts";

const share: readonly Case[] = [
  { outage: down("kube-apiserver", 1), moment: "midway", replicas: 1 },
  { outage: down("kube-apiserver", 10), moment: "at rest", replicas: 1 },
  { outage: down("kube-apiserver", 10), moment: "midway", replicas: 2 },
  { outage: down("etcd", 10), moment: "midway", replicas: 1 },
];

const law = "after an outage of the API server or of etcd everything is done, once";

ownClusterTest(law, "outage-share", async (site, test) => {
  for (const one of share) {
    await test.step(lineOf(one), async () => {
      const { violations, log } = await suffer(site, one);
      assert.deepEqual(violations, [], log.join("\n"));
    });
  }
});
