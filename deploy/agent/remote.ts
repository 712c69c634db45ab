/** What the server has. */

import { Failure } from "./failure.ts";
import { type Git, type ObjectId } from "./git.ts";
import type { BranchName } from "./settings.ts";

export interface Remote {
  readonly base: { readonly branch: string; readonly tip: ObjectId };
  /** The branch for the work, which may not be there yet. */
  readonly unit: { readonly branch: string; readonly tip?: ObjectId };
}

/** Milliseconds until a server that does not answer is given up. */
const patience = 60_000;

/** Asks the server. Throws a Failure if the base branch is not there. */
export async function lookAtRemote(git: Git, base: string, { name, isDerived }: BranchName): Promise<Remote> {
  const withBase = `${name}-${base.replaceAll("/", "-")}`;
  const wanted = ["HEAD", ...[base, name, withBase].map((branch) => `refs/heads/${branch}`)];
  const lines = (await git.text(["ls-remote", "--symref", git.url.href, ...wanted], { limit: patience })).split("\n");
  const tips = new Map(lines.map((line) => line.split("\t")).map(([tip, ref]) => [ref, tip]));
  const tip = tips.get(`refs/heads/${base}`);
  if (!tip) throw await missing(git, base);
  // With --symref: "ref: refs/heads/main<TAB>HEAD".
  const isDefault = lines.includes(`ref: refs/heads/${base}\tHEAD`);
  const branch = isDerived && !isDefault ? withBase : name;
  if (branch === base) throw new Failure("BadSettings", `The branch for the work is the base branch itself: '${base}'`);
  return { base: { branch: base, tip }, unit: { branch, tip: tips.get(`refs/heads/${branch}`) } };
}

async function missing(git: Git, base: string): Promise<Failure> {
  const heads = await git.text(["ls-remote", "--heads", git.url.href], { limit: patience });
  if (heads === "") return new Failure("EmptyRepository", "The repository is empty: there is nothing to work on");
  return new Failure("BranchNotFound", `The repository has no branch '${base}'`);
}
