/** Tests that break a whole cluster: each has one of its own. */

import { startCluster } from "../../cluster/cluster.ts";
import { openSite, type Site } from "../site.ts";

/** `name`: of the cluster. It ends with the test. */
export function ownClusterTest(
  law: string,
  name: string,
  body: (site: Site, test: Deno.TestContext) => Promise<void>,
): void {
  Deno.test({
    name: law,
    sanitizeOps: true,
    sanitizeResources: true,
    async fn(test) {
      const cluster = await startCluster({ name, node: "none" });
      try {
        await using site = await openSite(cluster);
        await body(site, test);
      } finally {
        await cluster.stop();
      }
    },
  });
}
