import assert from "node:assert/strict";
import type { BatchRun, Task } from "../../crds/kinds.ts";
import { namespace as systemNamespace, podRules, serviceAccount } from "../../deploy/rbac.ts";
import { type KubeObject, nameOf } from "../../kernel/object.ts";
import { aRun, aTask, aTemplate, jobTemplate, over, repository } from "./objects.ts";
import { isOperator, requestsIn, sizeOf } from "./requests.ts";
import { operatorTest, type Stage } from "./stage.ts";

const annotated = ["metadata:", "  annotations:", "    kubetask.io/result: termination-message", "spec:"].join("\n");
const telling = aTemplate("telling", jobTemplate("backoffLimit: 0").replace("spec:", annotated));
const agentTemplateRef = { name: "telling" };

/** What the optional component grants, in this namespace. */
function mayListPods({ namespace, apply }: Stage): Promise<void> {
  const [apiGroup, name] = ["rbac.authorization.k8s.io", "kubetask-operator-pods"];
  const head = (kind: string) => ({ apiVersion: `${apiGroup}/v1`, kind, metadata: { name, namespace } });
  const subjects = [{ kind: "ServiceAccount", name: serviceAccount, namespace: systemNamespace }];
  const roleRef = { apiGroup, kind: "Role", name };
  const objects: object[] = [{ ...head("Role"), rules: podRules }, { ...head("RoleBinding"), roleRef, subjects }];
  return apply(...objects);
}

/** As the kubelet would: the state of the container `agent` of a Job's pod, and perhaps the end of the pod. */
async function tell(
  { kubectl, waitFor, list }: Stage,
  job: string,
  state: object,
  { phase, isReady = false }: { phase?: string; isReady?: boolean } = {},
): Promise<void> {
  await waitFor("create", `job/${job}`);
  await waitFor("jsonpath={.status.active}=1", `job/${job}`);
  const [pod] = await list<KubeObject>("pods", `--selector=batch.kubernetes.io/job-name=${job}`);
  const agent = { name: "agent", image: "agent", imageID: "", ready: isReady, restartCount: 0, state };
  const conditions = [{ type: "Ready", status: isReady ? "True" : "False" }];
  const patch = JSON.stringify({ status: { phase, conditions, containerStatuses: [agent] } });
  await kubectl("patch", "pod", nameOf(pod ?? {}), "--subresource=status", "--type=merge", `--patch=${patch}`);
}

/** So that nobody wonders why it does not start. */
async function run(stage: Stage, job: string): Promise<void> {
  await tell(stage, job, { running: {} }, { phase: "Running", isReady: true });
  await stage.waitFor("jsonpath={.status.ready}=1", `job/${job}`);
}

function end(stage: Stage, job: string, message: string, exitCode = 0): Promise<void> {
  return tell(stage, job, { terminated: { exitCode, message } }, {
    phase: exitCode === 0 ? "Succeeded" : "Failed",
  });
}

/** How often the operator listed pods in the test's namespace since then, and what it was answered. */
async function listsOfPods({ cluster, namespace }: Stage, from: number): Promise<number[]> {
  const requests = (await requestsIn(cluster.auditLog, from)).filter(isOperator);
  return requests.filter((request) => {
    return request.verb === "list" && request.resource === "pods" && request.namespace === namespace;
  }).map(({ code }) => code);
}

const changed = { outcome: "Changed", branch: "kubetask/update", pullRequest: "https://example.com/pull/7" };
const usage = { inputTokens: 1200, outputTokens: 30, costUSD: "0.42" };

operatorTest(
  "what agents say is in the status, once for each unit, and pods are listed once at its end",
  async (stage) => {
    await mayListPods(stage);
    await stage.apply(telling, aRun("run", { batchSpec: over(4), agentTemplateRef }));
    for (let index = 0; index < 4; index++) await run(stage, `run-task-${index}`);
    const from = await sizeOf(stage.cluster.auditLog);
    await end(stage, "run-task-0", JSON.stringify({ ...changed, usage }));
    await stage.waitFor("jsonpath={.status.results.changed}=1", "batchrun/run");
    await end(stage, "run-task-1", JSON.stringify({ outcome: "NoChange", usage: { costUSD: "0.1" } }));
    await end(stage, "run-task-2", JSON.stringify({ outcome: "Failed", reason: "TestsFailed" }), 1);
    await end(stage, "run-task-3", `{"outcome":"Changed","summary":"\\u0000${"<".repeat(4_000)}`);
    await stage.waitFor("condition=Failed", "batchrun/run");

    const { status } = await stage.get<BatchRun>("batchrun/run");
    assert.deepEqual(status?.tasks?.map(({ result }) => result), [
      { ...changed, usage },
      { outcome: "NoChange", usage: { costUSD: "0.1" } },
      { outcome: "Failed", reason: "TestsFailed" },
      { outcome: "Unknown", summary: "The termination message is not a JSON object" },
    ]);
    assert.deepEqual(
      [status?.results, status?.indexes?.reported, status?.tasks?.[2]?.message],
      [
        { changed: 1, noChange: 1, failed: 1, unknown: 1, inputTokens: 1200, outputTokens: 30, costUSD: "0.52" },
        "0-3",
        "Job has reached the specified backoff limit; the agent says TestsFailed",
      ],
    );
    const wide = (await stage.kubectl("get", "batchrun", "run", "--output=wide")).split("\n");
    assert.match(wide[0] ?? "", /CHANGED +NO-CHANGE +COST +REASON$/);
    assert.match(wide[1] ?? "", / 1 +1 +0\.52 +TasksFailed$/);
    const lists = await listsOfPods(stage, from);
    assert.ok(lists.length > 0 && lists.length <= 4 && lists.every((code) => code === 200), `${lists}`);
  },
);

operatorTest("an operator that starts anew counts no result twice", async (stage) => {
  await mayListPods(stage);
  await stage.apply(telling, aRun("run", { batchSpec: over(2), agentTemplateRef }));
  await stage.waitFor("create", "job/run-task-0", "job/run-task-1");
  await end(stage, "run-task-0", JSON.stringify({ ...changed, usage }));
  await stage.waitFor("jsonpath={.status.results.changed}=1", "batchrun/run");
  await stage.operator.end("SIGKILL");
  await end(stage, "run-task-1", JSON.stringify({ ...changed, usage }));
  await stage.startOperator();
  await stage.waitFor("condition=Complete", "batchrun/run");
  const { status } = await stage.get<BatchRun>("batchrun/run");
  assert.deepEqual([status?.results?.changed, status?.results?.costUSD], [2, "0.84"]);
});

operatorTest("a Task's result comes with its end", async (stage) => {
  await mayListPods(stage);
  await stage.apply(telling, aTask("greet", { contexts: [repository("service")], agentTemplateRef }));
  await stage.waitFor("jsonpath={.status.phase}=Running", "task/greet");
  const { status } = await stage.get<Task>("task/greet");
  await end(stage, status?.jobName ?? "", JSON.stringify({ ...changed, usage }));
  await stage.waitFor("condition=Complete", "task/greet");
  assert.deepEqual((await stage.get<Task>("task/greet")).status?.result, { ...changed, usage });
  const wide = await stage.kubectl("get", "task", "greet", "--output=wide");
  assert.match(wide, /Changed +Succeeded\n$/);
});

operatorTest("without the right to list pods all else works: one question, and one line in the log", async (stage) => {
  const from = await sizeOf(stage.cluster.auditLog);
  await stage.apply(telling, aRun("run", { batchSpec: over(2), agentTemplateRef }));
  await end(stage, "run-task-0", JSON.stringify(changed));
  await stage.waitFor("jsonpath={.status.indexes.reported}=0", "batchrun/run");
  await end(stage, "run-task-1", JSON.stringify(changed));
  await stage.waitFor("condition=Complete", "batchrun/run");
  const { status } = await stage.get<BatchRun>("batchrun/run");
  assert.deepEqual([status?.results, status?.indexes?.reported, status?.tasks?.map(({ result }) => result)], [
    undefined,
    "0-1",
    [undefined, undefined],
  ]);
  assert.deepEqual(await listsOfPods(stage, from), [403]);
  const said = stage.operator.lines.filter((line) => line.includes("Goes on without pods"));
  assert.equal(said.length, 1);
});

operatorTest(
  "a unit that cannot start says why within seconds; of one that did not opt in nobody asks",
  async (stage) => {
    const from = await sizeOf(stage.cluster.auditLog);
    await mayListPods(stage);
    const contexts = [repository("service")];
    await stage.apply(telling, aTask("held", { contexts, agentTemplateRef }));
    await stage.waitFor("jsonpath={.status.phase}=Running", "task/held");
    const { status } = await stage.get<Task>("task/held");
    const waiting = { reason: "ErrImagePull", message: "no such image" };
    await tell(stage, status?.jobName ?? "", { waiting });
    await stage.waitFor("jsonpath={.status.reason}=ImageNotPulled", "task/held");
    assert.equal(
      (await stage.get<Task>("task/held")).status?.message,
      "Container 'agent': ErrImagePull: no such image",
    );
    assert.ok((await listsOfPods(stage, from)).length <= 3);
    await end(stage, status?.jobName ?? "", JSON.stringify({ outcome: "NoChange" }));
    await stage.waitFor("condition=Complete", "task/held");
    const { reason, message, result } = (await stage.get<Task>("task/held")).status ?? {};
    assert.deepEqual([reason, message, result], [undefined, undefined, { outcome: "NoChange" }]);

    const silent = await sizeOf(stage.cluster.auditLog);
    await stage.apply(
      aTemplate("silent", jobTemplate()),
      aTask("silent", { contexts, agentTemplateRef: { name: "silent" } }),
    );
    await stage.waitFor("jsonpath={.status.phase}=Running", "task/silent");
    const job = (await stage.get<Task>("task/silent")).status?.jobName ?? "";
    await end(stage, job, JSON.stringify(changed));
    await stage.waitFor("condition=Complete", "task/silent");
    assert.deepEqual(await listsOfPods(stage, silent), []);
  },
);
