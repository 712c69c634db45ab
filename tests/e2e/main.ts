/**
 * `deno task e2e`: the design document's examples and the behaviour of real pods on a real node, the demo, and the clusters
 * themselves. Needs root. Words on the command line choose the test files whose path has one of them.
 */

import { conclude, type Counts, testFiles, testGroup } from "../suites.ts";
import { withCluster } from "../with_cluster.ts";
import { agentImages } from "./stand_ins.ts";

const files = testFiles("node").filter((path) =>
  Deno.args.length === 0 || Deno.args.some((word) => path.includes(word))
);
const onOneCluster = files.filter((path) => path.startsWith("tests/e2e/"));
const ownClusters = files.filter((path) => !path.startsWith("tests/e2e/"));

const groups: Counts[] = [];
if (onOneCluster.length > 0) {
  const group = withCluster(
    { name: "e2e", node: "real", images: agentImages },
    (env) => testGroup("end to end: real pods", onOneCluster, ["-A"], env),
  );
  groups.push(await group);
}
if (ownClusters.length > 0) groups.push(await testGroup("clusters and the demo", ownClusters, ["-A"]));
Deno.exit(conclude(groups));
