/** Proxies before a cluster's API server, and the certificates that they show. */

import { issue } from "../cluster/certificates.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { FaultProxy } from "./proxy.ts";

/** With the authority that issued it, which issued no other. All as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** For a server on 127.0.0.1. */
export async function aCertificate({ bin }: Pick<Cluster, "bin">): Promise<Certificate> {
  const folder = await Deno.makeTempDir({ prefix: "kubetask-proxy-" });
  try {
    await issue(bin, folder, [{ name: "proxy", commonName: "proxy", hosts: ["127.0.0.1"] }]);
    const read = (file: string) => Deno.readTextFile(`${folder}/${file}`);
    return { cert: await read("proxy.crt"), key: await read("proxy.key"), ca: await read("ca.crt") };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** One that lets everything pass until it is given hooks. */
export async function openGate(
  { server, caFile }: Pick<Cluster, "server" | "caFile">,
  { cert, key }: Certificate,
): Promise<FaultProxy> {
  const { hostname, port } = new URL(server);
  const upstream = { hostname, port: Number(port), ca: await Deno.readTextFile(caFile) };
  return await FaultProxy.start({ upstream, cert, key });
}
