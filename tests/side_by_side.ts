/** Runs test files on several control planes at once, on each one file at a time: an operator works on all that its API server has, also on what is another test's. */

import { type Counts, testGroup } from "./suites.ts";
import { withCluster } from "./with_cluster.ts";

/** Each file goes to the first of so many control planes that is free; its output comes as a whole. */
export async function testSideBySide(files: readonly string[], clusters: number): Promise<Counts[]> {
  const left = files.values();
  const counts: Counts[] = [];
  const work = async (env: Record<string, string>) => {
    for (const file of left) counts.push(await testGroup(file, [file], ["-A"], env, "at the end"));
  };
  // One after the other, so that what they need is built once.
  const start = (index: number): Promise<void> => {
    return withCluster({ name: `test-${index}`, node: "none" }, async (env) => {
      await Promise.all([work(env), index < clusters && start(index + 1)]);
    });
  };
  await start(1);
  return counts;
}
