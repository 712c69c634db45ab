/** A real Kubernetes on this machine, for tests and for trying things out: start it, stop it, find a running one. */

import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { binaryFolder, build, duration, missingPrograms, type Program } from "./binaries.ts";
import { run } from "./command.ts";
import { auditLogOf, startControlPlane } from "./control_plane.ts";
import { entriesOf, removeTree } from "./folders.ts";
import { startKwok } from "./kwok.ts";
import { createNamespace, loopback, removeNamespace } from "./network.ts";
import { cleanAfterNode, importImage, nodeCertificate, startNode } from "./node.ts";
import { claim } from "./owner.ts";
import { installPackages, missingPackages } from "./packages.ts";
import { endAll, running } from "./processes.ts";

export interface ClusterOptions {
  /** Several clusters may run at once under different names: lower-case letters, digits and dashes. */
  name: string;
  /**
   * `real`: a kubelet and containerd run the pods (needs root). `kwok`: pods are played and end by themselves.
   * `none`: a control plane without a scheduler, so pods stay Pending.
   */
  node: "none" | "real" | "kwok";
  /** Names under which an image with nothing but busybox is there, beside `kubetask.io/busybox:1`. For `real`. */
  images?: readonly string[];
  /** Told what is going on, a line at a time, for a person. */
  say?: (line: string) => void;
  /** When it fires, what was started is cleaned up and its reason is thrown. */
  signal?: AbortSignal;
}

export interface Cluster {
  /** Path of a kubeconfig of system:masters. */
  kubeconfig: string;
  /** Folder with the kubectl that fits the server. */
  bin: string;
  /** `https://host:port`. */
  server: string;
  /** Path of the certificate of the authority that signed the server's. */
  caFile: string;
  /** Path of the API server's log of requests: a JSON line each, metadata only. */
  auditLog: string;
  /** Runs kubectl and returns what it printed; throws with its error output. */
  kubectl(...args: string[]): Promise<string>;
  /** The same with text for its standard input. */
  kubectlWith(stdin: string, ...args: string[]): Promise<string>;
  /** Gives a real node an image, from an archive as `docker save` writes it. */
  importImage(archive: string): Promise<void>;
  /** A token of the service account, good for an hour. */
  tokenFor(namespace: string, serviceAccount: string): Promise<string>;
  /** The cluster's programs that ran when this was made, by name. */
  pids: Record<string, number>;
  /** Ends it and leaves nothing but its logs. */
  stop(): Promise<void>;
}

/** What a later process needs to know of a cluster. Written last, so it is there only when all is well. */
interface Started {
  server: string;
  bin: string;
}

/** What `startCluster` will do to this machine before it starts, a line each; empty if all is there. */
export async function preparations(node: ClusterOptions["node"]): Promise<string[]> {
  const lines: string[] = [];
  const packages = node === "real" ? await missingPackages() : [];
  if (packages.length > 0) lines.push(`installs Debian packages: ${packages.join(", ")}`);
  const { programs, seconds } = await missingPrograms(programsOf(node));
  if (programs.length === 0) return lines;
  const where = `about ${duration(seconds)} on two cores, kept in ${fromHome(dirname(await binaryFolder()))}`;
  return [...lines, `builds with Go: ${programs.join(", ")}`, `  (${where})`];
}

/**
 * Starts a cluster on empty storage and returns when pods can be created. What an earlier cluster of this name left
 * behind, running or broken, is ended first; one that another living process started is left alone and this throws.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { name, node, images = [], say = () => {}, signal } = options;
  const place = placeOf(name);
  if (node === "real" && !isRoot()) throw new Error('Cannot start a real node without root: use node "kwok"');
  await Deno.mkdir(clusters, { recursive: true });
  await claim(place.owner);
  try {
    const bin = await build(programsOf(node), say, signal);
    if (node === "real") await installPackages(say, signal);
    await clean(place);
    await Deno.mkdir(place.folder, { mode: 0o700 });

    say(`Starting cluster ${name} ...`);
    const network = node === "real" ? await createNamespace(place.id, signal) : loopback();
    const schedules = node !== "none";
    const nodes = node === "real" ? [nodeCertificate] : [];
    const { server } = await startControlPlane({ folder: place.folder, bin, network, schedules, nodes, signal });
    const started = { server, bin };
    const { kubeconfig, kubectl, kubectlWith } = await handle(name, started);
    if (node === "real") await startNode({ ...place, bin, server, network, images, kubectl, signal });
    if (node === "kwok") await startKwok({ ...place, bin, kubeconfig, kubectl, kubectlWith, signal });
    await Deno.writeTextFile(`${place.folder}/cluster.json`, JSON.stringify(started));
    signal?.throwIfAborted();
    return await handle(name, started);
  } catch (error) {
    await stopCluster(name);
    throw error;
  }
}

/** Ends the cluster of this name, whoever started it and in whatever state it is. Its logs stay. */
export async function stopCluster(name: string): Promise<void> {
  const place = placeOf(name);
  await clean(place, ["logs", "audit.log"]);
  await removeTree(place.owner);
}

/** The cluster of this name if it is running. Ending it remains its starter's business, or `cluster down`'s. */
export async function attachCluster(name: string): Promise<Cluster | undefined> {
  const { folder } = placeOf(name);
  if ((await running(folder))["kube-apiserver"] === undefined) return undefined;
  try {
    // Written by startCluster.
    return await handle(name, JSON.parse(await Deno.readTextFile(`${folder}/cluster.json`)) as Started);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

interface Place {
  /** Everything the cluster keeps, and the mark by which its processes are known. */
  folder: string;
  /** Unique on this machine: names its network namespace and its folder under /run. */
  id: string;
  owner: string;
}

const clusters = `${import.meta.dirname}/../../.cluster`;

function placeOf(name: string): Place {
  if (!/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/.test(name)) {
    throw new Error(`Cannot name a cluster "${name}": at most 20 lower-case letters, digits and dashes`);
  }
  const folder = resolve(clusters, name);
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 8);
  return { folder, id: `kubetask-${name}-${hash}`, owner: `${folder}.owner` };
}

function fromHome(path: string): string {
  const home = Deno.env.get("HOME");
  return home && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function programsOf(node: ClusterOptions["node"]): Program[] {
  const programs: Program[] = ["certificates", "etcd", "kube-apiserver", "kube-controller-manager", "kubectl"];
  switch (node) {
    case "none":
      return programs;
    case "kwok":
      return [...programs, "kube-scheduler", "kwok"];
    case "real":
      return [...programs, "kube-scheduler", "kubelet", "pause"];
  }
}

async function handle(name: string, { server, bin }: Started): Promise<Cluster> {
  const { folder, id } = placeOf(name);
  const kubeconfig = `${folder}/admin.kubeconfig`;
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: `${folder}/kubectl-cache` };
  const kubectl = (...args: string[]) => run([`${bin}/kubectl`, ...args], { env });
  return {
    kubeconfig,
    bin,
    server,
    caFile: `${folder}/certificates/ca.crt`,
    auditLog: auditLogOf(folder),
    kubectl,
    kubectlWith: (stdin, ...args) => run([`${bin}/kubectl`, ...args], { env, stdin }),
    importImage: (archive) => importImage(id, archive),
    tokenFor: async (namespace, serviceAccount) =>
      (await kubectl("create", "token", serviceAccount, "--namespace", namespace)).trim(),
    pids: await running(folder),
    stop: () => stopCluster(name),
  };
}

/** Ends and removes everything of a cluster but the files named in `keep`. Each step copes with what is not there. */
async function clean({ folder, id }: Place, keep: readonly string[] = []): Promise<void> {
  await endAll(folder);
  if (isRoot()) {
    await cleanAfterNode(id);
    await removeNamespace(id);
  }
  if (keep.length === 0) return await removeTree(folder);
  for (const entry of await entriesOf(folder)) if (!keep.includes(entry)) await removeTree(`${folder}/${entry}`);
}

function isRoot(): boolean {
  return Deno.uid() === 0;
}
