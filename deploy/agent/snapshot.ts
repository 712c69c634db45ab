/** Makes a commit of what the agent left, without running anything that it may have planted. */

import { Buffer } from "node:buffer";
import { isAncestor } from "./branch.ts";
import { Failure } from "./failure.ts";
import type { Git, ObjectId, WorkTree } from "./git.ts";
import type { WorkingTree } from "./working_tree.ts";

export interface Snapshot {
  /** The start commit itself if nothing was changed. */
  readonly commit: ObjectId;
  readonly changedFiles: number;
}

/** `git` is one over the objects of cache and agent. Commits of the agent's own stay if they build on the start commit. */
export async function takeSnapshot(
  git: Git,
  { folder, start, index, inode }: WorkingTree,
  message: string,
): Promise<Snapshot> {
  const { isDirectory, ino } = await Deno.lstat(folder);
  if (!isDirectory || ino !== inode) {
    throw new Failure("AgentFailed", "The agent replaced its working tree by something else");
  }
  const parent = await agentCommit(git, `${folder}/.git`, start);
  const tree = { folder, index: git.path("index") };
  await Deno.writeFile(tree.index, index.bytes);
  // Git tells by it for which files the time stamp is no proof.
  await Deno.utime(tree.index, index.written, index.written);
  await git.text(["read-tree", "-m", parent], { tree });
  await stage(git, tree);
  const made = await git.text(["write-tree"], { tree });
  const changedFiles = countOf(await git.bytes(["diff-tree", "-r", "--no-renames", "--name-only", "-z", start, made]));
  if (changedFiles === 0) return { commit: start, changedFiles };
  if (made === await git.text(["rev-parse", `${parent}^{tree}`])) return { commit: parent, changedFiles };
  const commit = await git.text(["commit-tree", made, "-p", parent, "-F", "-"], { input: message });
  return { commit, changedFiles };
}

/**
 * As `git add --all` does, which would run `git status` in submodules, with whatever configuration these have. Repositories inside
 * the working tree that are no submodules stay out: a reference to a commit that nobody else has would help nobody.
 */
async function stage(git: Git, tree: WorkTree): Promise<void> {
  const changes = parsed(
    await git.bytes(["diff-files", "--raw", "-z", "--no-renames", "--ignore-submodules=dirty"], { tree }),
  );
  const untracked = namesIn(await git.bytes(["ls-files", "-z", "--others", "--exclude-standard"], { tree }));
  const update = (how: string[], names: string[]) => {
    return git.text(["update-index", ...how, "-z", "--stdin"], { tree, input: bytesOf(names, "\0") });
  };
  const gone = changes.filter(({ status }) => status === "D");
  await update(["--force-remove"], gone.map(({ name }) => name));
  const changed = await withOtherBytes(git, tree, changes.filter(({ status }) => status !== "D"));
  await update(["--add", "--replace"], [...changed, ...untracked.filter((name) => !name.endsWith("/"))]);
}

interface Change {
  readonly name: string;
  readonly status: string;
  readonly isSameMode: boolean;
  readonly was: ObjectId;
}

/** Of `:100644 100644 OBJECT 0000 M`, NUL, name, NUL. */
function parsed(output: Uint8Array<ArrayBuffer>): Change[] {
  const fields = namesIn(output);
  return fields.flatMap((field, index) => {
    const [, from, to, was, status] = /^:(\d+) (\d+) (\w+) \w+ (\w)/.exec(field) ?? [];
    const name = fields[index + 1];
    if (index % 2 !== 0 || was === undefined || status === undefined || name === undefined) return [];
    return [{ name, status, was, isSameMode: from === to && to?.startsWith("100") === true }];
  });
}

/**
 * Without files that have the very bytes that were checked out. Where these do not fit the attributes for line ends, Git would store
 * them differently, and call that a change.
 */
async function withOtherBytes(git: Git, tree: WorkTree, changes: readonly Change[]): Promise<string[]> {
  const comparable = changes.filter(({ name, isSameMode }) => isSameMode && !name.includes("\n"));
  const input = bytesOf(comparable.map(({ name }) => name), "\n");
  const now = (await git.text(["hash-object", "--no-filters", "--stdin-paths"], { tree, input })).split("\n");
  const same = new Set(comparable.filter(({ was }, index) => was === now[index]));
  return changes.filter((change) => !same.has(change)).map(({ name }) => name);
}

/** Names are bytes, and not always UTF-8: one character each. */
function namesIn(output: Uint8Array<ArrayBuffer>): string[] {
  return Buffer.from(output).toString("latin1").split("\0").filter((name) => name !== "");
}

function bytesOf(names: readonly string[], end: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(names.map((name) => name + end).join(""), "latin1"));
}

function countOf(names: Uint8Array<ArrayBuffer>): number {
  return names.filter((byte) => byte === 0).length;
}

async function agentCommit(git: Git, repository: string, start: ObjectId): Promise<ObjectId> {
  const head = await smallFile(`${repository}/HEAD`);
  const ref = /^ref: (refs\/heads\/\S+)\s*$/.exec(head ?? "")?.[1];
  const text = ref ? await smallFile(`${repository}/${ref}`) ?? await packed(repository, ref) : head;
  const commit = /^([0-9a-f]{40}|[0-9a-f]{64})\s*$/.exec(text ?? "")?.[1];
  if (!commit || commit === start) return start;
  const { code } = await git.attempt(["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^{commit}`]);
  return code === 0 && await isAncestor(git, start, commit) ? commit : start;
}

async function packed(repository: string, ref: string): Promise<string | undefined> {
  const lines = (await smallFile(`${repository}/packed-refs`) ?? "").split("\n");
  return lines.find((line) => line.endsWith(` ${ref}`))?.slice(0, -ref.length - 1);
}

/** `undefined` for what is no plain file: one that waits for a writer, or is a link to somewhere, would be a trap. */
async function smallFile(path: string): Promise<string | undefined> {
  try {
    const { isFile, size } = await Deno.lstat(path);
    return isFile && size < 1_000_000 ? await Deno.readTextFile(path) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}
