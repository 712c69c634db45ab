/** The API server accepts every variant, to the last field, and lets the operator's pods run where it enforces _restricted_. */

import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import install from "../../deploy/install.yaml" with { type: "text" };
import type { Manifest } from "../../deploy/manifest.ts";
import { run } from "../cluster/command.ts";
import { clusterUnderTest } from "../operator/stage.ts";
import { built, type Deployment, folderOf, follow } from "./installed.ts";

const cluster = await clusterUnderTest();
await follow(cluster, "install");

const accept = ["apply", "--server-side", "--force-conflicts", "--dry-run=server", "--validate=strict"];

for (const variant of ["crds", "default", "hardened", "pods"] as const) {
  Deno.test(`the API server accepts ${variant}`, async () => {
    const answer = await cluster.kubectl(...accept, "-k", folderOf(variant));
    assert.equal(linesOf(answer).length, (await built(cluster, variant)).length);
  });
}

Deno.test("the API server accepts namespaced, and nothing of it is outside of the namespace", async () => {
  await cluster.kubectl("create", "namespace", "kubetask");
  try {
    const objects = await built(cluster, "namespaced");
    assert.equal(linesOf(await cluster.kubectl(...accept, "-k", folderOf("namespaced"))).length, objects.length);
    assert.deepEqual([...new Set(objects.map(({ metadata }) => metadata.namespace))], ["kubetask"]);
  } finally {
    await cluster.kubectl("delete", "namespace", "kubetask");
  }
});

Deno.test("the Prometheus operator's own kinds accept monitoring", async () => {
  const folder = await prometheusOperator();
  const kinds = ["servicemonitors", "prometheusrules"].map((plural) => {
    return `--filename=${folder}/example/prometheus-operator-crd/monitoring.coreos.com_${plural}.yaml`;
  });
  await cluster.kubectl("apply", "--server-side", ...kinds);
  try {
    await cluster.kubectl("wait", "--for=condition=Established", "--timeout=60s", ...kinds);
    assert.equal(linesOf(await cluster.kubectl(...accept, "-k", folderOf("monitoring"))).length, 3);
  } finally {
    await cluster.kubectl("delete", ...kinds);
  }
});

Deno.test("the operator may list pods once that is installed beside it, and not before", async () => {
  const mayList = async () => {
    const operator = "--as=system:serviceaccount:kubetask-system:kubetask-operator";
    // It ends with an error for a no.
    const answer = cluster.kubectl("auth", "can-i", "list", "pods", "--all-namespaces", operator);
    return await answer.then(() => true, () => false);
  };
  const before = await mayList();
  try {
    await follow(cluster, "install pods");
    assert.deepEqual([before, await mayList()], [false, true]);
  } finally {
    await cluster.kubectl("delete", "-k", folderOf("pods"));
  }
});

/** Its repository, as a Go module. */
async function prometheusOperator(): Promise<string> {
  const module = "github.com/prometheus-operator/prometheus-operator@v0.85.0";
  return (JSON.parse(await run(["go", "mod", "download", "-json", module])) as { Dir: string }).Dir;
}

Deno.test("the one file is the default kustomization", async () => {
  assert.deepEqual(byName(loadAll(install) as Manifest[]), byName(await built(cluster, "default")));
});

function byName(objects: readonly Manifest[]): Record<string, Manifest> {
  return Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

/** As the Deployment's controller would create it. */
async function operatorPod() {
  const json = await cluster.kubectl(
    "get",
    "deployment",
    "kubetask-operator",
    "-n",
    "kubetask-system",
    "--output=json",
  );
  const { metadata, spec } = (JSON.parse(json) as Deployment).spec?.template ?? {};
  return { apiVersion: "v1", kind: "Pod", metadata: { ...metadata, name: "operator" }, spec };
}

function admitted(pod: object): Promise<string> {
  return cluster.kubectlWith(
    JSON.stringify(pod),
    "create",
    "--dry-run=server",
    "-n",
    "kubetask-system",
    "--filename=-",
  );
}

/** As the hardened variant does, or else as the default one. */
function enforce(standard: "restricted" | "baseline"): Promise<string> {
  const label = `pod-security.kubernetes.io/enforce=${standard}`;
  return cluster.kubectl("label", "--overwrite", "namespace", "kubetask-system", label);
}

Deno.test("the operator's pods are restricted enough for the hardened namespace, and would not be if they could be root", async () => {
  const pod = await operatorPod();
  const root = {
    ...pod,
    spec: { ...pod.spec, securityContext: { ...pod.spec?.securityContext, runAsNonRoot: false } },
  };
  await enforce("restricted");
  try {
    assert.equal(await admitted(pod), "pod/operator created (server dry run)\n");
    await assert.rejects(admitted(root), /violates PodSecurity "restricted:latest": runAsNonRoot != true/);
  } finally {
    await enforce("baseline");
  }
});

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}
