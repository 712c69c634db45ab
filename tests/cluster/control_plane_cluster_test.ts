/** A control plane without nodes: it answers, it knows who asks, and it can be started on anything and stopped anyhow. */

import assert from "node:assert/strict";
import { attachCluster, startCluster, stopCluster } from "./cluster.ts";
import { kill, startedAt, waitUntil } from "./processes.ts";
import { tracesOf } from "./traces.ts";

const name = "selftest-none";

law("a cluster answers over its CA, logs requests, and leaves nothing behind", async () => {
  const cluster = await startCluster({ name, node: "none" });
  try {
    assert.equal(await cluster.kubectl("get", "--raw", "/readyz"), "ok");
    const programs = ["etcd", "kube-apiserver", "kube-controller-manager"];
    assert.deepEqual(Object.keys(cluster.pids).sort(), programs);

    const token = await cluster.tokenFor("default", "default");
    const client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(cluster.caFile)], http2: false });
    const response = await fetch(`${cluster.server}/version`, {
      client,
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal((await response.json()).gitVersion, "v1.35.4");
    client.close();

    await cluster.kubectlWith("kind: Namespace\napiVersion: v1\nmetadata: {name: made-of-stdin}", "create", "-f-");
    assert.match(await Deno.readTextFile(cluster.auditLog), /"verb":"create".*made-of-stdin/);
  } finally {
    await cluster.stop();
  }
  assert.deepEqual(await tracesOf(cluster.kubeconfig), []);
  assert.equal(await attachCluster(name), undefined);
});

law("a cluster starts empty on what a killed one left behind", async () => {
  const first = await startCluster({ name, node: "none" });
  await first.kubectl("create", "namespace", "of-the-first");
  // Half of it is gone, the other half still holds its files, and the state is torn.
  for (const program of ["etcd", "kube-controller-manager"]) kill(first.pids[program] ?? 0);
  await Deno.writeTextFile(first.kubeconfig, "half a kubeconf");

  const second = await startCluster({ name, node: "none" });
  try {
    assert.notDeepEqual(second.pids, first.pids);
    assert.doesNotMatch(await second.kubectl("get", "namespaces"), /of-the-first/);
    assert.deepEqual((await attachCluster(name))?.pids, second.pids);
  } finally {
    await stopCluster(name);
  }
  assert.deepEqual(await tracesOf(second.kubeconfig), []);
});

law("a start that is called off leaves nothing behind", async () => {
  const kubeconfig = `${import.meta.dirname?.replace(/tests\/cluster$/, "")}.cluster/${name}/admin.kubeconfig`;
  const calledOff = new AbortController();
  const start = startCluster({ name, node: "none", signal: calledOff.signal });
  await waitUntil("it is under way", 60, () => Deno.stat(kubeconfig).then(() => true, () => false));
  calledOff.abort(new Error("not needed any more"));
  await assert.rejects(start, { message: "not needed any more" });
  assert.deepEqual(await tracesOf(kubeconfig), []);
});

law("a cluster name is refused while another living process uses it", async () => {
  const owner = `${import.meta.dirname}/../../.cluster/${name}.owner`;
  await Deno.mkdir(`${import.meta.dirname}/../../.cluster`, { recursive: true });
  await Deno.writeTextFile(owner, `${Deno.ppid} ${await startedAt(Deno.ppid)}`);
  try {
    await assert.rejects(startCluster({ name, node: "none" }), /process \d+ is using it/);
  } finally {
    await stopCluster(name);
  }
});

function law(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });
}
