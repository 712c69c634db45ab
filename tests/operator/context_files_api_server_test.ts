/** What of context files the real API server takes, and what it is never asked. */

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { BatchRun, Context } from "../../crds/kinds.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { aRun, aTemplate } from "./objects.ts";
import { isOperator, requestsIn } from "./requests.ts";
import { operatorTest } from "./stage.ts";

function aJob(directory = "/contexts"): string {
  const agent = { name: "agent", image: "agent", volumeMounts: [{ name: "workspace", mountPath: "/workspace" }] };
  const pod = { restartPolicy: "Never", containers: [agent], volumes: [{ name: "workspace", emptyDir: {} }] };
  return JSON.stringify({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { annotations: { "kubetask.io/context-files": directory } },
    spec: { suspend: true, template: { spec: pod } },
  });
}

function inline(name: string, text: string): Context {
  return { type: "File", file: { name, source: { inline: text } } };
}

operatorTest(
  "annotations up to the limit, and any name that a file may have, are accepted as written",
  async (stage) => {
    const { apply, cluster, get, namespace, waitFor } = stage;
    const odd: Context[] = [
      inline("\u{1F680} 日本 'a' \"b\" #&?*[].md", "\u0000\r\n\u2028\u007f\ufeff"),
      inline("ü".repeat(127) + "x", ""),
      inline(".hidden", "\n"),
      { type: "File", file: { name: "a..b", source: { secretKeyRef: { name: "s", key: ".k" } } } },
      ...Array.from({ length: 60 }, (_, index): Context => {
        return { type: "File", file: { name: `${index}`, source: { configMapKeyRef: { name: "c", key: "k" } } } };
      }),
    ];
    const full = [inline("full", "x".repeat(262_144 - "kubetask.io/context-file-0".length))];
    await apply(aTemplate("kubetask-agent", aJob("/a b/日本")));
    const run = aRun("run", { batchSpec: { commonContext: [], variableContexts: [odd, full] } });
    // What is applied becomes YAML on its way, which has no place for some characters.
    await cluster.kubectlWith(JSON.stringify(run), "--namespace", namespace, "create", "-f", "-");
    await waitFor("create", "job/run-task-0", "job/run-task-1");
    for (const [index, contexts] of [odd, full].entries()) {
      const { spec } = await get<Job>(`job/run-task-${index}`);
      const texts = contexts.flatMap(({ file }) => file?.source.inline === undefined ? [] : [file.source.inline]);
      assert.deepEqual(Object.values(spec?.template.metadata?.annotations ?? {}), texts);
      assert.equal(spec?.template.spec?.volumes?.[1]?.projected?.sources?.length, contexts.length);
    }
  },
);

interface Refused {
  what: string;
  contexts: Context[];
  says: RegExp;
}

const refused: Refused[] = [
  {
    what: "one byte too many",
    contexts: [
      inline("a", "x".repeat(131_072)),
      inline("b", "x".repeat(131_073 - 3 * Buffer.byteLength("kubetask.io/context-file-0"))),
    ],
    says: /annotations: .* 262145 bytes long, and Kubernetes allows 262144 .*configMapKeyRef$/,
  },
  {
    what: "the name of a common file",
    contexts: [inline("task.md", "again")],
    says: /File context 'task.md': two files have this name/,
  },
  {
    what: "a name that is too long in bytes",
    contexts: [inline("ü".repeat(200), "")],
    says: /400 bytes, and Linux allows 255$/,
  },
];

for (const { what, contexts, says } of refused) {
  operatorTest(
    `files with ${what} fail their unit at once, without a request, and its siblings go on`,
    async (stage) => {
      const { cluster, namespace, apply, get, waitFor } = stage;
      const commonContext = [inline("task.md", "")];
      await apply(
        aTemplate("kubetask-agent", aJob()),
        aRun("run", { batchSpec: { commonContext, variableContexts: [contexts, []] } }),
      );
      await waitFor("create", "job/run-task-1");
      await waitFor("jsonpath={.status.progress.failed}=1", "batchrun/run");
      const { status } = await get<BatchRun>("batchrun/run");
      const [unit] = status?.tasks ?? [];
      assert.deepEqual([unit?.status, unit?.reason], ["Failed", "JobInvalid"]);
      assert.match(unit?.message ?? "", says);
      const asked = (await requestsIn(cluster.auditLog)).filter((request) => {
        return request.namespace === namespace && request.resource === "jobs" && request.verb === "create" &&
          isOperator(request);
      });
      assert.equal(asked.length, 1);
    },
  );
}
