/** What the operator may do as a process: the one source of Deno's flags for bundle, image, executable and demo. */

export interface Reach {
  /** Host and port of the API server, as they stand in the URL that is dialled: Deno compares strings. */
  readonly server: string;
  /** Folder with the service account's `token` and `ca.crt`. */
  readonly credentials: string;
  /** Address and port where it serves metrics and health, if it does. */
  readonly listen?: string;
}

/** Where a pod finds its API server. Not the address in KUBERNETES_SERVICE_HOST, which differs from cluster to cluster. */
export const inPod = {
  server: "kubernetes.default.svc:443",
  credentials: "/var/run/secrets/kubernetes.io/serviceaccount",
  listen: "0.0.0.0:8080",
} satisfies Reach;

/** The environment that the operator reads: the image of the built-in agent template. */
export const agentImageVariable = "KUBETASK_AGENT_IMAGE";

/**
 * Garbage is collected every 4 MiB in place of 16, and all of it once there is half as much again as was needed: by V8's own measure a
 * process that watches 10,000 Jobs takes 165 to 180 MiB in place of 115 to 125, and is no faster.
 */
const smallHeap = ["--max-semi-space-size=4", "--heap-growing-percent=50"];

/** Flags for `deno run`: nothing but the API server, its own port, the credentials and one variable, and no code made from strings. */
export function permissionFlags({ server, credentials, listen }: Reach): string[] {
  return [
    "--no-prompt",
    "--no-remote",
    "--cached-only",
    "--ignore-env",
    `--allow-env=${agentImageVariable}`,
    // Not the folder: Deno would follow a link in it, wherever it leads.
    `--allow-read=${credentials}/token,${credentials}/ca.crt`,
    `--allow-net=${listen ? `${server},${listen}` : server}`,
    `--v8-flags=${["--disallow-code-generation-from-strings", ...smallHeap].join(",")}`,
  ];
}
