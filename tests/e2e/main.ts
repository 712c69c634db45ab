/** `deno task e2e`: the design document's examples and the behaviour of real pods, on a real node. Needs root. */

import { build } from "../cluster/binaries.ts";
import { startCluster } from "../cluster/cluster.ts";
import { conclude, testFiles, testGroup } from "../suites.ts";
import { agentImages } from "./stand_ins.ts";

const say = (line: string) => console.log(line);
const files = testFiles("node").filter((path) => path.startsWith("tests/e2e/"));
/** All, or those whose path has one of the words given on the command line. */
const wanted = Deno.args.length > 0 ? files.filter((path) => Deno.args.some((part) => path.includes(part))) : files;

// Ctrl-C reaches the tests by itself; here it must not prevent the cluster from being ended.
const interruption = new AbortController();
Deno.addSignalListener("SIGINT", () => interruption.abort(new Error("Interrupted")));

const cluster = await startCluster({
  name: "e2e",
  node: "real",
  images: agentImages,
  say,
  signal: interruption.signal,
});
try {
  const env = {
    KUBETASK_TEST_CLUSTER: "e2e",
    KUBETASK_TEST_KUBECONFIG: cluster.kubeconfig,
    KUBETASK_TEST_KUBECTL: `${await build(["kubectl"], say)}/kubectl`,
  };
  Deno.exitCode = conclude([await testGroup("end to end: real pods", wanted, ["-A"], env)]);
} finally {
  await cluster.stop();
}
