/** How a container starts the agent runtime. */

/**
 * Arguments of deno; what follows them is the runtime's. The container is the sandbox, for the agent too: with less than everything
 * Deno does not show the environments in /proc, by which processes are found that an agent left behind.
 */
export function agentArguments(program: string): string[] {
  const plain = ["--quiet", "--no-config", "--no-lock", "--no-npm", "--no-remote", "--no-code-cache", "--cached-only"];
  return ["run", ...plain, "--allow-all", program];
}
