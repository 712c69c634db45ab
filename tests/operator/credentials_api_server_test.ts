/** Credentials that change and rights that come and go are noticed by the running operator, which goes on by itself. */

import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import { waitUntil } from "../cluster/processes.ts";
import { aCertificate } from "../faults/gate.ts";
import type { Fate, Reply } from "../faults/proxy.ts";
import { Account } from "./account.ts";
import { behindProxy, told } from "./behind_proxy.ts";
import { healed } from "./healed.ts";
import { aRun, aTemplate, jobTemplate, over } from "./objects.ts";
import { startOperator } from "./operator_process.ts";
import { endPods } from "./pods.ts";
import { isOperator, requestsIn, sizeOf } from "./requests.ts";
import { operatorTest } from "./stage.ts";

const reason = "{.status.conditions[?(@.type=='Reconciling')].reason}";
const template = aTemplate("kubetask-agent", jobTemplate("suspend: true"));

operatorTest("a token that is known no more is replaced by the one in the file, without a word", async (stage) => {
  const { cluster, namespace } = stage;
  await stage.operator.end("SIGTERM");
  const first = await Account.named("first", stage);
  const second = await Account.named("second", stage);
  const operator = await startOperator({ ...cluster, tokenFor: () => first.token() });
  try {
    const old = await Deno.readTextFile(`${operator.credentials}/token`);
    await Deno.writeTextFile(`${operator.credentials}/token`, await second.token());
    const from = await sizeOf(cluster.auditLog);
    await stage.kubectl("delete", "serviceaccount", "first");
    const { server, caFile } = cluster;
    const asked = [
      "--kubeconfig=/dev/null",
      `--server=${server}`,
      `--certificate-authority=${caFile}`,
      `--token=${old}`,
    ];
    await waitUntil("the old token is known no more", 30, () => {
      return cluster.kubectl(...asked, "auth", "whoami").then(() => false, (error) => /Unauthorized/.test(error));
    });
    await stage.apply(template, aRun("run", { batchSpec: over(2) }));
    await stage.waitFor("jsonpath={.status.indexes.created}=0-1", "batchrun/run");

    // What earlier tests left behind may be the first to meet the old token's end.
    const requests = (await requestsIn(cluster.auditLog, from)).filter(isOperator);
    assert.ok(requests.some(({ code }) => code === 401));
    const codes = requests.filter((request) => request.namespace === namespace).map(({ code }) => code);
    assert.deepEqual([...new Set(codes)].filter((code) => code !== 401).sort(), [200, 201, 404]);
    assert.deepEqual(told(operator, "warn", namespace), []);
  } finally {
    await operator.end("SIGKILL");
  }
});

operatorTest("a 401 is followed by the same request, at once", async (stage) => {
  const asked: string[] = [];
  await using own = await behindProxy(stage);
  own.proxy.hooks = {
    request({ namespace, verb, resource }) {
      // Events are sent beside all else.
      if (namespace !== stage.namespace || resource === "events") return "pass";
      asked.push(`${verb} ${resource}`);
      return asked.filter((one) => one === asked.at(-1)).length === 1 ? unauthorized : "pass";
    },
  };
  await stage.apply(template, aRun("run", { batchSpec: over(1) }));
  await stage.waitFor("jsonpath={.status.indexes.created}=0", "batchrun/run");
  const twice = ["get controllerrevisions", "get configmaps", "create controllerrevisions", "patch batchruns/status"];
  for (const request of [...twice, "create jobs"]) assert.equal(asked[asked.indexOf(request) + 1], request);
  assert.deepEqual(told(own.operator, "warn", stage.namespace), []);
});

operatorTest("an authority that is exchanged for another, with overlap, is followed", async (stage) => {
  const old = await aCertificate(stage.cluster);
  const fresh = await aCertificate(stage.cluster);
  await using own = await behindProxy(stage, { certificate: old });
  const { proxy, operator } = own;
  const trust = async (...authorities: string[]) => {
    await Deno.writeTextFile(`${operator.credentials}/ca.crt`, authorities.join(""));
    // It reads them every minute; a 401 makes it read them now.
    let isTold = false;
    proxy.hooks = { request: ({ verb }) => verb === "watch" || isTold ? "pass" : (isTold = true, unauthorized) };
  };
  await stage.apply(template, aRun("before", { batchSpec: over(1) }));
  await stage.waitFor("jsonpath={.status.indexes.created}=0", "batchrun/before");

  await trust(old.ca, fresh.ca);
  await stage.apply(aRun("between", { batchSpec: over(1) }));
  await stage.waitFor("jsonpath={.status.indexes.created}=0", "batchrun/between");
  proxy.certify(fresh);
  await stage.apply(aRun("after", { batchSpec: over(1) }));
  await stage.waitFor("jsonpath={.status.indexes.created}=0", "batchrun/after");

  await trust(fresh.ca);
  await stage.apply(aRun("last", { batchSpec: over(1) }));
  await stage.waitFor("jsonpath={.status.indexes.created}=0", "batchrun/last");
  proxy.certify(old);
  await operator.said("invalid peer certificate");
});

operatorTest("without the right to create Jobs a run that is under way waits and says so", async (stage) => {
  const account = await Account.named("operator", stage);
  await using own = await behindProxy(stage, { token: await account.token() });
  let taken: Promise<void> | undefined;
  own.proxy.hooks = {
    async request({ verb, resource, name }): Promise<Fate> {
      const isTenth = verb === "create" && resource === "jobs" && name === "run-task-10";
      if (isTenth) await (taken ??= account.lose("jobs", "create"));
      return "pass";
    },
  };
  await stage.apply(template, aRun("run", { batchSpec: over(40) }));
  await stage.waitFor(`jsonpath=${reason}=Forbidden`, "batchrun/run");
  const { status } = await stage.get<BatchRun>("batchrun/run");
  const held = status?.tasks?.find(({ reason }) => reason === "Forbidden");
  assert.match(held?.message ?? "", /^Cannot create jobs "run-task-\d+" .* cannot create resource "jobs"/);

  await account.regain();
  await healed("create jobs", () => stage.waitFor("jsonpath={.status.indexes.created}=0-39", "batchrun/run"));
});

operatorTest("without the right to write a status no Job is created that the status could not tell", async (stage) => {
  const account = await Account.named("operator", stage);
  await using own = await behindProxy(stage, { token: await account.token() });
  await account.lose("batchruns/status", "patch");
  await stage.apply(template, aRun("run", { batchSpec: over(2) }));
  await own.operator.said(`cannot patch resource \\"batchruns/status\\"`);
  assert.deepEqual(await stage.list("jobs"), []);

  await account.regain();
  await healed("patch status", () => stage.waitFor("jsonpath={.status.indexes.created}=0-1", "batchrun/run"));
});

operatorTest(
  "without the right to watch Jobs the operator says so, and sees all that it missed once it has it again",
  async (stage) => {
    const account = await Account.named("operator", stage);
    await using own = await behindProxy(stage, { token: await account.token() });
    await stage.apply(aTemplate("kubetask-agent", jobTemplate()), aRun("run", { batchSpec: over(2) }));
    await stage.waitFor("jsonpath={.status.progress.running}=2", "batchrun/run");

    await account.lose("jobs", "list", "watch");
    own.proxy.resetAll();
    await own.operator.said(`cannot watch resource \\"jobs\\"`);
    await endPods(stage, "Succeeded", "run-task-0");
    await stage.kubectl("delete", "job", "run-task-1");
    await stage.waitFor("condition=Complete", "job/run-task-0");
    await account.regain();
    await healed("watch jobs", () => stage.waitFor("condition=Failed", "batchrun/run"));
    const { status } = await stage.get<BatchRun>("batchrun/run");
    assert.deepEqual(status?.tasks?.map(({ status, reason }) => [status, reason]), [
      ["Succeeded", undefined],
      ["Failed", "JobDeleted"],
    ]);
  },
);

operatorTest(
  "without the right to read ConfigMaps a run does not start, and never with another template",
  async (stage) => {
    const account = await Account.named("operator", stage);
    await using _ = await behindProxy(stage, { token: await account.token() });
    await account.lose("configmaps", "get");
    await stage.apply(template, aRun("run", { batchSpec: over(1) }));
    await stage.waitFor(`jsonpath=${reason}=Forbidden`, "batchrun/run");
    const { status } = await stage.get<BatchRun>("batchrun/run");
    assert.equal(status?.phase, "Pending");
    assert.match(
      status?.conditions?.[0]?.message ?? "",
      /^Cannot get configmaps "kubetask-agent" .* cannot get resource/,
    );

    await account.regain();
    await healed("get configmaps", () => stage.waitFor("jsonpath={.status.indexes.created}=0", "batchrun/run"));
  },
);

const unauthorized: Reply = {
  status: 401,
  body: {
    apiVersion: "v1",
    kind: "Status",
    status: "Failure",
    code: 401,
    reason: "Unauthorized",
    message: "Unauthorized",
  },
};
