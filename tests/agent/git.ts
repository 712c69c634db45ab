/** Git for arranging and looking in tests, with nothing of this machine's configuration. */

const environment = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  LC_ALL: "C",
  GIT_AUTHOR_NAME: "Somebody",
  GIT_AUTHOR_EMAIL: "somebody@example.com",
  GIT_COMMITTER_NAME: "Somebody",
  GIT_COMMITTER_EMAIL: "somebody@example.com",
};

export async function git(cwd: string, ...args: string[]): Promise<string> {
  return new TextDecoder().decode(await gitBytes(cwd, args)).trimEnd();
}

export async function gitBytes(
  cwd: string,
  args: string[],
  { input = "", env = {} }: { input?: string | Uint8Array<ArrayBuffer>; env?: Record<string, string> } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command("git", {
    args,
    cwd,
    env: { ...environment, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, stdout, stderr }] = await Promise.all([
    child.output(),
    new Blob([input]).stream().pipeTo(child.stdin),
  ]);
  if (!success) throw new Error(`git ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return stdout;
}
