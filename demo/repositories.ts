/** Bare repositories for agents to work on, in a folder that pods mount. Needs root: they belong to the user of the pods. */

import { run } from "../tests/cluster/command.ts";

export type Files = Readonly<Record<string, string>>;

/** The user of the pods. */
const owner = "65532:65532";
const identity = { name: "Developer", email: "developer@example.com" };

/** Makes a folder that pods may write to. */
export async function makeFolder(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await run(["chown", owner, folder]);
}

/** Makes `<folder>/<org>/<repo>.git`, with these files on branch main. */
export async function makeRepository(folder: string, org: string, repo: string, files: Files): Promise<void> {
  const address = `${folder}/${org}/${repo}.git`;
  await git("init", "--quiet", "--bare", "--initial-branch=main", address);
  const clone = await Deno.makeTempDir({ prefix: "kubetask-repository-" });
  try {
    await git("init", "--quiet", "--initial-branch=main", clone);
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${clone}/${name}`, text);
    await git("-C", clone, "add", "--all");
    await git("-C", clone, "commit", "--quiet", "--message", "Begin");
    await git("-C", clone, "push", "--quiet", address, "main");
  } finally {
    await Deno.remove(clone, { recursive: true });
  }
  await run(["chown", "--recursive", owner, `${folder}/${org}`]);
}

/** Each branch of a repository with its tip. */
export async function branchesOf(folder: string, org: string, repo: string): Promise<Record<string, string>> {
  const format = "--format=%(refname:short) %(objectname)";
  const printed = await git("-C", `${folder}/${org}/${repo}.git`, "for-each-ref", format, "refs/heads");
  return Object.fromEntries(printed.trim().split("\n").map((line) => line.split(" ")));
}

/** A file as it is on a branch. */
export function fileOn(folder: string, org: string, repo: string, branch: string, file: string): Promise<string> {
  return git("-C", `${folder}/${org}/${repo}.git`, "show", `${branch}:${file}`);
}

function git(...args: string[]): Promise<string> {
  const options = { "user.name": identity.name, "user.email": identity.email, "safe.directory": "*" };
  return run(["git", ...Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]), ...args]);
}
