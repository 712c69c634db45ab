/** Removes the cgroups of containers, which stay when a container's runtime was killed before it could. */

import { waitUntil } from "./processes.ts";

const root = "/sys/fs/cgroup";
/** Where containerd puts containers whose pod asks for no other place. */
const parent = "k8s.io";

/** Removes the cgroups of these containers, whose processes must have ended: one each, or one per controller in version 1. */
export async function removeCgroups(containers: readonly string[]): Promise<void> {
  if (containers.length === 0) return;
  const hierarchies = [
    root,
    ...[...Deno.readDirSync(root)].filter((e) => e.isDirectory).map((e) => `${root}/${e.name}`),
  ];
  for (const hierarchy of hierarchies) {
    for (const container of containers) {
      const cgroup = `${hierarchy}/${parent}/${container}`;
      // The kernel keeps a cgroup for a moment after its last process.
      await waitUntil(`${cgroup} is removed`, 10, () => isGoneAfterRemoving(cgroup));
    }
    // Others may have theirs in it: then it is not empty and stays.
    await isGoneAfterRemoving(`${hierarchy}/${parent}`);
  }
}

/** What looks like files in it belongs to the kernel and goes with it. */
async function isGoneAfterRemoving(cgroup: string): Promise<boolean> {
  try {
    await Deno.remove(cgroup);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    // Deno has no class for this one.
    if (error instanceof Error && "code" in error && error.code === "EBUSY") return false;
    throw error;
  }
}
