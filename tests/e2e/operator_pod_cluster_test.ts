/** The operator as it is installed: its manifests as they stand in `deploy/`, its bundle in an image, in pods that may do nothing else. */

import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { V1Pod } from "@kubernetes/client-node";
import { leaseAt } from "../../deploy/lease.ts";
import type { AsJson } from "../../kernel/object.ts";
import { labels } from "../../reconcilers/names.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { writeOperatorImage } from "../cluster/operator_image.ts";
import { isOperator, requestsIn, sizeOf } from "../operator/requests.ts";
import { clusterUnderTest } from "../operator/stage.ts";
import { assertContextsArrived, assertMadeFrom } from "./agent_log.ts";
import { templateIn } from "./document.ts";
import { batch, emptyNamespace, runOf, scenario1, team } from "./team.ts";

const { namespace } = leaseAt;
const inNamespace = ["--namespace", namespace];
const inTeam = ["--namespace", team, "--timeout=60s"];
const deployment = "deployment/kubetask-operator";
const manifests = new URL("../../deploy/kustomize/default", import.meta.url).pathname;

/** An agent that waits until the test lets it go: until there is this file in the team's volume. */
const patientAgent = 'until [ -e /workspace/go ]; do sleep 0.1; done; printf "%s\\n" "$TASK_CONTEXTS"';

Deno.test({
  name:
    "installed by its manifests, the operator runs scenario 1 through the death of its leader and a rolling restart",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const cluster = await clusterUnderTest();
    const from = await sizeOf(cluster.auditLog);
    await using _ = await install(cluster);
    await using shell = await emptyNamespace(cluster);

    await scenario1(shell, patientAgent);
    await atWork(cluster, "update-deps-001");
    const killed = await leader(cluster);
    await cluster.kubectl("delete", "pod", killed, ...inNamespace, "--force", "--grace-period=0", "--wait=false");
    await letGo(cluster);
    await complete(cluster, "update-deps-001");
    assert.notEqual(await leader(cluster), killed);

    await holdBack(cluster);
    await cluster.kubectlWith(runOf("update-deps-002"), "apply", "--filename=-");
    await atWork(cluster, "update-deps-002");
    await cluster.kubectl("rollout", "restart", deployment, ...inNamespace);
    await rolledOut(cluster);
    await letGo(cluster);
    await complete(cluster, "update-deps-002");

    const runs = ["update-deps-001", "update-deps-002"];
    for (const run of runs) {
      await assertContextsArrived(cluster, team, run, batch);
      const names = { BatchName: batch.metadata?.name ?? "", BatchRunName: run };
      await assertMadeFrom(cluster, team, `${run}-task-0`, templateIn("basic_template.yaml"), names);
    }
    const units = runs.flatMap((run) => batch.spec.variableContexts.map((_, index) => `${run}-task-${index}`));
    assert.deepEqual(await jobsMade(cluster, from), units);
    await assertSanePods(cluster);
  },
});

/** As the README says; the image is there under the name that the manifests have. In the end no replica is left. */
async function install(cluster: Cluster): Promise<AsyncDisposable> {
  const archive = await Deno.makeTempFile({ suffix: ".tar" });
  try {
    await writeOperatorImage(archive);
    await cluster.importImage(archive);
  } finally {
    await Deno.remove(archive);
  }
  await cluster.kubectl("apply", "--server-side", "--force-conflicts", "--kustomize", manifests);
  await rolledOut(cluster);
  // As in the hardened variant: the pods to come must be no less restricted.
  const standard = "pod-security.kubernetes.io/enforce";
  await cluster.kubectl("label", "--overwrite", "namespace", namespace, `${standard}=restricted`);
  return {
    async [Symbol.asyncDispose]() {
      await cluster.kubectl("delete", deployment, ...inNamespace, "--cascade=foreground", "--timeout=60s");
      // Other tests run the document's agents in this namespace, which ask for more.
      await cluster.kubectl("label", "--overwrite", "namespace", namespace, `${standard}=baseline`);
    },
  };
}

async function rolledOut({ kubectl }: Cluster): Promise<void> {
  await kubectl("rollout", "status", deployment, ...inNamespace, "--timeout=90s");
}

/** Returns when every unit of the run has a pod whose agent has begun, and waits to be let go. */
async function atWork({ kubectl }: Cluster, run: string): Promise<void> {
  const { length } = batch.spec.variableContexts;
  await kubectl("wait", `--for=jsonpath={.status.progress.running}=${length}`, `batchrun/${run}`, ...inTeam);
  // A unit is running from when it has a Job, and that may have no pod yet.
  await kubectl("wait", "--for=jsonpath={.status.ready}=1", "jobs", `--selector=${labels.batchRun}=${run}`, ...inTeam);
}

async function complete({ kubectl }: Cluster, run: string): Promise<void> {
  await kubectl("wait", "--for=condition=Complete", `batchrun/${run}`, ...inTeam);
}

function signalFile({ kubeconfig }: Cluster): string {
  return `${dirname(kubeconfig)}/workspace/${team}/go`;
}

async function letGo(cluster: Cluster): Promise<void> {
  await Deno.writeTextFile(signalFile(cluster), "");
}

async function holdBack(cluster: Cluster): Promise<void> {
  await Deno.remove(signalFile(cluster));
}

/** The name of the pod that holds the Lease. */
function leader({ kubectl }: Cluster): Promise<string> {
  return kubectl("get", `lease/${leaseAt.name}`, ...inNamespace, "--output=jsonpath={.spec.holderIdentity}");
}

/** Every Job that the operator ever made in the team's namespace since then, in order of their names. */
async function jobsMade({ auditLog }: Cluster, from: number): Promise<string[]> {
  const made = (await requestsIn(auditLog, from)).filter((request) => {
    const { verb, resource, namespace, code } = request;
    return isOperator(request) && verb === "create" && resource === "jobs" && namespace === team && code === 201;
  });
  return made.map(({ name }) => name).sort();
}

/** The pods that are left never fell over, are ready, and have said nothing but their log, without an error. */
async function assertSanePods({ kubectl }: Cluster): Promise<void> {
  const selector = ["--selector=app.kubernetes.io/component=operator", "--field-selector=status.phase=Running"];
  // Read by `kubectl get pods`.
  const { items } = JSON.parse(await kubectl("get", "pods", ...inNamespace, ...selector, "--output=json")) as {
    items: AsJson<V1Pod>[];
  };
  assert.deepEqual(
    items.flatMap(({ status }) => status?.containerStatuses?.map(({ ready, restartCount }) => [ready, restartCount])),
    [[true, 0], [true, 0]],
  );
  for (const { metadata } of items) {
    const lines = (await kubectl("logs", metadata?.name ?? "", ...inNamespace)).trimEnd().split("\n");
    assert.deepEqual(lines.filter((line) => (JSON.parse(line) as { level: string }).level === "error"), []);
  }
}
