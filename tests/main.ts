/** `deno task test`: every test that needs no node. Builds and starts the control planes that some of them run against. */

import { testSideBySide } from "./side_by_side.ts";
import { conclude, testFiles, testGroup } from "./suites.ts";

const pure = await testGroup("pure: no permission at all", testFiles("pure"), ["--no-prompt"]);
const local = await testGroup(
  "local: this project's files, and servers on this machine that misbehave",
  testFiles("local"),
  ["-A"],
);
console.log("\n== control plane: real API servers");
// Such tests wait more than they work: two at a time are good for two cores.
const real = await testSideBySide(testFiles("control plane"), 2);
Deno.exit(conclude([pure, local, ...real]));
