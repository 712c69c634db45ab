/** From which commit the work goes on, so that no commit of anybody is ever lost. */

import { Failure } from "./failure.ts";
import type { Git, ObjectId } from "./git.ts";
import { gitFailure } from "./git_failure.ts";
import type { Remote } from "./remote.ts";

/** The branch of earlier runs, with what is new in the base branch; or the base branch, if that has it all. */
export async function startOf(git: Git, { base, unit }: Remote): Promise<ObjectId> {
  if (!unit.tip || await isAncestor(git, unit.tip, base.tip)) return base.tip;
  if (await isAncestor(git, base.tip, unit.tip)) return unit.tip;
  return await merged(git, unit.tip, base.tip, `Merge branch '${base.branch}' into ${unit.branch}`);
}

export async function isAncestor(git: Git, older: ObjectId, newer: ObjectId): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", older, newer];
  const ended = await git.attempt(args);
  if (ended.code > 1) throw gitFailure("merge-base", ended);
  return ended.code === 0;
}

/** A commit with the work of both. Throws a Failure where they contradict each other. */
export async function merged(git: Git, ours: ObjectId, theirs: ObjectId, message: string): Promise<ObjectId> {
  const args = ["merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", ours, theirs];
  const ended = await git.attempt(args);
  const [tree = "", ...conflicts] = new TextDecoder().decode(ended.stdout).split("\0").filter(Boolean);
  if (ended.code === 0) return await git.text(["commit-tree", tree, "-p", ours, "-p", theirs, "-m", message]);
  if (ended.code > 1 && !ended.stderr.includes("unrelated histories")) throw gitFailure("merge-tree", ended);
  const places = [...new Set(conflicts)].slice(0, 3).map((path) => `'${path}'`).join(", ");
  throw new Failure(
    "Diverged",
    `Cannot ${lowerFirst(message)}: ${places ? `conflicts in ${places}` : "unrelated histories"}`,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
