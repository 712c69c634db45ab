/** What a unit does, from its contexts to its result. */

import type { AgentResult } from "../../crds/agent_result.ts";
import type { Repository } from "../../crds/context.ts";
import { runAgent } from "./agent_command.ts";
import { isAncestor } from "./branch.ts";
import { cachePath, refreshCache } from "./cache.ts";
import { readContexts } from "./contexts.ts";
import { Failure } from "./failure.ts";
import { type Git, type GitAccess, type ObjectId, withGit } from "./git.ts";
import { retried } from "./git_failure.ts";
import { type Papers, withPapers } from "./papers.ts";
import { openPullRequest } from "./pull_request.ts";
import { push } from "./push.ts";
import { lookAtRemote, type Remote } from "./remote.ts";
import { nothingSaid, type Said, saidIn } from "./result.ts";
import { scrubber } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { takeSnapshot } from "./snapshot.ts";
import { withUnitFolder } from "./unit_folder.ts";
import { checkOut, type WorkingTree } from "./working_tree.ts";
import { withWorkspace } from "./workspace.ts";

export interface Outcome {
  readonly result: AgentResult;
  readonly said: Said;
}

/** A unit at work, and what is known so far: it belongs to the result even if what comes next fails. */
interface Unit {
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
  readonly scrub: (text: string) => string;
  said: Said;
  pushed?: { readonly branch: string; readonly commit: ObjectId; readonly changedFiles?: number };
}

/** A line in commits by which a later attempt of the same unit knows its own work. */
const trailer = "KubeTask-Task";
/** For a first look, before it is known which kind of hash the repository has. */
const noObject = "0".repeat(40);

/** What can go wrong in the world is a result too; what is thrown is a bug. Nothing is left behind. `tell` writes to the pod's log. */
export async function work(settings: Settings, signal: AbortSignal, tell: (line: string) => void): Promise<Outcome> {
  const scrub = await scrubber(settings.credentials, Object.values(settings.pullRequest?.env ?? {}));
  const unit: Unit = { settings, signal, tell: (line) => tell(scrub(line)), scrub, said: nothingSaid };
  try {
    const contexts = await readContexts(settings);
    const result = await withWorkspace(settings.workspace, unit.tell, (workspace) => {
      return withUnitFolder(workspace, settings.taskId, (folder) => {
        return withPapers(contexts, settings, async (papers) => {
          const { repository } = contexts;
          return repository
            ? await inRepository(unit, repository, papers, workspace, folder)
            : await alone(unit, papers, folder);
        });
      });
    });
    return { result, said: unit.said };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const result = { outcome: "Failed", reason: error.reason, summary: scrub(error.message), ...unit.pushed } as const;
    return { result, said: unit.said };
  }
}

/** Without a repository nobody but the agent knows whether anything was changed. */
async function alone(unit: Unit, papers: Papers, folder: string): Promise<AgentResult> {
  await Deno.mkdir(`${folder}/work`);
  const failed = await agent(unit, papers, `${folder}/work`, {});
  return failed ?? { outcome: unit.said.outcome === "Changed" ? "Changed" : "NoChange", summary: unit.said.summary };
}

async function inRepository(
  unit: Unit,
  repository: Repository,
  papers: Papers,
  workspace: string,
  folder: string,
): Promise<AgentResult> {
  const { settings, signal, tell } = unit;
  const access: GitAccess = { ...settings, url: urlOf(settings, repository), signal };
  tell(`Looks at ${access.url.href}`);
  const seen = await withGit(access, { over: [] }, noObject, (git) => {
    return retried(() => lookAtRemote(git, repository.branch, settings.branch), signal);
  });
  const cache = cachePath(workspace, access.url);
  const remote = await refreshCache(cache, access, seen);
  const tree = await checkOut(access, `${folder}/${repository.repo}`, cache, remote);
  tell(`Starts the agent on branch ${remote.unit.branch}, at ${tree.start}`);
  const failed = await agent(unit, papers, tree.folder, {
    KUBETASK_REPOSITORY: `${repository.org}/${repository.repo}`,
    KUBETASK_BASE_BRANCH: remote.base.branch,
    KUBETASK_BRANCH: remote.unit.branch,
  });
  if (failed) return failed;
  const objects = { over: [`${tree.folder}/.git/objects`, `${cache}/objects`] };
  return await withGit(access, objects, tree.start, (git) => conclude(unit, git, repository, remote, tree));
}

/** The result if the agent failed, by its exit code or its own words. */
async function agent(
  unit: Unit,
  papers: Papers,
  cwd: string,
  more: Record<string, string>,
): Promise<AgentResult | undefined> {
  const { settings, signal, scrub, tell } = unit;
  let code: number;
  try {
    code = await runAgent(settings, { cwd, prompt: papers.prompt, env: { ...papers.env, ...more } }, signal);
  } finally {
    const text = await papers.resultText();
    const said = text === undefined ? nothingSaid : saidIn(text, scrub);
    if (!said) tell("The result file cannot be used: it is no JSON object, or too large");
    unit.said = said ?? nothingSaid;
  }
  const { said } = unit;
  if (code === 0 && said.outcome !== "Failed") return undefined;
  const summary = said.summary ?? `The agent command ended with exit code ${code}`;
  return { outcome: "Failed", reason: said.reason ?? "AgentFailed", summary };
}

/** Pushes what was changed, and sees to the pull request; to that also if an earlier attempt pushed and got no further. */
async function conclude(
  unit: Unit,
  git: Git,
  { org, repo }: Repository,
  { base, unit: { branch, tip } }: Remote,
  tree: WorkingTree,
): Promise<AgentResult> {
  const { settings, signal, tell, scrub, said } = unit;
  const { title, taskId, pullRequest } = settings;
  const summary = said.summary ?? "";
  const { commit, changedFiles } = await takeSnapshot(git, tree, `${title}\n\n${summary}\n\n${trailer}: ${taskId}\n`);
  const isChanged = commit !== tree.start;
  if (isChanged) {
    unit.pushed = { branch, commit: await push(git, commit, branch, signal), changedFiles };
    tell(`Pushed ${unit.pushed.commit} to ${branch}`);
  } else if (tip && !await isAncestor(git, tip, base.tip)) {
    unit.pushed = { branch, commit: tip };
  }
  const { pushed } = unit;
  if (!pushed) return { outcome: "NoChange", summary: said.summary };
  const outcome = isChanged || await isOwnWork(git, base.tip, pushed.commit, taskId) ? "Changed" : "NoChange";
  if (!pullRequest) return { outcome, summary: said.summary, ...pushed };
  const about = {
    org,
    repo,
    base: base.branch,
    branch,
    commit: pushed.commit,
    title: title.split("\n")[0] ?? "",
    summary,
  };
  const { url, log } = await openPullRequest(pullRequest, settings, about, signal);
  if (log.trim()) tell(log.trim());
  return { outcome, summary: said.summary, ...pushed, pullRequest: url && scrub(url) };
}

async function isOwnWork(git: Git, base: ObjectId, tip: ObjectId, taskId: string): Promise<boolean> {
  const ids = await git.text(["log", `--format=%(trailers:key=${trailer},valueonly)`, `${base}..${tip}`]);
  return ids.split("\n").includes(taskId);
}

function urlOf({ gitUrl }: Settings, { org, repo }: Repository): URL {
  if (!gitUrl) throw new Failure("BadSettings", "KUBETASK_GIT_URL is not set, and the contexts name a repository");
  const url = new URL(gitUrl);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${org}/${repo}.git`;
  return url;
}
