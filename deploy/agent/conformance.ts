/** Tries whether an agent keeps the contract of docs/agents.md: gives it local repositories, and looks at what it leaves. */

import { laws } from "./conformance_laws.ts";
import { stageIn } from "./conformance_stage.ts";

const usage = `Usage: deno run -A deploy/agent/conformance.ts -- COMMAND [ARGUMENT...]

Runs the command, which starts the agent as its container would, for each promise of the contract. What is to be done
comes as the File contexts task.md (for a language model) and script.sh (for a shell, in the repository).
In the command {folder} is the folder with all files, {env} a file with the environment, {log} that for the termination message:

  deno run -A deploy/agent/conformance.ts -- docker run --rm --user "$(id -u)" --env-file {env} \\
    --volume {folder}:{folder} --volume {log}:/dev/termination-log my-agent

Prints a line for each promise. The exit code is 0 if all are kept.`;

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const command = args[0] === "--" ? args.slice(1) : args;
  if (command.length === 0 || command[0]?.startsWith("--")) {
    console.error(usage);
    return 2;
  }
  const folder = await Deno.makeTempDir({ prefix: "kubetask-conformance-" });
  // A container's user may be another.
  await Deno.chmod(folder, 0o755);
  try {
    return await failuresOf(folder, command) === 0 ? 0 : 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function failuresOf(folder: string, command: readonly string[]): Promise<number> {
  const stage = stageIn(folder, command, new AbortController().signal);
  let failures = 0;
  for (const { says, check } of laws) {
    try {
      await check(stage);
      console.log(`ok      ${says}`);
    } catch (error) {
      failures += 1;
      const why = error instanceof Error ? error.message : String(error);
      console.log(`FAILED  ${says}\n${why.replaceAll(/^/gm, "        ")}`);
    }
  }
  console.log(`\n${laws.length - failures} of ${laws.length} promises kept`);
  return failures;
}
