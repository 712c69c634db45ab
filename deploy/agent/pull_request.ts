/** Opens or updates a pull request with the command that the template gives: any server, any program. */

import { linkPattern, resultLimits } from "../../crds/result_limits.ts";
import { Failure } from "./failure.ts";
import { run } from "./process.ts";
import type { Settings } from "./settings.ts";
import { withTemporaryFolder } from "./temporary_folder.ts";

export interface PullRequest {
  readonly org: string;
  readonly repo: string;
  readonly base: string;
  readonly branch: string;
  readonly commit: string;
  readonly title: string;
  readonly summary: string;
}

const limit = 120_000;

/**
 * The first https address that the command prints. It runs in an empty folder: programs like `gh` call Git, which would read the
 * configuration that an agent has left in the working tree, with a token in the environment.
 */
export async function openPullRequest(
  { command, env }: NonNullable<Settings["pullRequest"]>,
  { agentEnv }: Settings,
  { org, repo, base, branch, commit, title, summary }: PullRequest,
  signal: AbortSignal,
): Promise<{ url?: string; log: string }> {
  return await withTemporaryFolder("pull-request", async (cwd) => {
    const ended = await run({
      program: "sh",
      args: ["-c", command],
      cwd,
      env: {
        ...agentEnv,
        HOME: cwd,
        ...env,
        GIT_CONFIG_NOSYSTEM: "1",
        KUBETASK_REPOSITORY: `${org}/${repo}`,
        KUBETASK_BASE_BRANCH: base,
        KUBETASK_BRANCH: branch,
        KUBETASK_COMMIT: commit,
        KUBETASK_TITLE: title,
        KUBETASK_SUMMARY: summary,
      },
      output: "kept",
      limit,
      signal,
    });
    const said = new TextDecoder().decode(ended.stdout);
    const log = `${said}${ended.stderr}`;
    if (ended.code === 0) return { url: linkIn(said), log };
    const why = ended.isOverLimit ? "it did not end in time" : `exit code ${ended.code}`;
    throw new Failure("PullRequestFailed", `The command for the pull request failed: ${why}: ${lastLine(log)}`);
  });
}

/** Without what ends the sentence around it. */
function linkIn(text: string): string | undefined {
  const addresses = (text.match(/https:\/\/[^\s"'<>]+/g) ?? []).map((address) => address.replace(/[.,;:!?)]+$/, ""));
  return addresses.find((address) => address.length <= resultLimits.link && linkPattern.test(address));
}

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").slice(0, 250);
}
