/** The demo's second part: real pods push branches to repositories on this machine, and the status says what came of it. */

import type { BatchRun } from "../crds/kinds.ts";
import { subjectOf } from "../filters/progress/standing.ts";
import { pageOf } from "../filters/report/page.ts";
import { run as runCommand } from "../tests/cluster/command.ts";
import { followed, type Place, showing } from "./example.ts";
import { makeFolder, makeRepository } from "./repositories.ts";
import type { Terminal } from "./terminal.ts";

const root = new URL("..", import.meta.url).pathname;
const [batchName, runName] = ["upgrade-node", "upgrade-node-001"];
const org = "shop";

/** What the campaign finds: three to change, one that needs no change, and one that it cannot change. */
const repositories = {
  cart: { "Dockerfile": "FROM node:18\nCOPY . .\n" },
  checkout: { "Dockerfile": "FROM node:20\nCOPY . .\n" },
  search: { "Dockerfile": "FROM node:20-slim\nCOPY . .\n" },
  website: { "Dockerfile": "FROM node:24\nCOPY . .\n" },
  handbook: { "README.md": "# How we work\n" },
};

/** `folder`: of this machine, and mounted by the pods. The node has the agent's image. Returns when the run has ended and was shown. */
export async function runCampaign(
  place: Place,
  folder: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  await makeFolder(folder);
  for (const [repo, files] of Object.entries(repositories)) await makeRepository(`${folder}/git`, org, repo, files);
  const template = await Deno.readTextFile(`${root}deploy/examples/agents/script.yaml`);
  const onThisMachine = template.replace("https://github.com", "file:///workspace/git")
    .replace(/emptyDir:\n +sizeLimit: 10Gi/, `hostPath: { path: ${JSON.stringify(folder)} }`);
  const campaign = await Deno.readTextFile(`${root}demo/campaign.yaml`);
  await place.kubectlWith(`${onThisMachine}\n---\n${campaign}`, "apply", "--namespace", place.namespace, "-f", "-");
  terminal.say(`
Now real work: the agent image, with the script of demo/campaign.yaml as its agent, upgrades Node in five Git repositories
in ${folder}/git.
`);
  const run = await followed(place, runName, terminal, signal);
  await showResults(place, folder, run, terminal);
}

async function showResults(place: Place, folder: string, run: BatchRun, terminal: Terminal): Promise<void> {
  await showing(place, terminal)("get", "batchrun", runName, "--output=wide");
  terminal.say("\nWhat the agents say, in the status of the BatchRun:");
  const tasks = run.status?.tasks ?? [];
  const width = Math.max(...tasks.map((task) => subjectOf(task).length));
  for (const task of tasks) {
    const { outcome = "", summary = "", branch = "", commit = "" } = task.result ?? {};
    const pushed = commit && ` -> ${branch} ${commit.slice(0, 7)}`;
    const line = `  ${subjectOf(task).padEnd(width)}  ${outcome.padEnd("NoChange".length)}  ${summary}${pushed}`;
    terminal.say(line, outcome === "Failed" ? "bad" : "good");
  }
  const command = ["git", "-c", "safe.directory=*", "-C", `${folder}/git/${org}/cart.git`];
  const show = [...command, "log", "--patch", "--format=%h %an: %s", `main..kubetask/${batchName}`];
  terminal.say(`\n$ ${show.map((word) => / /.test(word) ? `'${word}'` : word).join(" ")}`, "quiet");
  terminal.say((await runCommand(show)).trimEnd());
  // Beside the folder, not in it: the pods do not need it.
  const page = `${folder}-report.html`;
  await Deno.writeTextFile(page, pageOf([run], "html", { now: Date.now() }));
  terminal.say("\nThe page that `kubetask report` makes of it, for a browser:");
  terminal.say(`  ${page}`);
}
