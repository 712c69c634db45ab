/** Runs groups of tests, each with no more permissions than it needs, and counts what came of them. */

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a test needs: nothing; this machine; a real API server (`…api_server_test.ts`); a whole cluster of its own (`…cluster_test.ts`). */
export type Need = "pure" | "local" | "control plane" | "node";

/** Folders whose code does no input or output: their tests prove it by having no permission. */
const pureFolders = /^tests\/(crds|filters|render|reconcilers)\//;

/** The test files with that need, by their names. */
export function testFiles(need: Need): string[] {
  const root = new URL("..", import.meta.url).pathname;
  return filesBelow(`${root}tests`).map((path) => path.slice(root.length)).filter((path) => needOf(path) === need)
    .sort();
}

export function needOf(path: string): Need | undefined {
  if (!path.endsWith("_test.ts")) return undefined;
  if (path.endsWith("api_server_test.ts")) return "control plane";
  if (path.endsWith("cluster_test.ts")) return "node";
  return pureFolders.test(path) ? "pure" : "local";
}

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    return isDirectory ? filesBelow(`${folder}/${name}`) : [`${folder}/${name}`];
  });
}

/** Runs these files with these flags of `deno test`; the output goes to the terminal as it comes, or where groups run side by side at the end. */
export async function testGroup(
  title: string,
  files: readonly string[],
  flags: readonly string[],
  env: Record<string, string> = {},
  shown: "as it comes" | "at the end" = "as it comes",
): Promise<Counts> {
  const isAtOnce = shown === "as it comes";
  if (isAtOnce) console.log(`\n== ${title}`);
  const cwd = new URL("..", import.meta.url).pathname;
  const args = ["test", ...flags, ...files];
  const stderr = isAtOnce ? "inherit" : "piped";
  const child = new Deno.Command(Deno.execPath(), { args, cwd, env, stdout: "piped", stderr }).spawn();
  const complaints = isAtOnce ? "" : new Response(child.stderr).text();
  let output = "";
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    if (isAtOnce) Deno.stdout.writeSync(chunk);
    output += decoder.decode(chunk, { stream: true });
  }
  const { code } = await child.status;
  if (!isAtOnce) console.log(`\n== ${title}\n${await complaints}${output}`);
  const counts = countsIn(output);
  // A group that died before its summary, or that ran nothing, has failed.
  if ((code !== 0 && counts.failed === 0) || counts.passed + counts.failed === 0) counts.failed += 1;
  return counts;
}

/** From the summary of `deno test`: `ok | 12 passed (3 steps) | 0 failed | 1 ignored (2s)`. */
export function countsIn(output: string): Counts {
  // deno-lint-ignore no-control-regex -- the summary is coloured on a terminal
  const lines = output.replace(/\x1b\[[0-9;]*m/g, "").split("\n");
  const summary = lines.findLast((line) => /^(ok|FAILED) \| \d+ passed/.test(line)) ?? "";
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
}

/** Prints the sum in one line, and returns the exit code. */
export function conclude(groups: readonly Counts[]): number {
  const sum = (of: (counts: Counts) => number) => groups.reduce((total, counts) => total + of(counts), 0);
  const failed = sum((counts) => counts.failed);
  console.log(
    `\n${sum((counts) => counts.passed)} passed, ${failed} failed, ${sum((counts) => counts.skipped)} skipped`,
  );
  return failed === 0 ? 0 : 1;
}
