/** `deno task test`: every test that needs no node. Builds and starts the control plane that some of them run against. */

import { startCluster } from "./cluster/cluster.ts";
import { conclude, testFiles, testGroup } from "./suites.ts";

const pure = await testGroup("pure: no permission at all", testFiles("pure"), ["--no-prompt"]);
const local = await testGroup(
  "local: this project's files, and servers on this machine that misbehave",
  testFiles("local"),
  ["-A"],
);

const cluster = await startCluster({ name: "test", node: "none", say: (line) => console.log(line) });
try {
  const env = { KUBETASK_TEST_KUBECONFIG: cluster.kubeconfig, KUBETASK_TEST_CLUSTER: "test" };
  const real = await testGroup("control plane: a real API server", testFiles("control plane"), ["-A"], env);
  Deno.exitCode = conclude([pure, local, real]);
} finally {
  await cluster.stop();
}
