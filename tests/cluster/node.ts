/** A real node: kubelet and containerd, in the cluster's network namespace and in a mount namespace of their own. */

import { type CertificateRequest, writeKubeconfig } from "./certificates.ts";
import { removeCgroups } from "./cgroups.ts";
import { run } from "./command.ts";
import { entriesOf, removeTree } from "./folders.ts";
import { pauseImage, writeBusyboxImage, writePauseImage } from "./images.ts";
import type { Network } from "./network.ts";
import { networkPlugins } from "./packages.ts";
import { layersOf, running, start, waitReady } from "./processes.ts";
import { startServices } from "./services.ts";

const nodeName = "node-1";

export const nodeCertificate: CertificateRequest = {
  name: "node",
  commonName: `system:node:${nodeName}`,
  organization: ["system:nodes"],
};

export interface NodeOptions {
  folder: string;
  /** Names the node's folder under /run. */
  id: string;
  bin: string;
  server: string;
  network: Network;
  /** Further names of the busybox image. */
  images: readonly string[];
  kubectl: (...args: string[]) => Promise<string>;
  signal?: AbortSignal;
}

/** Removes what a node leaves outside of its folder. Its processes must have ended. */
export async function cleanAfterNode(id: string): Promise<void> {
  const containers = await entriesOf(`${runFolderOf(id)}/containerd/io.containerd.runtime.v2.task/k8s.io`);
  await removeCgroups(containers);
  await removeTree(runFolderOf(id));
}

/** Where the sockets are, whose paths must be short. */
function runFolderOf(id: string): string {
  return `/run/${id}`;
}

/** Returns when the node is ready and has its images. */
export async function startNode(options: NodeOptions): Promise<void> {
  const { folder, id, bin, network, kubectl, signal } = options;
  await startContainerd(options);
  await importImages(options);
  await startServices(options);

  const kubeconfig = `${folder}/kubelet.kubeconfig`;
  const certificates = `${folder}/certificates`;
  await writeKubeconfig(kubeconfig, { server: options.server, certificates, name: nodeCertificate.name });
  await Deno.writeTextFile(`${folder}/kubelet.json`, JSON.stringify(kubeletConfig(folder, id), null, 2));
  const containerd = (await running(folder)).containerd;
  await start(folder, "kubelet", [
    "nsenter",
    `--net=/proc/${containerd}/ns/net`,
    `--mount=/proc/${containerd}/ns/mnt`,
    "--",
    `${bin}/kubelet`,
    `--config=${folder}/kubelet.json`,
    `--kubeconfig=${kubeconfig}`,
    `--root-dir=${folder}/kubelet`,
    `--cert-dir=${folder}/kubelet/pki`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${network.address}`,
  ]);
  const condition = `jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}`;
  await waitReady(folder, "kubelet", async () => await kubectl("get", "nodes", "-o", condition) === "True", signal);
}

/**
 * Places on the host where containerd, its plugins and kubelet insist on writing. In the node's mount namespace they are
 * empty and its own, so nothing is left on the host, and a container runtime that lives there is not disturbed.
 */
const hiddenFolders = ["/run/containerd", "/var/lib/cni", "/var/lib/kubelet", "/var/log/containers"];

/** The mounts of pods and containers end with the last process that sees them, however it ends. */
const inOwnMounts = `
for folder in ${hiddenFolders.join(" ")}; do
  mkdir -p "$folder" && mount -t tmpfs kubetask "$folder" || exit 1
done
mount --make-rshared / && exec "$@"`;

async function startContainerd({ folder, id, network, signal }: NodeOptions): Promise<void> {
  const sockets = runFolderOf(id);
  await Deno.mkdir(sockets, { recursive: true, mode: 0o700 });
  await Deno.mkdir(`${folder}/cni`);
  await Deno.writeTextFile(`${folder}/cni/10-bridge.conflist`, JSON.stringify(podNetwork));
  await Deno.writeTextFile(
    `${folder}/containerd.toml`,
    containerdConfig(folder, sockets, await snapshotterFor(folder)),
  );
  await start(folder, "containerd", [
    ...network.enter,
    "unshare",
    "--mount",
    "--propagation=private",
    "sh",
    "-c",
    inOwnMounts,
    "sh",
    "containerd",
    `--config=${folder}/containerd.toml`,
  ]);
  await waitReady(folder, "containerd", () => answers(), signal);

  async function answers(): Promise<boolean> {
    try {
      await run(ctr(id, "version"), { signal });
      return true;
    } catch {
      signal?.throwIfAborted();
      return false;
    }
  }
}

async function importImages({ folder, id, bin, images, signal }: NodeOptions): Promise<void> {
  const archives = [`${folder}/pause.tar`, `${folder}/busybox.tar`] as const;
  await writePauseImage(archives[0], bin);
  await writeBusyboxImage(archives[1], images);
  for (const archive of archives) await importImage(id, archive, signal);
}

/** Gives the node of a running cluster another image, from an archive of `docker save`. */
export async function importImage(id: string, archive: string, signal?: AbortSignal): Promise<void> {
  await run(ctr(id, "images", "import", archive), { signal });
}

function ctr(id: string, ...args: string[]): string[] {
  return ["ctr", `--address=${runFolderOf(id)}/containerd.sock`, "--namespace=k8s.io", ...args];
}

/** An overlay on an overlay (this machine is a container itself) is refused by the kernel: there, layers are copied. */
async function snapshotterFor(folder: string): Promise<"overlayfs" | "native"> {
  const fileSystem = (await run(["stat", "--file-system", "--format=%T", folder])).trim();
  return fileSystem === "overlayfs" ? "native" : "overlayfs";
}

function containerdConfig(folder: string, sockets: string, snapshotter: string): string {
  return `
version = 2
root = "${layersOf(folder)}"
state = "${sockets}/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.internal.v1.restart"]
[grpc]
  address = "${sockets}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  netns_mounts_under_state_dir = true
  # Root in a container may lack the right to protect a process from the out-of-memory killer.
  restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "${networkPlugins}"
  conf_dir = "${folder}/cni"
[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = "${snapshotter}"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  SystemdCgroup = false
  Root = "${sockets}/runc"
`;
}

const podNetwork = {
  cniVersion: "1.0.0",
  name: "kubetask",
  plugins: [
    {
      type: "bridge",
      bridge: "pods",
      isGateway: true,
      ipam: { type: "host-local", ranges: [[{ subnet: "10.244.0.0/24" }]], routes: [{ dst: "0.0.0.0/0" }] },
    },
    { type: "portmap", capabilities: { portMappings: true } },
  ],
};

function kubeletConfig(folder: string, id: string) {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    containerRuntimeEndpoint: `unix://${runFolderOf(id)}/containerd.sock`,
    podLogsDir: `${folder}/pod-logs`,
    volumePluginDir: `${folder}/kubelet/plugins`,
    authentication: { anonymous: { enabled: false }, x509: { clientCAFile: `${folder}/certificates/ca.crt` } },
    authorization: { mode: "Webhook" },
    clusterDomain: "cluster.local",
    clusterDNS: ["10.96.0.10"],
    // The machine is shared with others, so its limits and its fullness are not the node's business.
    cgroupDriver: "cgroupfs",
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    imageGCHighThresholdPercent: 100,
    evictionHard: { "nodefs.available": "0%", "nodefs.inodesFree": "0%", "imagefs.available": "0%" },
    // Short-lived pods in tests: see their end soon.
    syncFrequency: "5s",
    registryPullQPS: 0,
    eventRecordQPS: 0,
  };
}
