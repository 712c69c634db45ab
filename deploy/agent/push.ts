/** Pushes a commit, and never over what somebody else has pushed. */

import { isAncestor, merged } from "./branch.ts";
import { Failure } from "./failure.ts";
import type { Git, ObjectId } from "./git.ts";
import { gitFailure, retried } from "./git_failure.ts";

/** How often the branch may move on under our hands. */
const attempts = 5;

/**
 * Answers what is then the tip of the branch. Where somebody else was faster, their commits are merged; where these contradict
 * ours, it is a Failure.
 */
export async function push(git: Git, commit: ObjectId, branch: string, signal: AbortSignal): Promise<ObjectId> {
  let tip = commit;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const refusal = await retried(() => pushOnce(git, tip, branch), signal);
    if (refusal === undefined) return tip;
    const theirs = await retried(() => fetchTip(git, branch), signal);
    if (theirs === undefined || await isAncestor(git, theirs, tip)) throw new Failure("PushRefused", refusal);
    if (await isAncestor(git, tip, theirs)) return theirs;
    tip = await merged(git, tip, theirs, `Merge what others pushed to ${branch}`);
  }
  throw new Failure("Diverged", `Branch '${branch}' moves faster than it can be pushed`);
}

/** Answers why the server did not take it, or nothing. */
async function pushOnce(git: Git, commit: ObjectId, branch: string): Promise<string | undefined> {
  const args = ["push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--no-signed"];
  const ended = await git.attempt([...args, git.url.href, `${commit}:refs/heads/${branch}`]);
  if (ended.code === 0) return undefined;
  // "!<TAB>from:to<TAB>[rejected] (fetch first)", or "[remote rejected] (pre-receive hook declined)".
  const [, why] = /^!\t.*?\t\[(?:remote )?rejected\] \((.*)\)$/m.exec(new TextDecoder().decode(ended.stdout)) ?? [];
  if (why === undefined) throw gitFailure("push", ended);
  const words = ended.stderr.split("\n").flatMap((line) => /^remote: (.*\S)/.exec(line)?.[1] ?? []).join(" ");
  return `The server refused branch '${branch}': ${why}${words ? `: ${words.slice(0, 250)}` : ""}`;
}

/** Nothing where the server has no such branch. */
async function fetchTip(git: Git, branch: string): Promise<ObjectId | undefined> {
  const ref = `refs/heads/${branch}`;
  const there = (await git.text(["ls-remote", git.url.href, ref])).split("\n");
  if (!there.some((line) => line.endsWith(`\t${ref}`))) return undefined;
  const quietly = ["--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-fetch-head"];
  await git.text(["fetch", ...quietly, git.url.href, `+${ref}:refs/theirs`]);
  return await git.text(["rev-parse", "--verify", "refs/theirs"]);
}
