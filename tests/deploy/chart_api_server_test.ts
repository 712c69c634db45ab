/** The Helm chart says the same as the kustomizations, and only its values make a difference. */

import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import config from "../../deno.json" with { type: "json" };
import type { Manifest } from "../../deploy/manifest.ts";
import { cluster } from "../cluster_under_test.ts";
import { buildHelm, rendered } from "./helm.ts";

const folder = await Deno.makeTempDir({ prefix: "kubetask-helm-" });
const helm = await buildHelm(folder);
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

const kustomize = new URL("../../deploy/kustomize", import.meta.url).pathname;

/** Kustomizations and the values that stand for them. */
const variants: readonly { law: string; kustomizations: string[]; namespace: string; values: object }[] = [
  { law: "by default", kustomizations: ["default"], namespace: "kubetask-system", values: {} },
  {
    law: "hardened",
    kustomizations: ["hardened"],
    namespace: "kubetask-system",
    values: { policy: { enabled: true } },
  },
  {
    law: "with monitoring",
    kustomizations: ["default", "monitoring"],
    namespace: "kubetask-system",
    values: { monitoring: { enabled: true } },
  },
  {
    law: "with results from pods",
    kustomizations: ["default", "pods"],
    namespace: "kubetask-system",
    values: { podResults: { enabled: true } },
  },
  {
    law: "in one namespace",
    kustomizations: ["namespaced"],
    namespace: "kubetask",
    values: { namespaced: true, crds: { enabled: false } },
  },
];

for (const { law, kustomizations, namespace, values } of variants) {
  Deno.test(`the chart is what kustomize makes, ${law}`, async () => {
    const built = await Promise.all(kustomizations.map(async (name) => {
      // Written by kustomize.
      return loadAll(await cluster().kubectl("kustomize", `${kustomize}/${name}`)) as Manifest[];
    }));
    // Helm makes no namespace: the release's is there already.
    const expected = built.flat().filter(({ kind }) => kind !== "Namespace");
    assert.deepEqual(byName(await rendered(helm, { namespace, values })), byName(expected));
  });
}

/** Without what tells one tool's objects from the other's. */
function byName(objects: readonly Manifest[]): Record<string, unknown> {
  return Object.fromEntries(
    objects.map(({ metadata, ...rest }) => {
      const { labels = {}, annotations = {}, name, namespace = "" } = metadata;
      const own = { labels: { ...labels }, annotations: { ...annotations } };
      for (const label of ["version", "instance", "managed-by"]) delete own.labels[`app.kubernetes.io/${label}`];
      delete own.labels["helm.sh/chart"];
      delete own.annotations["helm.sh/resource-policy"];
      return [`${rest.kind} ${namespace}/${name}`, { ...rest, ...own }];
    }).sort(([a = ""], [b = ""]) => a < b ? -1 : 1),
  );
}

const release = { namespace: "kubetask-system" };

Deno.test("no kind is deleted with the release, nor the rights to it", async () => {
  const plain = await rendered(helm, { ...release, values: {} });
  const kept = plain.filter(({ metadata }) => metadata.annotations?.["helm.sh/resource-policy"] === "keep");
  assert.deepEqual(kept.map(({ kind, metadata }) => `${kind} ${metadata.name}`), [
    "CustomResourceDefinition batches.kubetask.io",
    "CustomResourceDefinition batchruns.kubetask.io",
    "CustomResourceDefinition tasks.kubetask.io",
    "CustomResourceDefinition workspaceconfigs.kubetask.io",
    "ClusterRole kubetask-view",
    "ClusterRole kubetask-edit",
    "ClusterRole kubetask-admin",
  ]);
});

const pod = "spec.template.spec";

/** Every value but those that switch objects on and off, and where it ends up. */
const places: readonly [values: object, kind: string, path: string, expected: unknown][] = [
  [
    { image: { repository: "example.com/kubetask" } },
    "Deployment",
    `${pod}.containers.0.image`,
    `example.com/kubetask:${config.version}`,
  ],
  [{ image: { tag: "1.2.3" } }, "Deployment", `${pod}.containers.0.image`, "ghcr.io/kubetask/kubetask:1.2.3"],
  [{ image: { pullPolicy: "Never" } }, "Deployment", `${pod}.containers.0.imagePullPolicy`, "Never"],
  [{ image: { pullSecrets: [{ name: "registry" }] } }, "Deployment", `${pod}.imagePullSecrets.0.name`, "registry"],
  [{ agentImage: "example.com/agent:1" }, "Deployment", `${pod}.containers.0.env.3`, {
    name: "KUBETASK_AGENT_IMAGE",
    value: "example.com/agent:1",
  }],
  [{ replicas: 1 }, "Deployment", "spec.replicas", 1],
  [{ namespaced: true }, "Deployment", `${pod}.containers.0.args.3`, "--namespace=$(POD_NAMESPACE)"],
  [{ resources: { limits: { memory: "1Gi" } } }, "Deployment", `${pod}.containers.0.resources.limits.memory`, "1Gi"],
  [{ nodeSelector: { disk: "ssd" } }, "Deployment", `${pod}.nodeSelector`, { disk: "ssd" }],
  [{ tolerations: [{ operator: "Exists" }] }, "Deployment", `${pod}.tolerations`, [{ operator: "Exists" }]],
  [{ affinity: { podAffinity: {} } }, "Deployment", `${pod}.affinity`, { podAffinity: {} }],
  [{ priorityClassName: "high" }, "Deployment", `${pod}.priorityClassName`, "high"],
  [{ labels: { team: "platform" } }, "Service", "metadata.labels.team", "platform"],
  [{ annotations: { owner: "platform" } }, "ServiceAccount", "metadata.annotations.owner", "platform"],
  [{ podLabels: { team: "platform" } }, "Deployment", "spec.template.metadata.labels.team", "platform"],
  [{ podAnnotations: { a: "b" } }, "Deployment", "spec.template.metadata.annotations.a", "b"],
  [{ networkPolicy: { apiServerPorts: [16443] } }, "NetworkPolicy", "spec.egress.1.ports", [
    { protocol: "TCP", port: 16443 },
  ]],
  [{ networkPolicy: { apiServerCidrs: ["10.0.0.1/32"] } }, "NetworkPolicy", "spec.egress.1.to", [
    { ipBlock: { cidr: "10.0.0.1/32" } },
  ]],
];

Deno.test("every value has its place", async (test) => {
  for (const [values, kind, path, expected] of places) {
    await test.step(JSON.stringify(values), async () => {
      const object = (await rendered(helm, { ...release, values })).find((object) => object.kind === kind);
      assert.deepEqual(at(object, path), expected);
    });
  }
});

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

Deno.test("what is switched off is not there", async () => {
  const values = {
    networkPolicy: { enabled: false },
    podDisruptionBudget: { enabled: false },
    crds: { enabled: false },
  };
  const kinds = (await rendered(helm, { ...release, values })).map(({ kind }) => kind);
  assert.deepEqual(kinds.sort(), [
    "ClusterRole",
    "ClusterRoleBinding",
    "Deployment",
    "Role",
    "RoleBinding",
    "Service",
    "ServiceAccount",
  ]);
});

Deno.test("a release in one namespace asks for nothing outside of it", async () => {
  const values = {
    namespaced: true,
    crds: { enabled: false },
    monitoring: { enabled: true },
    podResults: { enabled: true },
  };
  const objects = await rendered(helm, { namespace: "team", values });
  assert.deepEqual([...new Set(objects.map(({ metadata }) => metadata.namespace))], ["team"]);
});

const mistakes: readonly [values: object, words: RegExp][] = [
  [{ replica: 3 }, /additional properties 'replica' not allowed/],
  [{ replicas: "3" }, /at '\/replicas': got string, want integer/],
  [
    { image: { pullPolicy: "Sometimes" } },
    /at '\/image\/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'/,
  ],
  [{ namespaced: "yes" }, /at '\/namespaced': got string, want boolean/],
  [
    { networkPolicy: { apiServerCidrs: ["10.0.0.1"] } },
    /at '\/networkPolicy\/apiServerCidrs\/0': '10.0.0.1' does not match pattern/,
  ],
  [{ labels: { team: 1 } }, /at '\/labels\/team': got number, want string/],
];

Deno.test("wrong values are refused with their place", async (test) => {
  for (const [values, words] of mistakes) {
    await test.step(JSON.stringify(values), () => assert.rejects(rendered(helm, { ...release, values }), words));
  }
});
