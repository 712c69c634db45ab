/** What the container is told by its environment, checked before anything is done. */

import { gitBranch } from "../../crds/names.ts";
import { Failure } from "./failure.ts";

export interface Settings {
  /** The agent: program and arguments. */
  readonly command: readonly string[];
  readonly taskId: string;
  /** Contexts as JSON, as `{{ .Contexts }}` gives them. */
  readonly contexts?: string;
  /** Folder that has every File context as a file. */
  readonly contextFiles?: string;
  /** What the first Repository context says, for templates that hand over no JSON. */
  readonly repository?: { readonly org: string; readonly repo: string; readonly branch: string };
  /** Where repositories are, without credentials: `https://github.com`. */
  readonly gitUrl?: URL;
  readonly credentials: Credentials;
  readonly workspace: string;
  readonly branch: BranchName;
  /** First line of commits. */
  readonly title: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Milliseconds for the agent. */
  readonly timeLimit?: number;
  readonly pullRequest?: { readonly command: string; readonly env: Record<string, string> };
  readonly resultPath: string;
  /** The environment for the agent: all that this program got, but what is for Git and for the pull request only. */
  readonly agentEnv: Record<string, string>;
  /** Where Git finds programs, proxies and certificates. */
  readonly systemEnv: Record<string, string>;
}

/** How Git gets passwords: from a file in the format of git-credential-store, or from a program. */
export interface Credentials {
  readonly file?: string;
  readonly helper?: string;
}

/**
 * The branch for the work, the same in every run. A derived name gets the base branch behind it where that is not the repository's
 * default one: two units of a Batch may work on two branches of one repository.
 */
export interface BranchName {
  readonly name: string;
  readonly isDerived: boolean;
}

export type Environment = Readonly<Record<string, string>>;

const forSystem = [
  "PATH",
  "TMPDIR",
  "http_proxy",
  "https_proxy",
  "HTTPS_PROXY",
  "all_proxy",
  "ALL_PROXY",
  "no_proxy",
  "NO_PROXY",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "GIT_SSL_CAINFO",
];

/** Where the result goes, before anything can be wrong. */
export function resultPath(env: Environment): string {
  return env.KUBETASK_TERMINATION_LOG || "/dev/termination-log";
}

/** `words` are those of the command line: `run -- claude --print`. Throws a Failure that names the variable, never its value. */
export function settingsFrom(words: readonly string[], env: Environment): Settings {
  const [verb, dashes, ...command] = words;
  if (verb !== "run" || dashes !== "--" || command.length === 0) {
    throw bad("The arguments must be: run -- COMMAND [ARGUMENT...]");
  }
  const taskId = env.KUBETASK_TASK_ID || "task";
  const unit = env.KUBETASK_BATCH || env.KUBETASK_BATCHRUN || taskId;
  const forPullRequest = (env.KUBETASK_PULL_REQUEST_ENV ?? "").split(",").map((name) => name.trim()).filter(Boolean);
  const { REPOSITORY_ORG: org = "", REPOSITORY_REPO: repo = "", REPOSITORY_BRANCH: branch = "" } = env;
  const hidden = new Set([
    "KUBETASK_GIT_CREDENTIALS",
    "KUBETASK_GIT_CREDENTIAL_HELPER",
    "KUBETASK_PULL_REQUEST_COMMAND",
    ...forPullRequest,
  ]);
  return {
    command,
    taskId,
    contexts: env.TASK_CONTEXTS || undefined,
    contextFiles: env.KUBETASK_CONTEXT_FILES || undefined,
    repository: org || repo ? { org, repo, branch } : undefined,
    gitUrl: env.KUBETASK_GIT_URL ? gitUrlFrom(env.KUBETASK_GIT_URL) : undefined,
    credentials: {
      file: env.KUBETASK_GIT_CREDENTIALS || undefined,
      helper: env.KUBETASK_GIT_CREDENTIAL_HELPER || undefined,
    },
    workspace: env.KUBETASK_WORKSPACE || "/workspace",
    branch: branchFrom(env.KUBETASK_BRANCH, `${env.KUBETASK_BRANCH_PREFIX ?? "kubetask/"}${unit}`),
    title: env.KUBETASK_COMMIT_MESSAGE || `Apply ${unit}`,
    author: { name: env.GIT_AUTHOR_NAME || "KubeTask", email: env.GIT_AUTHOR_EMAIL || "agent@kubetask.io" },
    timeLimit: env.KUBETASK_TIME_LIMIT ? milliseconds(env.KUBETASK_TIME_LIMIT) : undefined,
    pullRequest: env.KUBETASK_PULL_REQUEST_COMMAND
      ? { command: env.KUBETASK_PULL_REQUEST_COMMAND, env: only(env, forPullRequest) }
      : undefined,
    resultPath: resultPath(env),
    agentEnv: only(env, Object.keys(env).filter((name) => !hidden.has(name))),
    systemEnv: only(env, forSystem),
  };
}

function gitUrlFrom(text: string): URL {
  const url = URL.parse(text);
  if (!url || !["https:", "http:", "file:"].includes(url.protocol)) {
    throw bad("KUBETASK_GIT_URL must be an address with https, http or file");
  }
  if (url.username || url.password) {
    throw bad("KUBETASK_GIT_URL holds credentials: they belong into the file that KUBETASK_GIT_CREDENTIALS names");
  }
  if (url.search || url.hash) throw bad("KUBETASK_GIT_URL must end with the path");
  return url;
}

function branchFrom(given: string | undefined, derived: string): BranchName {
  const name = given || derived;
  if (!gitBranch.safeParse(name).success || name.endsWith(".lock")) {
    throw bad(
      `${given ? "KUBETASK_BRANCH" : "KUBETASK_BRANCH_PREFIX with the unit's name"} is not a name for a branch`,
    );
  }
  return { name, isDerived: !given };
}

function milliseconds(text: string): number {
  // The longest that a timer can be set to.
  if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > 2_147_483) {
    throw bad("KUBETASK_TIME_LIMIT must be a whole number of seconds from 1 to 2147483");
  }
  return Number(text) * 1000;
}

function only(env: Environment, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => env[name] === undefined ? [] : [[name, env[name]]]));
}

function bad(message: string): Failure {
  return new Failure("BadSettings", message);
}
