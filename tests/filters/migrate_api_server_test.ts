import assert from "node:assert/strict";
import type { BatchRun } from "../../crds/kinds.ts";
import type { KubeObject } from "../../kernel/object.ts";
import { migrated } from "../../filters/migrate/migrated.ts";
import { readObjects } from "../../filters/objects.ts";
import type { Job } from "../../reconcilers/kinds.ts";
import { cluster, installCrds } from "../cluster_under_test.ts";
import { endPods } from "../operator/pods.ts";
import { operatorTest } from "../operator/stage.ts";
import { goldens } from "./migrate_goldens.ts";

const accepted = [
  "a whole campaign",
  "a Bundle, in all its spellings",
  "lists, with anchors and aliases across their items",
  "JSON, as kubectl prints it",
] as const;

for (const name of accepted) {
  Deno.test(`API server: accepts what migrate made of ${name}, and reads it as we do`, async () => {
    await installCrds();
    const { kubectlWith } = cluster();
    await kubectlWith(`{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team"}}`, "apply", "-f", "-");
    const { after } = goldens[name];
    const said = await kubectlWith(after, "create", "--dry-run=server", "--output=json", "--filename=-");
    const stored = await objectsIn(said);
    assert.deepEqual(stored.map(content), (await objectsIn(after)).map(content));
  });
}

Deno.test("API server: refuses a repository without a branch rather than to guess one", async () => {
  await installCrds();
  const { text } = migrated(
    `{"apiVersion": "codesweep.io/v1", "kind": "Bundle", "metadata": {"name": "b"}, ` +
      `"spec": {"repositories": [{"org": "a", "repo": "b"}]}}`,
  );
  await assert.rejects(
    cluster().kubectlWith(text, "create", "--dry-run=server", "--filename=-"),
    /spec\.variableContexts\[0\]\[0\]\.repository\.branch: Required value/,
  );
});

operatorTest("a campaign that migrate made runs", async (stage) => {
  const { after } = goldens["a whole campaign"];
  const arguments_ = ["apply", "--namespace", stage.namespace, "--filename=-"];
  await stage.cluster.kubectlWith(after, ...arguments_, "--dry-run=server");
  await stage.cluster.kubectlWith(after, ...arguments_);
  await endPods(stage, "Succeeded", "update-dependencies-1-task-0", "update-dependencies-1-task-1");
  await stage.waitFor("condition=Complete", "batchrun/update-dependencies-1");
  const run = await stage.get<BatchRun>("batchrun/update-dependencies-1");
  const jobs = await stage.list<Job>("jobs");
  const contexts = jobs.map((job) => {
    const [agent] = job.spec?.template.spec?.containers ?? [];
    return JSON.parse(agent?.env?.[0]?.value ?? "");
  });
  const task = `Update the dependencies: yes, "all" of them.\n\n  - and run the tests   # twice\n`;
  const files = [
    { type: "File", file: { name: "task.md", source: { inline: task } } },
    { type: "File", file: { name: "flags.txt", source: { inline: "on" } } },
  ];
  const repository = (repo: string, branch: string) => ({
    type: "Repository",
    repository: { org: "myorg", repo, branch },
  });
  assert.deepEqual({ progress: run.status?.progress, contexts }, {
    progress: { total: 2, pending: 0, running: 0, completed: 2, failed: 0 },
    contexts: [[...files, repository("service-a", "main")], [...files, repository("service-b", "1.10")]],
  });
});

async function objectsIn(text: string): Promise<KubeObject[]> {
  return (await readObjects(new Blob([text]).stream())).map(({ object }) => object);
}

/** Without what the API server adds. */
function content({ metadata, status: _, ...object }: KubeObject & { status?: unknown }): unknown {
  const { name, labels = {} } = metadata ?? {};
  if (object.kind === "Secret") return { kind: "Secret", name, labels };
  return { ...object, name, labels };
}
