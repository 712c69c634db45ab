/** `deno task test`: every test that needs no node. Builds and starts the control plane that some of them run against. */

import { conclude, testFiles, testGroup } from "./suites.ts";
import { withCluster } from "./with_cluster.ts";

const pure = await testGroup("pure: no permission at all", testFiles("pure"), ["--no-prompt"]);
const local = await testGroup(
  "local: this project's files, and servers on this machine that misbehave",
  testFiles("local"),
  ["-A"],
);
const real = await withCluster(
  { name: "test", node: "none" },
  (env) => testGroup("control plane: a real API server", testFiles("control plane"), ["-A"], env),
);
Deno.exit(conclude([pure, local, real]));
