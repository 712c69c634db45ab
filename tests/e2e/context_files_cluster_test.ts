/** Context files as a real pod sees them. */

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { BatchRun, Context, Task } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { aRun, aTask, aTemplate } from "../operator/objects.ts";
import { operatorTest } from "../operator/stage.ts";

const directory = "/workspace/context files";

/** Prints the hash of every file, and what could be written. */
const look = [
  `cd '${directory}'`,
  'for file in * .[!.]*; do sha256sum "$file"; done',
  "if (echo x >> task.md) 2> /dev/null; then echo changed; fi",
  "if touch new 2> /dev/null; then echo created; fi",
].join("\n");

/** The agent is an ordinary user, the others are root; the proxy stays beside it. */
const template = JSON.stringify({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { annotations: { "kubetask.io/context-files": directory } },
  spec: {
    backoffLimit: 0,
    template: {
      metadata: { annotations: { note: "of the template" } },
      spec: {
        restartPolicy: "Never",
        terminationGracePeriodSeconds: 1,
        initContainers: [
          aContainer("prepare", look),
          { ...aContainer("proxy", `${look}\nexec sleep 600`), restartPolicy: "Always" },
        ],
        containers: [{ ...aContainer("agent", look), securityContext: { runAsUser: 65532, runAsNonRoot: true } }],
        volumes: [{ name: "workspace", emptyDir: {} }],
      },
    },
  },
});

function aContainer(name: string, script: string) {
  return {
    name,
    image: "kubetask.io/busybox:1",
    command: ["sh", "-c", script],
    volumeMounts: [{ name: "workspace", mountPath: "/workspace" }],
  };
}

function inline(name: string, text: string): Context {
  return { type: "File", file: { name, source: { inline: text } } };
}

const texts: Record<string, string> = {
  "task.md": `Don't stop: "50 % off", $(HOME) $$ \${X} ünï 日本 🚀 {{ .TaskID }} {{ "{{" }}\n`,
  "lines.txt": "Windows\r\nUnix\nMac\rno end",
  "newlines": "\n\n a \n\n",
  "empty": "",
  "marks": "\ufeffBOM\u2028\u2029\u0000NUL\u001b[31m\u007f\t",
  ".env": "A=1",
  "a name with spaces & 'quotes' 日本.json": '{"a": "\\u0000"}',
  "yaml.yaml": "---\n- a: !x &b *c\n# comment\n'",
  "long.txt": "0123456789 ünï\n".repeat(12_500),
};
const binary = Buffer.from([0, 255, 254, 13, 10, 0x80, 10]);

operatorTest("every container finds all files as they were written, and cannot change them", async (stage) => {
  const { apply, cluster, get, kubectl, namespace, waitFor } = stage;
  const sources: KubeObject[] = [
    // Kinds that kubectl knows.
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "guides" }, ...configMapData } as KubeObject,
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "tokens" },
      data: { key: binary.toString("base64") },
    } as KubeObject,
  ];
  const references: Context[] = [
    { type: "File", file: { name: "guide.md", source: { configMapKeyRef: { name: "guides", key: "a.md" } } } },
    { type: "File", file: { name: "image.png", source: { configMapKeyRef: { name: "guides", key: "binary" } } } },
    { type: "File", file: { name: "token", source: { secretKeyRef: { name: "tokens", key: "key" } } } },
  ];
  const [first, ...rest] = Object.entries(texts).map(([name, text]) => inline(name, text));
  const batchSpec = { commonContext: [first!], variableContexts: [[...references, ...rest]] };
  await apply(...sources, aTemplate("kubetask-agent", template));
  // What is applied becomes YAML on its way, which has no place for some characters.
  await cluster.kubectlWith(JSON.stringify(aRun("run", { batchSpec })), "--namespace", namespace, "create", "-f", "-");
  await waitFor("condition=Complete", "batchrun/run");

  const { status } = await get<BatchRun>("batchrun/run");
  assert.deepEqual(status?.tasks?.map(({ status, reason, message }) => [status, reason, message]), [
    ["Succeeded", undefined, undefined],
  ]);
  const expected = { ...texts, "guide.md": guide, "image.png": binary, token: binary };
  const lines = Object.entries(expected).map(([name, text]) => `${sha256(text)}  ${name}`).sort();
  for (const container of ["prepare", "proxy", "agent"]) {
    const printed = await kubectl("logs", "job/run-task-0", `--container=${container}`);
    assert.deepEqual(printed.trimEnd().split("\n").sort(), lines, container);
  }
});

const guide = "Guide\r\n日本\n";
const configMapData = { data: { "a.md": guide }, binaryData: { binary: binary.toString("base64") } };

function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

operatorTest(
  "a Task whose Secret is missing says so, and goes on when there is one",
  async ({ apply, get, waitFor }) => {
    const contexts: Context[] = [
      inline("task.md", "Do it"),
      { type: "File", file: { name: "token", source: { secretKeyRef: { name: "later", key: "key" } } } },
    ];
    await apply(aTemplate("kubetask-agent", template), aTask("task", { contexts }));
    await waitFor("jsonpath={.status.reason}=PodNotReady", "task/task");
    const { status } = await get<Task>("task/task");
    assert.deepEqual([status?.phase, status?.message], [
      "Running",
      "The pod is not ready yet; it cannot start without Secret 'later' (key 'key')",
    ]);

    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "later" }, stringData: { key: "now" } };
    await apply(secret);
    await waitFor("condition=Complete", "task/task");
    const { status: after } = await get<Task>("task/task");
    assert.deepEqual([after?.phase, after?.reason, after?.message], ["Succeeded", undefined, undefined]);
  },
);
