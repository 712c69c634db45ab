/**
 * Who may talk to the cluster: certificates, and the kubeconfig files that carry them.
 *
 * Signed by a few lines of Go (`go/tools/certificates`): Node's crypto cannot sign X.509, openssl may be missing, and Go
 * is needed here anyway, so this takes no further dependency.
 */

import { run } from "./command.ts";

export interface CertificateRequest {
  /** File name: `<name>.crt` and `<name>.key`. */
  name: string;
  /** Who Kubernetes takes the bearer for. */
  commonName: string;
  /** The groups of the bearer. */
  organization?: readonly string[];
  /** Host names and addresses the bearer may serve under. */
  hosts?: readonly string[];
}

/** Writes a new authority (`ca.crt`, `ca.key`) and the certificates it signs into `folder`. */
export async function issue(bin: string, folder: string, requests: readonly CertificateRequest[]): Promise<void> {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await run([`${bin}/certificates`, folder], { stdin: JSON.stringify(requests) });
}

/** Writes a self-contained kubeconfig with which one connects as the bearer of certificate `name`. */
export async function writeKubeconfig(
  path: string,
  { server, certificates, name }: { server: string; certificates: string; name: string },
): Promise<void> {
  const base64 = async (file: string) => btoa(await Deno.readTextFile(`${certificates}/${file}`));
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "kubetask",
    contexts: [{ name: "kubetask", context: { cluster: "kubetask", user: name } }],
    clusters: [{ name: "kubetask", cluster: { server, "certificate-authority-data": await base64("ca.crt") } }],
    users: [{
      name,
      user: {
        "client-certificate-data": await base64(`${name}.crt`),
        "client-key-data": await base64(`${name}.key`),
      },
    }],
  };
  await Deno.writeTextFile(path, JSON.stringify(config, null, 2), { mode: 0o600 });
}
