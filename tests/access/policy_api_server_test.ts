/** The hardened policies: what a person may not read, no object of theirs may name. */

import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import type { BatchSpec, Context } from "../../crds/kinds.ts";
import { mostNames, policyYaml } from "../../deploy/policy.ts";
import type { Manifest } from "../../deploy/manifest.ts";
import type { Person } from "../../docs/rights.ts";
import type { KubeObject } from "../../kernel/object.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { waitUntil } from "../cluster/processes.ts";
import { aBatch, aRun, aTask } from "../operator/objects.ts";
import { accessTest, as, identityOf, own } from "./personas.ts";

function file(source: "secretKeyRef" | "configMapKeyRef", name: string): Context {
  const ref = { name, key: "key" };
  return {
    type: "File",
    file: { name: "file", source: source === "secretKeyRef" ? { secretKeyRef: ref } : { configMapKeyRef: ref } },
  };
}

const secret = (name: string) => file("secretKeyRef", name);
const configMap = (name: string) => file("configMapKeyRef", name);
const repository: Context = { type: "Repository", repository: { org: "myorg", repo: "service", branch: "main" } };

function each(contexts: Context[]): BatchSpec {
  return { commonContext: [], variableContexts: contexts.map((context) => [repository, context]) };
}

/** All of which the tenant may get. */
const granted = Array.from({ length: mostNames + 1 }, (_, i) => `granted-${i}`);
const of = (some: number, i: number) => granted[i % some] ?? "";
const elements = (length: number) => Array.from({ length }, (_, i) => i);
const common: BatchSpec = { commonContext: [secret("others")], variableContexts: [] };
const templated = (name: string) => ({ agentTemplateRef: { name } });
const workspace = (name: string): KubeObject & { spec: object } => ({
  apiVersion: "kubetask.io/v1alpha1",
  kind: "WorkspaceConfig",
  metadata: { name: "default" },
  spec: templated(name),
});

const refusesOthers = /denied request: Secret 'others' is named: that needs the right to get it$/m;
const refusesTexts = /denied request: ConfigMap 'others' is named: that needs the right to get it$/m;
const refusesMany = /denied request: more than 20 different Secrets are named/;

interface Case {
  readonly law: string;
  readonly object: KubeObject;
  /** Not the tenant. */
  readonly person?: Person;
  /** Absent: it is accepted. */
  readonly says?: RegExp;
}

const cases: Case[] = [
  { law: "a Task may name a Secret that its author may get", object: aTask("x", { contexts: [secret(own.secret)] }) },
  { law: "a Task may not name another", object: aTask("x", { contexts: [secret("others")] }), says: refusesOthers },
  {
    law: "a Secret that may be got does not cover for one that may not",
    object: aTask("x", { contexts: [secret(own.secret), repository, secret(own.secret), secret("others")] }),
    says: refusesOthers,
  },
  { law: "nor in the common context of a Batch", object: aBatch("x", common), says: refusesOthers },
  {
    law: "nor in one element of a Batch",
    object: aBatch("x", each([secret(own.secret), secret("others")])),
    says: refusesOthers,
  },
  { law: "nor in the common context of a run", object: aRun("x", { batchSpec: common }), says: refusesOthers },
  {
    law: "nor in one element of a run",
    object: aRun("x", { batchSpec: each([secret("others")]) }),
    says: refusesOthers,
  },
  {
    law: "a name is not mistaken for its beginning",
    object: aTask("x", { contexts: [secret("granted-1"), secret("granted-10")] }),
  },
  { law: "a ConfigMap needs the same", object: aTask("x", { contexts: [configMap("others")] }), says: refusesTexts },
  {
    law: "a ConfigMap that may be got is none of a Secret's name",
    object: aTask("x", { contexts: [configMap(own.secret)] }),
    says: /ConfigMap 'tenants-token' is named/,
  },
  {
    law: "a run may name an agent template that its author may get",
    object: aRun("x", { batchSpec: each([]), ...templated(own.template) }),
  },
  { law: "and no other", object: aRun("x", { batchSpec: each([]), ...templated("others") }), says: refusesTexts },
  { law: "a Task neither", object: aTask("x", { contexts: [repository], ...templated("others") }), says: refusesTexts },
  { law: "an author of templates may name any", object: workspace("others"), person: "template author" },
  { law: "a run may name a Batch that its author may get", object: aRun("x", { batchRef: "any" }) },
  {
    law: "and no other",
    object: aRun("x", { batchRef: "any" }),
    person: "agent",
    says: /denied request: Batch 'any' is named: that needs the right to get it$/m,
  },
  { law: `${mostNames} different Secrets can be asked for`, object: aBatch("x", each(granted.slice(1).map(secret))) },
  { law: "one more cannot, and is refused", object: aBatch("x", each(granted.map(secret))), says: refusesMany },
  {
    law: "who may get all Secrets may name any number",
    object: aBatch("x", each(granted.map(secret))),
    person: "admin",
  },
  {
    law: `10,000 elements with ${mostNames} Secrets between them are within the API server's budget`,
    object: aBatch("x", {
      commonContext: [],
      variableContexts: elements(10_000).map((i) => [secret(of(mostNames, i))]),
    }),
  },
  {
    law: "and one that may not be got is found among many",
    object: aBatch("x", each([...elements(1_000).map((i) => secret(of(mostNames - 1, i))), secret("others")])),
    says: refusesOthers,
  },
];

accessTest("who may not read it may not name it", async ({ cluster, namespace, test }) => {
  await grantMore(cluster, namespace);
  await using _ = await inForce(cluster, namespace);
  for (const { law, object, person = "tenant", says } of cases) {
    await test.step(law, async () => {
      const creating = as(cluster, person, namespace)(
        JSON.stringify(object),
        "create",
        "--dry-run=server",
        "--filename=-",
      );
      await (says ? assert.rejects(creating, says) : creating);
    });
  }
  await test.step("an edit needs it too, unless it leaves the spec as it is", async () => {
    const create = ["create", "--filename=-"];
    await cluster.kubectlWith(
      JSON.stringify(aBatch("others", each([secret("others")]))),
      "--namespace",
      namespace,
      ...create,
    );
    const tenant = (...args: string[]) => as(cluster, "tenant", namespace)("", ...args);
    await tenant("label", "batch", "others", "seen=yes");
    const elsewhere = JSON.stringify({ spec: { variableContexts: [[repository], [secret("others")]] } });
    await assert.rejects(tenant("patch", "batch", "others", "--type=merge", `--patch=${elsewhere}`), refusesOthers);
    await tenant("delete", "batch", "others");
  });
  await test.step("the API server finds nothing to say about the policies", async () => {
    const status = "--output=jsonpath={.items[*].status.typeChecking}";
    assert.equal(
      await cluster.kubectl(
        "get",
        "validatingadmissionpolicies",
        "--selector=app.kubernetes.io/name=kubetask",
        status,
      ),
      "{} {} {}",
    );
  });
});

/** To the tenant many Secrets; to the agent runs, without what they run. */
async function grantMore(cluster: Cluster, namespace: string): Promise<void> {
  const create = (...args: string[]) => cluster.kubectl("--namespace", namespace, "create", ...args);
  const names = granted.map((name) => `--resource-name=${name}`);
  await create("role", "granted", "--verb=get", "--resource=secrets", ...names);
  await create("rolebinding", "granted", "--role=granted", `--user=${identityOf("tenant", namespace).user}`);
  await create("role", "runs", "--verb=create", "--resource=batchruns.kubetask.io");
  await create("rolebinding", "runs", "--role=runs", `--serviceaccount=${namespace}:default`);
}

/** In this namespace only, since others share the cluster. Returns once all three have taken effect. */
async function inForce(cluster: Cluster, namespace: string): Promise<AsyncDisposable> {
  const matchResources = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
  // Written by this project.
  const items = (loadAll(policyYaml()) as (Manifest & { spec: object })[]).map((object) => {
    if (object.kind === "ValidatingAdmissionPolicy") return object;
    const metadata = { ...object.metadata, name: `${object.metadata.name}-${namespace}` };
    return { ...object, metadata, spec: { ...object.spec, matchResources } };
  });
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  await cluster.kubectlWith(list, "apply", "--server-side", "--filename=-");
  const trials: [Person, KubeObject][] = [
    ["tenant", aTask("x", { contexts: [secret("others")] })],
    ["tenant", aTask("x", { contexts: [configMap("others")] })],
    ["agent", aRun("x", { batchRef: "any" })],
  ];
  for (const [person, object] of trials) {
    await waitUntil("the policy is in force", 30, async () => {
      const create = as(cluster, person, namespace)(
        JSON.stringify(object),
        "create",
        "--dry-run=server",
        "--filename=-",
      );
      return await create.then(() => false, () => true);
    });
  }
  return {
    [Symbol.asyncDispose]: async () => void await cluster.kubectlWith(list, "delete", "--filename=-"),
  };
}
