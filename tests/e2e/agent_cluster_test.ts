/** The agent image at work: from a Batch to pushed branches, and back into the status. */

import assert from "node:assert/strict";
import { dirname } from "node:path";
import { installPodResults } from "../../demo/install.ts";
import script from "../../deploy/examples/agents/script.yaml" with { type: "text" };
import type { BatchRun, BatchSpec, Task } from "../../crds/kinds.ts";
import { provideAgentImage } from "../cluster/agent_image.ts";
import { run } from "../cluster/command.ts";
import { aBatch, aRun, aTask, repository } from "../operator/objects.ts";
import { operatorTest, type Stage } from "../operator/stage.ts";
import { branchesOf, fileOn, type Files, makeFolder, makeRepository } from "../../demo/repositories.ts";
import { setUpWorkspace } from "./stand_ins.ts";

const org = "myorg";
const agentTemplateRef = { name: "script-agent" };

/** What each repository has on its branch main. */
const repositories: Record<string, Files> = {
  api: { "versions.txt": "parser 1.0\nserver 2.1\n" },
  web: { "versions.txt": "parser 1.1\n", "logo.bin": "\0\x01\x02" },
  docs: { "versions.txt": "parser 1.2\n", "a file with spaces.md": "Text\n" },
  tools: { "versions.txt": "parser 2.0\n" },
  legacy: { "README.md": "No versions here.\n" },
};
const repos = Object.keys(repositories);

/** Edits code as a campaign would, and says what it did. */
const upgrade = String.raw`
say() { printf '{"summary": "%s", "reason": "%s", "usage": {"inputTokens": 1000, "outputTokens": 50, "costUSD": "0.1"}}' "$1" "$2" > "$KUBETASK_RESULT_FILE"; }
if [ ! -e versions.txt ]; then
  say 'There is no versions.txt' NoVersions
  exit 3
fi
sed -i 's/^parser .*/parser 2.0/' versions.txt
say "Upgraded the parser of $KUBETASK_REPOSITORY" Unused
`;

const spec: BatchSpec = {
  commonContext: [{ type: "File", file: { name: "script.sh", source: { inline: upgrade } } }],
  variableContexts: repos.map((repo) => [repository(repo)]),
};

operatorTest(
  "an agent's branches are pushed and its results are in the status, in kubectl get and in the report",
  async (stage) => {
    const { apply, get, kubectl, waitFor } = stage;
    const git = await prepared(stage);
    await apply(aBatch("upgrade", spec), aRun("first", { batchRef: "upgrade", agentTemplateRef }));
    await waitFor("condition=Failed", "batchrun/first");

    const { status } = await get<BatchRun>("batchrun/first");
    const tips = await Promise.all(repos.map((repo) => branchesOf(git, org, repo)));
    const branch = "kubetask/upgrade";
    const usage = { inputTokens: 1000, outputTokens: 50, costUSD: "0.1" };
    const changed = (index: number) => ({
      outcome: "Changed",
      summary: `Upgraded the parser of ${org}/${repos[index]}`,
      branch,
      commit: tips[index]?.[branch],
      pullRequest: pullRequestOf(repos[index], branch),
      changedFiles: 1,
      usage,
    });
    assert.deepEqual(status?.tasks?.map(({ status, result }) => [status, result]), [
      ["Succeeded", changed(0)],
      ["Succeeded", changed(1)],
      ["Succeeded", changed(2)],
      ["Succeeded", { outcome: "NoChange", summary: `Upgraded the parser of ${org}/tools`, usage }],
      ["Failed", { outcome: "Failed", reason: "NoVersions", summary: "There is no versions.txt", usage }],
    ]);
    assert.deepEqual([status?.indexes?.reported, status?.results], ["0-4", {
      changed: 3,
      noChange: 1,
      failed: 1,
      unknown: 0,
      inputTokens: 5000,
      outputTokens: 250,
      costUSD: "0.50",
    }]);

    assert.deepEqual(tips.map((branches) => Object.keys(branches)), [
      [branch, "main"],
      [branch, "main"],
      [branch, "main"],
      ["main"],
      ["main"],
    ]);
    assert.equal(await fileOn(git, org, "api", branch, "versions.txt"), "parser 2.0\nserver 2.1\n");
    const [titles, row] = (await kubectl("get", "batchrun", "first", "--output=wide")).split("\n").map(cells);
    assert.deepEqual(["CHANGED", "NO-CHANGE", "COST"].map((title) => row?.[titles?.indexOf(title) ?? -1]), [
      "3",
      "1",
      "0.50",
    ]);
    const page = await report(await kubectl("get", "batchrun", "first", "--output=json"));
    for (
      const said of [`Upgraded the parser of ${org}/api`, pullRequestOf("api", branch), "There is no versions.txt"]
    ) {
      assert.ok(page.includes(said), said);
    }

    await apply(aRun("second", { batchRef: "upgrade", agentTemplateRef }));
    await waitFor("condition=Failed", "batchrun/second");
    assert.partialDeepStrictEqual((await get<BatchRun>("batchrun/second")).status?.results, {
      changed: 0,
      noChange: 4,
      failed: 1,
    });
    assert.deepEqual(await Promise.all(repos.map((repo) => branchesOf(git, org, repo))), tips);
  },
);

operatorTest("a Task's result is in its status, and work goes on where the branch is", async (stage) => {
  const { apply, get, waitFor } = stage;
  const git = await prepared(stage);
  const work = (text: string) => ({
    agentTemplateRef,
    contexts: [
      { type: "File" as const, file: { name: "script.sh", source: { inline: `echo ${text} >> notes.txt\n` } } },
      repository("api"),
    ],
  });
  for (const [name, text] of [["notes", "one"], ["more", "two"]] as const) {
    await apply(aTask(name, work(text)));
    await waitFor("condition=Complete", `task/${name}`);
    const { status } = await get<Task>(`task/${name}`);
    const branch = `kubetask/${name}`;
    const commit = (await branchesOf(git, org, "api"))[branch];
    const pullRequest = pullRequestOf("api", branch);
    assert.deepEqual(status?.result, { outcome: "Changed", branch, commit, pullRequest, changedFiles: 1 });
    assert.equal(await fileOn(git, org, "api", branch, "notes.txt"), `${text}\n`);
  }
});

/** What a server's program would print. */
const pullRequests = 'echo "Opened https://git.example.com/$KUBETASK_REPOSITORY/compare/$KUBETASK_BRANCH"';

function pullRequestOf(repo: string | undefined, branch: string): string {
  return `https://git.example.com/${org}/${repo}/compare/${branch}`;
}

/** It takes the node some seconds. */
let image: Promise<void> | undefined;

/** The image, the repositories on a volume that all pods share, and the template of deploy/examples. Returns the folder of the repositories. */
async function prepared({ cluster, namespace }: Stage): Promise<string> {
  await (image ??= provideAgentImage(cluster));
  await installPodResults(cluster);
  await cluster.kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
  const workspace = `${dirname(cluster.kubeconfig)}/workspace/${namespace}`;
  await makeFolder(workspace);
  for (const [repo, files] of Object.entries(repositories)) {
    await makeRepository(`${workspace}/git`, org, repo, files);
  }
  await setUpWorkspace(cluster, namespace);
  const onVolume = script.replace("https://github.com", "file:///workspace/git")
    .replace(/emptyDir:\n +sizeLimit: 10Gi/, "persistentVolumeClaim: { claimName: kubetask-workspace }");
  const withPullRequests = onVolume.replace(
    "env:\n",
    `env:
                - name: KUBETASK_PULL_REQUEST_COMMAND
                  value: ${JSON.stringify(pullRequests)}
`,
  );
  await cluster.kubectlWith(withPullRequests, "apply", "--namespace", namespace, "--filename=-");
  return `${workspace}/git`;
}

/** The page that `kubetask report` makes. */
function report(batchRun: string): Promise<string> {
  const main = new URL("../../main.ts", import.meta.url).pathname;
  // A run that failed makes the filter fail too, once the page is there.
  return run(["sh", "-c", '"$@" || test $? = 1', "sh", Deno.execPath(), "run", "--quiet", main, "report"], {
    stdin: batchRun,
  });
}

/** The columns of a line of kubectl's. */
function cells(line: string): string[] {
  return line.split(/ {2,}/).map((cell) => cell.trim());
}
