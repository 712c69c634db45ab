import assert from "node:assert/strict";
import { type Api, api } from "../../kernel/api.ts";
import { systemClock } from "../../kernel/clock.ts";
import { outsideCluster } from "../../kernel/connect.ts";
import { classify } from "../../kernel/errors.ts";
import { jsonLog } from "../../kernel/log.ts";
import { type Kind, type KubeObject, nameOf, uidOf } from "../../kernel/object.ts";
import { watch, type WatchEvent } from "../../kernel/watch.ts";
import { cluster, namespaceFor } from "../cluster_under_test.ts";

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

const ConfigMap: Kind<ConfigMap> = {
  apiVersion: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  selector: "example.com/mark",
};
const Job: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs" };
const ControllerRevision: Kind = { apiVersion: "apps/v1", kind: "ControllerRevision", plural: "controllerrevisions" };

const labels = { "example.com/mark": "" };
const aConfigMap = (namespace: string, name: string, data: Record<string, string> = {}): ConfigMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace, name, labels },
  data,
});
const aJob = (namespace: string, name: string, container: object = {}, spec: object = {}) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { namespace, name },
  spec: {
    suspend: true,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i", ...container }] } },
    ...spec,
  },
});

function test(law: string, body: (api: Api, namespace: string) => Promise<void>): void {
  Deno.test(law, { sanitizeOps: true, sanitizeResources: true }, async (t) => {
    const { kubeconfig } = cluster();
    const namespace = await namespaceFor(t);
    const connection = await outsideCluster({ kubeconfig, userAgent: "kubetask-test", clock: systemClock });
    try {
      await body(api(connection, { namespace }), namespace);
    } finally {
      connection.close();
    }
  });
}

/** Class and reason of what a call fails with; its message as well if asked for. */
async function refusal(call: Promise<unknown>): Promise<{ judged: string; message: string }> {
  const error = await call.then(() => assert.fail("It was not refused"), (error) => error);
  const { class: kind, reason, message } = classify(error);
  return { judged: `${kind} ${reason}`, message };
}

test("objects are created, read, listed, patched and deleted", async (api, namespace) => {
  const created = await api.create(ConfigMap, aConfigMap(namespace, "a", { k: "v" }));
  assert.deepEqual(await api.get(ConfigMap, namespace, "a"), created);
  await api.create(ConfigMap, aConfigMap(namespace, "b"));

  const signal = new AbortController().signal;
  const names = [];
  for await (const { items } of api.pages(ConfigMap, { labelSelector: ConfigMap.selector, limit: 1, signal })) {
    assert.ok(items.length <= 1);
    names.push(...items.map(nameOf));
  }
  assert.deepEqual(names, ["a", "b"]);

  const merged = await api.patch(ConfigMap, namespace, "a", { type: "merge", body: { data: { l: "w" } } });
  assert.deepEqual(merged.data, { k: "v", l: "w" });
  const body = [{ op: "test", path: "/metadata/uid", value: uidOf(created) }, { op: "remove", path: "/data/k" }];
  assert.deepEqual((await api.patch(ConfigMap, namespace, "a", { type: "json", body })).data, { l: "w" });

  await api.delete(ConfigMap, namespace, "a", { uid: uidOf(created) });
  assert.equal(await api.get(ConfigMap, namespace, "a"), undefined);
  await api.delete(ConfigMap, namespace, "a", { uid: uidOf(created) });
});

test("a write that means another state or another object is a conflict", async (api, namespace) => {
  await api.create(ConfigMap, aConfigMap(namespace, "a", { k: "v" }));
  const stale = { metadata: { resourceVersion: "1" }, data: { k: "w" } };
  const other = [{ op: "test", path: "/metadata/uid", value: "another" }];
  const refusals = [
    await refusal(api.patch(ConfigMap, namespace, "a", { type: "merge", body: stale })),
    await refusal(api.patch(ConfigMap, namespace, "a", { type: "json", body: other })),
    await refusal(api.delete(ConfigMap, namespace, "a", { uid: "another" })),
    await refusal(api.create(ConfigMap, aConfigMap(namespace, "a"))),
  ];
  assert.deepEqual(refusals.map(({ judged }) => judged), [
    "conflict Conflict",
    "conflict Conflict",
    "conflict Conflict",
    "conflict AlreadyExists",
  ]);
});

test("an object that the API server cannot take is invalid, and the message holds no value", async (api, namespace) => {
  const revision = {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: { namespace, name: "x" },
    revision: 1,
    data: { text: "x".repeat(2_000_000) },
  };
  const env = [{ name: "a prompt=", value: "x" }];
  const field = { valueFrom: { fieldRef: { fieldPath: "metadata.prompt" } } };
  const refusals = [
    await refusal(api.create(Job, aJob(namespace, "x", { imagePull: "prompt" }))),
    await refusal(api.create(Job, aJob(namespace, "x", { env, imagePullPolicy: "prompt" }, { parallelism: -1 }))),
    await refusal(api.create(Job, aJob(namespace, "x", { env: [{ name: "A", ...field }] }))),
    await refusal(api.create(Job, aJob(namespace, "x", { resources: { limits: { cpu: "prompt" } } }))),
    await refusal(api.create(ControllerRevision, revision)),
  ];
  const container = "spec.template.spec.containers[0]";
  const head = `Cannot create jobs "x" in "${namespace}": `;
  assert.deepEqual(refusals.map(({ judged }) => judged), [...Array(4).fill("invalid Invalid"), "invalid TooLarge"]);
  assert.equal(
    refusals[0]?.message,
    `${head}Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "${container}.imagePull"`,
  );
  assert.equal(
    refusals[1]?.message,
    `${head}Job.batch "x" is invalid: spec.parallelism: Invalid value (not shown): must be greater than or equal to 0; ` +
      `${container}.env[0].name: Invalid value (not shown): a valid environment variable name must consist only of ` +
      `printable ASCII characters other than '='; ` +
      `${container}.imagePullPolicy: Unsupported value (not shown): supported values: "Always", "IfNotPresent", "Never"`,
  );
  for (const { message } of refusals) assert.doesNotMatch(message, /prompt/);
});

test("a namespace that is missing or going blocks", async (api, namespace) => {
  const { kubectl } = cluster();
  const held = aConfigMap(namespace, "held");
  await api.create(ConfigMap, { ...held, metadata: { ...held.metadata, finalizers: ["example.com/hold"] } });
  await kubectl("delete", "namespace", namespace, "--wait=false");
  assert.equal((await refusal(api.create(Job, aJob(namespace, "x")))).judged, "blocked NamespaceTerminating");
  await api.patch(ConfigMap, namespace, "held", { type: "merge", body: { metadata: { finalizers: null } } });
  assert.equal((await refusal(api.create(Job, aJob("no-such-namespace", "x")))).judged, "blocked NotFound");
});

test("an exhausted quota blocks", async (api, namespace) => {
  const { kubectl } = cluster();
  await kubectl("create", "quota", "few", "-n", namespace, "--hard=count/jobs.batch=0");
  await kubectl("wait", "quota/few", "-n", namespace, "--for=jsonpath={.status.hard}", "--timeout=30s");
  const { judged, message } = await refusal(api.create(Job, aJob(namespace, "x")));
  assert.equal(judged, "blocked QuotaExceeded");
  assert.match(message, /exceeded quota: few, requested: count\/jobs.batch=1/);
});

test("an admission policy's denial blocks, with the policy's words", async (api, namespace) => {
  const { kubectl, kubectlWith } = cluster();
  const apiVersion = "admissionregistration.k8s.io/v1";
  const rule = { apiGroups: ["batch"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["jobs"] };
  const policy = {
    apiVersion,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: namespace },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression: "false", message: "no Jobs on Fridays" }],
    },
  };
  const here = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
  const binding = {
    apiVersion,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: namespace },
    spec: { policyName: namespace, validationActions: ["Deny"], matchResources: here },
  };
  await kubectlWith(JSON.stringify({ apiVersion: "v1", kind: "List", items: [policy, binding] }), "apply", "-f", "-");
  // A policy takes effect some time after it is stored, and nothing says when.
  const trial = JSON.stringify(aJob(namespace, "trial"));
  const allowed = () => kubectlWith(trial, "create", "--dry-run=server", "-f", "-").then(() => true, () => false);
  while (await allowed());

  const { judged, message } = await refusal(api.create(Job, aJob(namespace, "x")));
  assert.equal(judged, "blocked AdmissionDenied");
  assert.match(message, /no Jobs on Fridays/);
  await kubectl("delete", "validatingadmissionpolicy,validatingadmissionpolicybinding", namespace);
});

test("a watch tells what happens to the objects of its selector", async (api, namespace) => {
  await api.create(ConfigMap, aConfigMap(namespace, "a"));
  const told: string[] = [];
  const stop = new AbortController();
  let arrived = Promise.withResolvers<void>();
  const next = async () => {
    await arrived.promise;
    arrived = Promise.withResolvers();
  };
  const receive = (event: WatchEvent<ConfigMap>) => {
    if (event.type === "listing") return;
    const objects = event.type === "replace" ? event.objects : [event.object];
    told.push(`${event.type} ${objects.map((object) => `${nameOf(object)} ${JSON.stringify(object.data ?? {})}`)}`);
    arrived.resolve();
  };
  const silent = jsonLog(() => {}, systemClock);
  const watching = watch({ api, kind: ConfigMap, clock: systemClock, signal: stop.signal, log: silent, receive });

  await next();
  const b = await api.create(ConfigMap, aConfigMap(namespace, "b"));
  await next();
  await api.patch(ConfigMap, namespace, "b", { type: "merge", body: { data: { k: "é🙂" } } });
  await next();
  await api.patch(ConfigMap, namespace, "a", {
    type: "merge",
    body: { metadata: { labels: { "example.com/mark": null } } },
  });
  await next();
  await api.delete(ConfigMap, namespace, "b", { uid: uidOf(b) });
  await next();
  stop.abort();
  await watching;

  assert.deepEqual(told, ["replace a {}", "put b {}", 'put b {"k":"é🙂"}', "delete a {}", 'delete b {"k":"é🙂"}']);
});
