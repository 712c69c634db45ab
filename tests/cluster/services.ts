/** What a pod needs to reach the API server by its name: the Service `kubernetes`, and a server for that name. */

import { run } from "./command.ts";
import type { Network } from "./network.ts";
import { start, waitReady } from "./processes.ts";

/** As the API server and the kubelet of this cluster know them. */
const apiServer = "10.96.0.1";
const nameServer = "10.96.0.10";

export interface ServicesOptions {
  folder: string;
  network: Network;
  signal?: AbortSignal;
}

/** Two rules in place of kube-proxy, a few lines in place of CoreDNS: no other Service has an address that answers. */
export async function startServices({ folder, network, signal }: ServicesOptions): Promise<void> {
  const { address, ports } = network;
  await redirect(network, "tcp", `${apiServer}:443`, `${address}:${ports.apiserver}`);
  await redirect(network, "udp", `${nameServer}:53`, `${address}:53`);
  await start(folder, "names", [
    ...network.enter,
    Deno.execPath(),
    "run",
    "--no-prompt",
    "--allow-net",
    new URL("names.ts", import.meta.url).pathname,
    address,
    apiServer,
  ]);
  const log = `${folder}/logs/names.log`;
  await waitReady(folder, "names", async () => (await Deno.readTextFile(log)).includes("listens"), signal);
}

async function redirect({ enter }: Network, protocol: "tcp" | "udp", from: string, to: string): Promise<void> {
  const [host, port] = from.split(":");
  const rule = ["--destination", host!, "--protocol", protocol, "--dport", port!, "--jump", "DNAT", "--to", to];
  await run([...enter, "iptables", "--table=nat", "--append=PREROUTING", ...rule]);
}
