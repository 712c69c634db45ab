/** Looks for what a cluster may have left on this machine, by other means than those that clean up. */

import { basename } from "node:path";
import { entriesOf } from "./folders.ts";

/** A line for each thing that bears the cluster's folder or name. Empty when it left nothing but logs. */
export async function tracesOf(kubeconfig: string): Promise<string[]> {
  const folder = kubeconfig.slice(0, kubeconfig.lastIndexOf("/"));
  const id = `kubetask-${basename(folder)}-`;
  const found = {
    process: commandLines().filter((line) => line.includes(folder)),
    mount: (await Deno.readTextFile("/proc/self/mountinfo")).split("\n").filter((line) =>
      line.includes(folder) || line.includes(id)
    ),
    namespace: (await entriesOf("/run/netns")).filter((name) => name.startsWith(id)),
    socket: (await entriesOf("/run")).filter((name) => name.startsWith(id)),
    file: (await entriesOf(folder)).filter((name) => name !== "logs" && name !== "audit.log"),
  };
  return Object.entries(found).flatMap(([kind, names]) => names.map((name) => `${kind}: ${name}`));
}

/** The command line of each process on this machine. */
export function commandLines(): string[] {
  return [...Deno.readDirSync("/proc")].filter(({ name }) => /^\d+$/.test(name)).map(({ name }) => {
    try {
      return Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0").join(" ").trim();
    } catch {
      // It has just ended.
      return "";
    }
  });
}
