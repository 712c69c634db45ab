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

const printContexts = 'printf "%s\\n" "$TASK_CONTEXTS"';

/**
 * An example with an agent that runs this script: below each `image:` two lines are added, and nothing is changed.
 * There is no registry to pull `latest` from, and busybox does nothing without a command.
 */
export function withAgent(example: string, script = printContexts): string {
  const additions = ["imagePullPolicy: Never", `command: [sh, -c, ${JSON.stringify(script)}]`];
  return example.replace(
    /^( *)image: .*$/gm,
    (line, indent) => [line, ...additions.map((added) => indent + added)].join("\n"),
  );
}

/** Everything the document's templates expect in their namespace, which must exist. Harmless to repeat. */
export async function setUpWorkspace(cluster: Cluster, namespace: string): Promise<void> {
  await provideVolume(cluster, namespace);
  await cluster.kubectlWith(workspaceSetup(namespace), "apply", "--namespace", namespace, "-f", "-");
  // A pod that comes before its claim is bound would wait for the scheduler's next try, 10 s later.
  const bound = ["--for=jsonpath={.status.phase}=Bound", "persistentvolumeclaim/kubetask-workspace", "--timeout=60s"];
  await cluster.kubectl("wait", "--namespace", namespace, ...bound);
}

/** A volume for the claim `kubetask-workspace` of this namespace, kept among the cluster's files. */
export async function provideVolume({ kubeconfig, kubectl, kubectlWith }: Cluster, namespace: string): Promise<void> {
  const name = volumeOf(namespace);
  await kubectl("delete", "persistentvolume", name, "--ignore-not-found");
  await kubectlWith(
    JSON.stringify(volume(namespace, `${dirname(kubeconfig)}/workspace/${namespace}`)),
    "apply",
    "-f",
    "-",
  );
  // A claim that comes before its volume is known would wait for the next look, 15 s later.
  await kubectl("wait", "--for=jsonpath={.status.phase}=Available", "--timeout=60s", `persistentvolume/${name}`);
}

/** The document's `workspace-setup.yaml`. */
export function workspaceSetup(namespace: string): string {
  const items = [
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

function volumeOf(namespace: string): string {
  return `workspace-of-${namespace}`;
}

function volume(namespace: string, path: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeOf(namespace) },
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
      volumeName: volumeOf(namespace),
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
