/** Installs and uninstalls KubeTask as docs/install.md says, and starts what its Deployment would. */

import type { V1Deployment } from "@kubernetes/client-node";
import { loadAll } from "js-yaml";
import type { Manifest } from "../../deploy/manifest.ts";
import { serviceAccount } from "../../deploy/rbac.ts";
import type { AsJson } from "../../kernel/object.ts";
import page from "../../docs/install.md" with { type: "text" };
import type { Cluster } from "../cluster/cluster.ts";
import { run } from "../cluster/command.ts";
import { type OperatorProcess, startOperator } from "../operator/operator_process.ts";

export type Variant = "crds" | "default" | "hardened" | "monitoring" | "namespaced" | "pods";
export type Deployment = AsJson<V1Deployment>;

const root = new URL("../..", import.meta.url).pathname;

export function folderOf(variant: Variant): string {
  return `${root}deploy/kustomize/${variant}`;
}

/** The objects of a kustomization. */
export async function built({ kubectl }: Pick<Cluster, "kubectl">, variant: Variant): Promise<Manifest[]> {
  return loadAll(await kubectl("kustomize", folderOf(variant))) as Manifest[];
}

/** Runs the commands of docs/install.md in the block below this mark, as the cluster's administrator. */
export async function follow({ bin, kubeconfig }: Pick<Cluster, "bin" | "kubeconfig">, mark: string): Promise<string> {
  const commands = new RegExp(`<!-- tested: ${mark} -->\\n+\`\`\`\\n(.*?)\`\`\``, "s").exec(page)?.[1];
  if (commands === undefined) throw new Error(`Cannot find "${mark}" in docs/install.md`);
  const env = { KUBECONFIG: kubeconfig, PATH: `${bin}:${Deno.env.get("PATH")}` };
  return await run(["sh", "-euc", commands], { cwd: root, env });
}

/** The operator as a pod of the Deployment in this namespace would run it, on this machine. */
export async function startInstalled(cluster: Cluster, namespace: string): Promise<OperatorProcess> {
  const json = await cluster.kubectl(
    "get",
    "deployment",
    "kubetask-operator",
    "--namespace",
    namespace,
    "--output=json",
  );
  const { spec } = JSON.parse(json) as Deployment;
  const options = spec?.template.spec?.containers[0]?.args?.map((arg) => {
    return arg.replace("$(POD_NAME)", crypto.randomUUID()).replace("$(POD_NAMESPACE)", namespace);
  });
  const tokenFor = () => cluster.tokenFor(namespace, serviceAccount);
  return await startOperator({ ...cluster, tokenFor }, { options });
}
