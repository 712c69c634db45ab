/** etcd, kube-apiserver, kube-controller-manager and, where pods run, kube-scheduler. */

import { type CertificateRequest, issue, writeKubeconfig } from "./certificates.ts";
import { run } from "./command.ts";
import type { Network } from "./network.ts";
import { start, waitReady } from "./processes.ts";

export interface ControlPlane {
  server: string;
  /** As system:masters. */
  kubeconfig: string;
  certificates: string;
}

export interface ControlPlaneOptions {
  folder: string;
  bin: string;
  network: Network;
  /** Whether pods get assigned to nodes. */
  schedules: boolean;
  /** Certificates that the nodes need. */
  nodes: readonly CertificateRequest[];
  signal?: AbortSignal;
}

/** Counting requests by user agent is what the log is for, so each is logged once, without its content. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [{ level: "Metadata" }],
};

/** Starts on an empty etcd and returns when the API answers and a pod could be created. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { folder, bin, network, schedules, signal } = options;
  const certificates = `${folder}/certificates`;
  const server = `https://${network.address}:${network.ports.apiserver}`;

  await issue(bin, certificates, [
    { name: "apiserver", commonName: "kube-apiserver", hosts: serverNames(network) },
    { name: "admin", commonName: "kubetask-admin", organization: ["system:masters"] },
    { name: "controller-manager", commonName: "system:kube-controller-manager" },
    { name: "scheduler", commonName: "system:kube-scheduler" },
    { name: "service-account", commonName: "service-account" },
    ...options.nodes,
  ]);
  const kubeconfigOf = async (name: string) => {
    const path = `${folder}/${name}.kubeconfig`;
    await writeKubeconfig(path, { server, certificates, name });
    return path;
  };
  const kubeconfig = await kubeconfigOf("admin");
  await Deno.writeTextFile(`${folder}/audit-policy.json`, JSON.stringify(auditPolicy));

  await start(folder, "etcd", [...network.enter, `${bin}/etcd`, ...etcdFlags(folder, network)]);
  await start(folder, "kube-apiserver", [
    ...network.enter,
    `${bin}/kube-apiserver`,
    ...apiserverFlags(folder, certificates, network),
  ]);
  await waitReady(folder, "kube-apiserver", () => answers([`${bin}/kubectl`, "get", "--raw", "/readyz"]), signal);

  await start(folder, "kube-controller-manager", [
    ...network.enter,
    `${bin}/kube-controller-manager`,
    `--kubeconfig=${await kubeconfigOf("controller-manager")}`,
    `--service-account-private-key-file=${certificates}/service-account.key`,
    `--root-ca-file=${certificates}/ca.crt`,
    "--use-service-account-credentials",
    "--leader-elect=false",
    "--secure-port=0",
  ]);
  if (schedules) {
    await start(folder, "kube-scheduler", [
      ...network.enter,
      `${bin}/kube-scheduler`,
      `--kubeconfig=${await kubeconfigOf("scheduler")}`,
      "--leader-elect=false",
      "--secure-port=0",
    ]);
  }
  // Without its service account a pod is refused.
  const serviceAccount = [`${bin}/kubectl`, "get", "serviceaccount", "default", "--namespace=default"];
  await waitReady(folder, "kube-controller-manager", () => answers(serviceAccount), signal);
  return { server, kubeconfig, certificates };

  async function answers(command: readonly string[]): Promise<boolean> {
    try {
      await run([...command, "--kubeconfig", kubeconfig], { env: { KUBECACHEDIR: `${folder}/kubectl-cache` }, signal });
      return true;
    } catch {
      signal?.throwIfAborted();
      return false;
    }
  }
}

function serverNames(network: Network): string[] {
  return [network.address, "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "10.96.0.1"];
}

function etcdFlags(folder: string, { ports }: Network): string[] {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    "--unsafe-no-fsync",
    "--quota-backend-bytes=4294967296",
  ];
}

function apiserverFlags(folder: string, certificates: string, network: Network): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${network.ports.etcd}`,
    `--bind-address=${network.address}`,
    `--advertise-address=${network.address}`,
    `--secure-port=${network.ports.apiserver}`,
    // A loopback address is no endpoint that the Service "kubernetes" could have.
    `--endpoint-reconciler-type=${network.isLoopback ? "none" : "lease"}`,
    "--service-cluster-ip-range=10.96.0.0/16",
    `--tls-cert-file=${certificates}/apiserver.crt`,
    `--tls-private-key-file=${certificates}/apiserver.key`,
    `--client-ca-file=${certificates}/ca.crt`,
    `--kubelet-client-certificate=${certificates}/admin.crt`,
    `--kubelet-client-key=${certificates}/admin.key`,
    "--kubelet-preferred-address-types=InternalIP",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-signing-key-file=${certificates}/service-account.key`,
    `--service-account-key-file=${certificates}/service-account.crt`,
    "--authorization-mode=Node,RBAC",
    // The latter asks whoever names an owner for its right to; some distributions have it on.
    "--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement",
    "--allow-privileged",
    `--audit-policy-file=${folder}/audit-policy.json`,
    `--audit-log-path=${auditLogOf(folder)}`,
    // In MiB. After 100 of them it would go on in another file, where nobody reads.
    "--audit-log-maxsize=10000",
  ];
}

export function auditLogOf(folder: string): string {
  return `${folder}/audit.log`;
}
