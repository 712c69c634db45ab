/** Where a cluster listens: on free ports of the loopback address, or in a network namespace of its own. */

import { run } from "./command.ts";
import { entriesOf } from "./folders.ts";

export interface Network {
  address: string;
  isLoopback: boolean;
  ports: { apiserver: number; etcd: number; etcdPeer: number };
  /** Put before a command, runs it in this network. */
  enter: readonly string[];
}

/** Needs no privileges. Pods of a real node would not reach it. */
export function loopback(): Network {
  const [apiserver, etcd, etcdPeer] = freePorts();
  return { address: "127.0.0.1", isLoopback: true, ports: { apiserver, etcd, etcdPeer }, enter: [] };
}

/**
 * Creates the network namespace `id`, joined to the host by a pair of addresses that nobody uses. Needs root.
 * The range is the one of RFC 2544, which is for tests and never routed.
 */
export async function createNamespace(id: string, signal?: AbortSignal): Promise<Network> {
  const slot = await freeSlot(parseInt(id.slice(-7), 16));
  const [host, address] = [addressOf(slot, 1), addressOf(slot, 2)];
  const link = linkOf(id);
  const enter = ["nsenter", `--net=/run/netns/${id}`, "--"];
  for (
    const command of [
      ["ip", "netns", "add", id],
      ["ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", id],
      ["ip", "address", "add", `${host}/30`, "dev", link],
      ["ip", "link", "set", link, "up"],
      [...enter, "ip", "link", "set", "lo", "up"],
      [...enter, "ip", "address", "add", `${address}/30`, "dev", "eth0"],
      [...enter, "ip", "link", "set", "eth0", "up"],
      [...enter, "ip", "route", "add", "default", "via", host],
    ]
  ) await run(command, { signal });
  return { address, isLoopback: false, ports: { apiserver: 6443, etcd: 2379, etcdPeer: 2380 }, enter };
}

/** Removes the namespace and its link to the host, or what there is of them. Its processes must have ended. */
export async function removeNamespace(id: string): Promise<void> {
  if ((await entriesOf("/sys/class/net")).includes(linkOf(id))) await run(["ip", "link", "delete", linkOf(id)]);
  if ((await entriesOf("/run/netns")).includes(id)) await run(["ip", "netns", "delete", id]);
}

/** At most 15 characters: the end of the id, which tells clusters of different checkouts apart. */
function linkOf(id: string): string {
  return `kubetask${id.slice(-7)}`;
}

const firstAddress = (198 << 24 | 18 << 16) >>> 0;
const slots = 2 ** 17 / 4;

function addressOf(slot: number, host: number): string {
  const address = firstAddress + slot * 4 + host;
  return [24, 16, 8, 0].map((shift) => address >>> shift & 255).join(".");
}

/** Clusters that start at the same moment begin looking at different places. */
async function freeSlot(seed: number): Promise<number> {
  const interfaces: { addr_info: { local: string }[] }[] = JSON.parse(await run(["ip", "-json", "-4", "address"]));
  const taken = new Set(interfaces.flatMap((link) => link.addr_info.map(({ local }) => local)));
  for (let tried = 0; tried < slots; tried++) {
    const slot = (seed + tried) % slots;
    if (!taken.has(addressOf(slot, 1))) return slot;
  }
  throw new Error("Cannot create a network: every address of 198.18.0.0/15 is in use");
}

function freePorts(): [number, number, number] {
  const listeners = [1, 2, 3].map(() => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  // A TCP listener has a TCP address.
  const [first, second, third] = listeners.map((listener) => (listener.addr as Deno.NetAddr).port);
  for (const listener of listeners) listener.close();
  return [first ?? 0, second ?? 0, third ?? 0];
}
