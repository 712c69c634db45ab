/** What `render` prints, and what the operator then creates, as the API server takes both. */

import assert from "node:assert/strict";
import type { Context } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { aBatch, aRun, aTask, aTemplate, over, repository } from "../operator/objects.ts";
import { operatorTest, type Stage } from "../operator/stage.ts";
import { renderedText } from "./render_use.ts";

const file = (inline: string): Context => ({ type: "File", file: { name: "task.md", source: { inline } } });

const notes: Context = {
  type: "File",
  file: { name: "notes.md", source: { configMapKeyRef: { name: "notes", key: "today" } } },
};

/** Of all that a template may do, what makes Jobs differ. */
const template = `apiVersion: batch/v1
kind: Job
metadata:
  annotations:
    kubetask.io/context-files: /contexts
  labels: { repo: "{{ .Repository.Repo }}" }
spec:
  suspend: true
  {{- if eq .Index 1 }}
  ttlSecondsAfterFinished: 60
  {{- end }}
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: agent
        image: kubetask.io/busybox:1
        env:
        - { name: TASK, value: '{{ .TaskID }}' }
        - { name: TASK_CONTEXTS, value: '{{ .Contexts }}' }
`;

const hostile = 'It\'s "one": - # $(HOME) {{ x }}\n---\nkind: Secret\n\u0085\u2028\u{1F600}\ttab\n';

operatorTest("the Jobs that are rendered are those that are created", async (stage) => {
  const { kubectl, apply } = stage;
  await stage.operator.end("SIGTERM");
  const { variableContexts } = over(3);
  await apply(
    aTemplate("claude", template),
    {
      apiVersion: "kubetask.io/v1alpha1",
      kind: "WorkspaceConfig",
      metadata: { name: "any" },
      spec: { agentTemplateRef: { name: "claude" } },
    } as KubeObject,
    aBatch("update", { commonContext: [file(hostile)], variableContexts }),
    aRun("run", { batchRef: "update" }),
    aRun("inline", { batchSpec: { commonContext: [], variableContexts: [[repository("yes"), file("0644")]] } }),
    aTask("greet", { contexts: [file(hostile), notes, repository("service-a")] }),
  );
  const kinds = "batch,batchrun,task.kubetask.io,workspaceconfig,configmap";
  const before = await kubectl("get", kinds, "--output=yaml");
  const { code, text } = await renderedText(before);
  assert.equal(code, 0);
  const wouldBe = await tried(stage, text);
  assert.equal(wouldBe.length, 5);

  await stage.startOperator();
  await stage.waitFor("create", ...wouldBe.map(({ metadata }) => `job/${metadata?.name}`));
  assert.deepEqual(wouldBe, comparable(await stage.list<Job>("jobs")));

  // From now on what the run froze counts.
  await apply(aTemplate("claude", template.replace("busybox:1", "busybox:2")));
  const all = await kubectl("get", `${kinds},controllerrevision`, "--output=json");
  assert.deepEqual(await renderedText(all, "batchrun/run"), await renderedText(before, "batchrun/run"));
});

operatorTest("files that were never applied are rendered to Jobs that the API server accepts", async (stage) => {
  const files = [
    aTemplate("kubetask-agent", template),
    aBatch("update", over(2)),
    aTask("greet", { contexts: [file(hostile)] }),
  ];
  const text = files.map((object) => `---\n${JSON.stringify(object)}\n`).join("");
  for (const wanted of ["batch/update", "task/greet"]) {
    const { code, text: jobs } = await renderedText(text, wanted, `--namespace=${stage.namespace}`);
    assert.equal(code, 0);
    const accepted = await stage.cluster.kubectlWith(jobs, "apply", "--dry-run=server", "-f", "-");
    assert.match(
      accepted,
      wanted === "task/greet" ? /^job.batch\/greet-\S+ created/ : /^job.batch\/update-run-task-0 created/,
    );
  }
});

/** What would be stored if these were applied. */
async function tried({ cluster }: Stage, yaml: string): Promise<Job[]> {
  const flags = ["--server-side", "--dry-run=server", "--output=json", "-f", "-"];
  const printed = JSON.parse(await cluster.kubectlWith(yaml, "apply", ...flags)) as Job | { items: Job[] };
  return comparable("items" in printed ? printed.items : [printed]);
}

/** Without what belongs to one object, created at one time: its UID, also where Kubernetes repeats it. */
function comparable(jobs: readonly Job[]): Job[] {
  return jobs.map(({ apiVersion, kind, metadata, spec }) => {
    const { name, namespace, labels, annotations, ownerReferences, finalizers } = metadata ?? {};
    const { selector: _, template, ...rest } = spec ?? { template: {} };
    const own = Object.entries(template.metadata?.labels ?? {}).filter(([label]) =>
      !/(controller-uid|job-name)$/.test(label)
    );
    return {
      apiVersion,
      kind,
      metadata: { name, namespace, labels, annotations, ownerReferences, finalizers },
      spec: {
        ...rest,
        template: {
          ...template,
          metadata: { annotations: template.metadata?.annotations, labels: Object.fromEntries(own) },
        },
      },
    };
  }).sort((a, b) => (a.metadata.name ?? "") < (b.metadata.name ?? "") ? -1 : 1);
}
