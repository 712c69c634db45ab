/**
 * The working tree that the agent gets.
 *
 * 2026-11: it has a small repository of its own, which borrows the objects of the cache, and is not one of several that `git
 * worktree add` makes: those share configuration, hooks, branches and locks, so that an agent's `git config` or `git gc` would reach
 * into the cache and into every other unit's work. The price is a few small files per unit.
 */

import { startOf } from "./branch.ts";
import { tracking } from "./cache.ts";
import { type GitAccess, type ObjectId, withGit } from "./git.ts";
import type { Remote } from "./remote.ts";

export interface WorkingTree {
  readonly folder: string;
  readonly start: ObjectId;
  /** What Git knew of the files before the agent saw them: whatever differs from that was changed. */
  readonly index: { readonly bytes: Uint8Array<ArrayBuffer>; readonly written: Date };
  /** Which folder it was: an agent may put a link in its place. */
  readonly inode: number | null;
}

/** Makes the repository, and checks the commit out on which the work builds. */
export async function checkOut(
  access: GitAccess,
  folder: string,
  cache: string,
  remote: Remote,
): Promise<WorkingTree> {
  const { base, unit } = remote;
  const own = `${folder}/.git`;
  await Deno.mkdir(`${own}/objects/info`, { recursive: true });
  await Deno.mkdir(`${own}/refs`);
  await Deno.writeTextFile(`${own}/objects/info/alternates`, `${cache}/objects\n`);
  await Deno.writeTextFile(`${own}/config`, configOf(base.tip, access));
  await writeReference(own, tracking(base.branch), base.tip);
  const start = await withGit(access, { of: own }, base.tip, async (git) => {
    const start = await startOf(git, remote);
    await git.text(["read-tree", "-m", "-u", start], { tree: { folder, index: `${own}/index` } });
    return start;
  });
  await writeReference(own, `refs/heads/${unit.branch}`, start);
  await Deno.writeTextFile(`${own}/HEAD`, `ref: refs/heads/${unit.branch}\n`);
  const index = {
    bytes: await Deno.readFile(`${own}/index`),
    written: (await Deno.stat(`${own}/index`)).mtime ?? new Date(0),
  };
  return { folder, start, index, inode: (await Deno.lstat(folder)).ino };
}

async function writeReference(repository: string, name: string, target: ObjectId): Promise<void> {
  const path = `${repository}/${name}`;
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(path, `${target}\n`);
}

function configOf(like: ObjectId, { url: { href }, author: { name, email } }: GitAccess): string {
  return [
    "[core]",
    `repositoryFormatVersion = ${like.length === 64 ? 1 : 0}`,
    "bare = false",
    ...like.length === 64 ? ["[extensions]", "objectFormat = sha256"] : [],
    '[remote "origin"]',
    `url = ${JSON.stringify(href)}`,
    "fetch = +refs/heads/*:refs/remotes/origin/*",
    "[user]",
    `name = ${JSON.stringify(name)}`,
    `email = ${JSON.stringify(email)}`,
    "",
  ].join("\n");
}
