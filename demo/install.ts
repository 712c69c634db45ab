/** Teaches a cluster KubeTask's kinds, as an administrator would. */

export interface Kubectl {
  /** Runs kubectl and returns what it printed; throws with its error output. */
  kubectl(...args: string[]): Promise<string>;
  /** The same with text for its standard input. */
  kubectlWith(stdin: string, ...args: string[]): Promise<string>;
}

const deploy = new URL("../deploy", import.meta.url).pathname;
export const crdFile = `${deploy}/crds.yaml`;

/** Returns when objects of our kinds can be created. Harmless to repeat. `label`: a mark (`key=value`) for the CRDs. */
export async function installCrds({ kubectl, kubectlWith }: Kubectl, label?: string): Promise<void> {
  const manifest = label === undefined
    ? await Deno.readTextFile(crdFile)
    : await kubectl("label", "--local", "--filename", crdFile, "--output=json", label);
  await kubectlWith(manifest, "apply", "--server-side", "--force-conflicts", "--filename=-");
  await kubectl("wait", "--for=condition=Established", "--timeout=60s", "--filename", crdFile);
}

/** The operator's account and what it may do. */
export async function installRbac({ kubectl }: Kubectl): Promise<void> {
  await kubectl("apply", "--server-side", "--force-conflicts", "--filename", `${deploy}/rbac.yaml`);
}

/** What the operator needs to read results from pods, for namespaces that let their agents tell them. */
export async function installPodResults({ kubectl }: Kubectl): Promise<void> {
  await kubectl("apply", "--server-side", "--force-conflicts", "--kustomize", `${deploy}/kustomize/pods`);
}
