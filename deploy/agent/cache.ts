/**
 * Keeps bare repositories on a volume that several pods share, so that each is fetched once and then only what is new.
 *
 * Only this program writes there, and only with the lock, which the kernel takes from a killed pod. So whatever of Git's own
 * lock files and half-written packs is found when the lock is held was left by one that died, and goes.
 */

import { type Git, type GitAccess, type ObjectId, withGit } from "./git.ts";
import { retried } from "./git_failure.ts";
import { locked } from "./lock.ts";
import type { Remote } from "./remote.ts";

/** `/workspace/repos/github.com/acme/shop.git` for `https://github.com/acme/shop.git`. */
export function cachePath(workspace: string, { protocol, host, pathname }: URL): string {
  return `${workspace}/repos/${host.replaceAll(":", "_") || protocol.slice(0, -1)}${pathname}`;
}

/** The cached repository then has what the remote has, or something newer: the answer is what it has. */
export async function refreshCache(path: string, access: GitAccess, remote: Remote): Promise<Remote> {
  await Deno.mkdir(`${path}/objects`, { recursive: true });
  return await locked(`${path}/kubetask.lock`, async () => {
    await Deno.mkdir(`${path}/refs`, { recursive: true });
    (await Deno.open(`${path}/packed-refs`, { create: true, write: true })).close();
    // For those who look in: it is a bare repository. Nothing here reads these two.
    await Deno.writeTextFile(`${path}/HEAD`, "ref: refs/heads/none\n");
    await Deno.writeTextFile(`${path}/config`, bareConfig(remote.base.tip));
    await removeLeftovers(path);
    return await withGit(access, { of: path }, remote.base.tip, async (git) => {
      await retried(() => fetch(git, remote), access.signal);
      await git.text(["gc", "--auto", "--quiet"]);
      const tip = (branch: string) => git.text(["rev-parse", "--verify", "--end-of-options", tracking(branch)]);
      const { base, unit } = remote;
      return {
        base: { ...base, tip: await tip(base.branch) },
        unit: { ...unit, tip: unit.tip && await tip(unit.branch) },
      };
    });
  });
}

function bareConfig(like: ObjectId): string {
  const format = like.length === 64 ? "\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = sha256\n" : "";
  return `[core]\n\tbare = true\n${format}`;
}

export function tracking(branch: string): string {
  return `refs/remotes/origin/${branch}`;
}

async function fetch(git: Git, { base, unit }: Remote): Promise<void> {
  const wanted = unit.tip ? [{ branch: unit.branch, tip: unit.tip }, base] : [base];
  const known = await references(git);
  const missing = wanted.filter(({ branch, tip }) => known.get(tracking(branch)) !== tip);
  if (missing.length === 0) return;
  // A branch that is now `a/b` leaves no room for one that was `a`, nor the other way round.
  for (const ref of known.keys()) {
    const isInTheWay = wanted.map(({ branch }) => tracking(branch))
      .some((wanted) => wanted.startsWith(`${ref}/`) || ref.startsWith(`${wanted}/`));
    if (isInTheWay) await git.text(["update-ref", "-d", ref]);
  }
  const refspecs = missing.map(({ branch }) => `+refs/heads/${branch}:${tracking(branch)}`);
  const quietly = ["--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-fetch-head"];
  await git.text(["fetch", ...quietly, git.url.href, ...refspecs]);
}

async function references(git: Git): Promise<Map<string, ObjectId>> {
  const lines = (await git.text(["for-each-ref", "--format=%(refname) %(objectname)"])).split("\n");
  return new Map(
    lines.filter(Boolean).map((line) => {
      const [ref = "", tip = ""] = line.split(" ");
      return [ref, tip];
    }),
  );
}

async function removeLeftovers(path: string): Promise<void> {
  for await (const entry of Deno.readDir(path)) {
    if (entry.name.endsWith(".lock") && entry.name !== "kubetask.lock") await Deno.remove(`${path}/${entry.name}`);
  }
  await removeBelow(`${path}/refs`, (name) => name.endsWith(".lock"));
  await removeBelow(`${path}/objects`, (name) => name.startsWith("tmp_") || name.endsWith(".lock"));
}

async function removeBelow(folder: string, isLeft: (name: string) => boolean): Promise<void> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    if (isDirectory) await removeBelow(`${folder}/${name}`, isLeft);
    else if (isFile && isLeft(name)) await Deno.remove(`${folder}/${name}`);
  }
}
