/** What stands in for the parts of the document's examples that exist only at its authors': images, credentials, storage. */

import { dirname } from "node:path";
import type { KubeObject } from "../../kernel/object.ts";
import type { Cluster } from "../cluster/cluster.ts";

/** The images of the document; here busybox answers to these names. */
export const agentImages = [
  "ghcr.io/myorg/claude-agent:v1.2.3",
  "ghcr.io/myorg/claude-agent:latest",
  "ghcr.io/myorg/gemini-agent:latest",
];

const additions = ["imagePullPolicy: Never", "command: [printenv, TASK_CONTEXTS]"];

/**
 * An example with an agent that prints its contexts: below each `image:` two lines are added, and nothing is changed.
 * There is no registry to pull `latest` from, and busybox does nothing without a command.
 */
export function withAgent(example: string): string {
  return example.replace(
    /^( *)image: .*$/gm,
    (line, indent) => [line, ...additions.map((added) => indent + added)].join("\n"),
  );
}

/** Everything the document's templates expect in their namespace. Creating it again is harmless. */
export async function setUpWorkspace(cluster: Cluster, namespace: string): Promise<void> {
  await cluster.kubectl("delete", "persistentvolume", `workspace-of-${namespace}`, "--ignore-not-found");
  await cluster.kubectlWith(workspaceSetup(cluster, namespace), "apply", "--namespace", namespace, "-f", "-");
}

/** The document's `workspace-setup.yaml`. */
export function workspaceSetup({ kubeconfig }: Cluster, namespace: string): string {
  const items = [
    volume(namespace, `${dirname(kubeconfig)}/workspace/${namespace}`),
    claim(namespace),
    serviceAccount("kubetask-agent"),
    serviceAccount("gemini-agent"),
    secret("claude-credentials"),
    secret("gemini-credentials"),
  ];
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

type Manifest = KubeObject & Record<string, unknown>;

const size = "1Gi";

function volume(namespace: string, path: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `workspace-of-${namespace}` },
    spec: {
      capacity: { storage: size },
      accessModes: ["ReadWriteMany"],
      storageClassName: "",
      claimRef: { namespace, name: "kubetask-workspace" },
      hostPath: { path, type: "DirectoryOrCreate" },
    },
  };
}

function claim(namespace: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "kubetask-workspace" },
    spec: {
      accessModes: ["ReadWriteMany"],
      storageClassName: "",
      volumeName: `workspace-of-${namespace}`,
      resources: { requests: { storage: size } },
    },
  };
}

function serviceAccount(name: string): Manifest {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name } };
}

function secret(name: string): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name }, stringData: { "api-key": "not-a-key" } };
}
