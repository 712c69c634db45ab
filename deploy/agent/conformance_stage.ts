/** Where an agent is tried: bare repositories in a folder, and its command with the environment of the contract. */

import type { Context, Repository } from "../../crds/context.ts";
import { run } from "./process.ts";

/** What the agent is to do, said twice: to a language model, and to a shell. */
export interface Work {
  /** Also the name of the Batch, if there is no other. */
  readonly name: string;
  readonly batch?: string;
  readonly task: string;
  readonly script: string;
  readonly repository: Repository;
  readonly files?: Readonly<Record<string, string>>;
  /** Contexts come as JSON, or as files and variables. */
  readonly as: "json" | "files";
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number;
  /** What stands in the termination message. */
  readonly message: string;
  /** All that it printed. */
  readonly log: string;
}

export interface Stage {
  /** Makes a repository with one file on branch main; returns its address on this disk. */
  repository(repo: string): Promise<string>;
  /** Runs git for a look or a commit by someone else, and returns what it printed. */
  git(...args: string[]): Promise<string>;
  run(work: Work): Promise<Ended>;
  /** Of another developer, on that branch of a repository: `file` gets that text. Returns the commit. */
  pushAsOther(address: string, branch: string, file: string, text: string): Promise<string>;
}

export const organization = "example";
/** In the credentials file: nobody may ever see it. */
export const password = "conformance-password-3x4mpl3";

const somebody = { name: "Somebody Else", email: "somebody@example.com" };
/** Milliseconds for one run of the agent. */
const patience = 600_000;

/** `command`: its words may hold `{folder}`, `{env}` (a file of NAME=value lines) and `{log}` (the termination message). */
export function stageIn(folder: string, command: readonly string[], signal: AbortSignal): Stage {
  const addressOf = (repo: string) => `${folder}/git/${organization}/${repo}.git`;
  let runs = 0;
  async function git(...args: string[]): Promise<string> {
    const identity = ["-c", `user.name=${somebody.name}`, "-c", `user.email=${somebody.email}`];
    const env = { PATH: Deno.env.get("PATH") ?? "", HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
    const ended = await run({
      program: "git",
      args: [...identity, ...args],
      cwd: folder,
      env,
      output: "kept",
      signal,
    });
    if (ended.code !== 0) throw new Error(`Cannot run git ${args[0]}: ${ended.stderr.trim()}`);
    return new TextDecoder().decode(ended.stdout).trim();
  }
  async function pushAsOther(address: string, branch: string, file: string, text: string): Promise<string> {
    const clone = await Deno.makeTempDir({ dir: folder, prefix: "clone-" });
    await git("clone", "--quiet", address, clone);
    await git("-C", clone, "checkout", "--quiet", "-B", branch);
    await Deno.writeTextFile(`${clone}/${file}`, text);
    await git("-C", clone, "add", "--all");
    await git("-C", clone, "commit", "--quiet", "--message", `Write ${file}`);
    await git("-C", clone, "push", "--quiet", "origin", branch);
    return await git("-C", clone, "rev-parse", "HEAD");
  }
  return {
    git,
    pushAsOther,
    async repository(repo) {
      const address = addressOf(repo);
      await git("init", "--quiet", "--bare", "--initial-branch=main", "--shared=0666", address);
      await pushAsOther(address, "main", "README.md", `# ${repo}\n`);
      return address;
    },
    async run(work) {
      const place = `${folder}/run-${++runs}`;
      await Deno.mkdir(`${place}/workspace`, { recursive: true });
      const log = `${place}/termination-log`;
      await Deno.writeTextFile(log, "");
      await Deno.chmod(log, 0o666);
      const env = await environmentOf(work, folder, place);
      await Deno.writeTextFile(
        `${place}/env`,
        Object.entries(env).map(([name, value]) => `${name}=${value}\n`).join(""),
      );
      const words = command.map((word) =>
        word.replaceAll("{folder}", folder).replaceAll("{env}", `${place}/env`).replaceAll("{log}", log)
      );
      const { code, stdout, stderr, isOverLimit } = await run({
        program: words[0] ?? "",
        args: words.slice(1),
        cwd: Deno.cwd(),
        env: { ...Deno.env.toObject(), ...env },
        output: "kept",
        limit: patience,
        signal,
      });
      if (isOverLimit) throw new Error(`The agent did not end within ${patience / 1000} seconds`);
      const message = await Deno.readTextFile(log);
      return { code, message, log: `${new TextDecoder().decode(stdout)}${stderr}` };
    },
  };
}

/** The environment that a template gives. */
async function environmentOf(work: Work, folder: string, place: string): Promise<Record<string, string>> {
  const { name, batch = name, repository, as } = work;
  const files = { "task.md": work.task, "script.sh": work.script, ...work.files };
  const credentials = `${place}/credentials`;
  await Deno.writeTextFile(credentials, `https://agent:${password}@git.example.com\n`);
  const all = {
    KUBETASK_GIT_URL: `file://${folder}/git`,
    KUBETASK_GIT_CREDENTIALS: credentials,
    KUBETASK_WORKSPACE: `${place}/workspace`,
    KUBETASK_BATCH: batch,
    KUBETASK_BATCHRUN: `${batch}-001`,
    KUBETASK_TASK_ID: `${batch}-001-task-0`,
    KUBETASK_TERMINATION_LOG: `${place}/termination-log`,
  };
  if (as === "json") {
    const contexts: Context[] = [
      ...Object.entries(files).map(([name, inline]) => ({ type: "File" as const, file: { name, source: { inline } } })),
      { type: "Repository", repository },
    ];
    return { ...all, TASK_CONTEXTS: JSON.stringify(contexts), ...work.env };
  }
  await Deno.mkdir(`${place}/contexts`);
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${place}/contexts/${name}`, text);
  return {
    ...all,
    KUBETASK_CONTEXT_FILES: `${place}/contexts`,
    REPOSITORY_ORG: repository.org,
    REPOSITORY_REPO: repository.repo,
    REPOSITORY_BRANCH: repository.branch,
    ...work.env,
  };
}
