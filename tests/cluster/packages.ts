/** The Debian packages that a real node needs beside what is built from Go. */

import { isInstalled, run } from "./command.ts";

const programs = {
  containerd: "containerd",
  ctr: "containerd",
  runc: "runc",
  iptables: "iptables",
  ip: "iproute2",
  // For the agent's image.
  git: "git",
} satisfies Record<string, string>;

/** Where Debian puts the network plugins. */
export const networkPlugins = "/usr/lib/cni";

/** The names of those that are not there yet. */
export async function missingPackages(): Promise<string[]> {
  const missing = new Set<string>();
  for (const [program, name] of Object.entries(programs)) if (!await isInstalled(program)) missing.add(name);
  if (!await isInstalled(`${networkPlugins}/bridge`)) missing.add("containernetworking-plugins");
  // A busybox that needs shared libraries would not run in an image of its own.
  if (!await isPackage("busybox-static")) missing.add("busybox-static");
  return [...missing];
}

/** Installs what is missing with apt-get, and says so first. Needs root. */
export async function installPackages(say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;

  const names = missing.join(" ");
  if (!await isInstalled("apt-get")) throw new Error(`Cannot install ${names}: apt-get (Debian, Ubuntu) is needed`);
  say(`Installing Debian packages for the node: ${names} ...`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update", "--quiet"], { env, signal });
  await run(["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", ...missing], { env, signal });
}

async function isPackage(name: string): Promise<boolean> {
  try {
    return (await run(["dpkg-query", "--show", "--showformat=${db:Status-Status}", name])) === "installed";
  } catch {
    return false;
  }
}
