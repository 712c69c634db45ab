/** One program of a running cluster, killed and started again, or once more beside itself. */

import { dirname } from "node:path";
import type { Cluster } from "../../cluster/cluster.ts";
import { kill, running, start, waitUntil } from "../../cluster/processes.ts";

export class Program {
  private constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly command: readonly string[],
  ) {}

  /** As it runs now. */
  static async of(cluster: Cluster, name: "etcd" | "kube-apiserver" | "kube-controller-manager"): Promise<Program> {
    const folder = dirname(cluster.kubeconfig);
    const { [name]: pid } = await running(folder);
    if (pid === undefined) throw new Error(`Cannot find ${name}: it does not run`);
    const command = (await Deno.readTextFile(`/proc/${pid}/cmdline`)).split("\0").slice(0, -1);
    return new Program(folder, name, command);
  }

  /** Another program, not started yet, that differs in these flags. */
  beside(name: string, flags: Readonly<Record<string, string>>): Program {
    const command = this.command.filter((word) => !Object.keys(flags).some((flag) => word.startsWith(`${flag}=`)));
    return new Program(this.folder, name, [...command, ...Object.entries(flags).map((pair) => pair.join("="))]);
  }

  /** What it was told by a flag such as `--data-dir`. */
  flag(name: string): string {
    const word = this.command.find((word) => word.startsWith(`${name}=`));
    if (word === undefined) throw new Error(`Cannot tell ${name} of ${this.name}: it was not given`);
    return word.slice(name.length + 1);
  }

  /** Without any warning; returns when it is gone. */
  async kill(): Promise<void> {
    const pidNow = async () => (await running(this.folder))[this.name];
    const pid = await pidNow();
    if (pid !== undefined) kill(pid);
    await waitUntil(`${this.name} is gone`, 30, async () => await pidNow() === undefined);
  }

  /** Returns when it runs, which is some time before it works. */
  start(): Promise<void> {
    return start(this.folder, this.name, this.command);
  }
}
