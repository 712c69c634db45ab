/** A place for agents in tests: a folder of bare repositories that serves as the server, a workspace, and a way to run the agent program. */

import { git, gitBytes } from "./git.ts";
import { serveGit } from "./git_server.ts";

export interface AgentRun {
  /** What the agent does, as a shell script in its working tree. */
  readonly agent: string;
  readonly env?: Record<string, string>;
  readonly repository?: string;
  readonly base?: string;
  readonly task?: string;
}

export interface Ended {
  /** What stands in the termination message. */
  readonly result: Record<string, unknown>;
  readonly code: number;
  readonly log: string;
}

export interface Started {
  readonly pid: number;
  /** All that a pod's end would end. */
  kill(): Promise<void>;
  readonly ended: Promise<Ended>;
}

export interface Commit {
  readonly repository?: string;
  readonly branch?: string;
  /** The parent; else the tip of the branch. */
  readonly from?: string;
  readonly message?: string;
}

/** Lends a place that is gone afterwards. */
export async function withSite(work: (site: Site) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "agent-site-" });
  try {
    for (const name of ["server", "workspace", "tmp", "home", "bin"]) await Deno.mkdir(`${folder}/${name}`);
    await work(new Site(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A test with the leak checks on. */
export function law(name: string, work: (site: Site) => Promise<void>): void {
  Deno.test({ name, sanitizeOps: true, sanitizeResources: true, fn: () => withSite(work) });
}

const program = new URL("../../deploy/agent/main.ts", import.meta.url).pathname;
let runs = 0;

export class Site {
  /** Exists as soon as something ran that must not. */
  readonly canary: string;

  constructor(readonly folder: string) {
    this.canary = `${folder}/canary`;
  }

  get workspace(): string {
    return `${this.folder}/workspace`;
  }

  server(repository = "acme/shop"): string {
    return `${this.folder}/server/${repository}.git`;
  }

  cache(repository = "acme/shop"): string {
    return `${this.workspace}/repos/file${this.folder}/server/${repository}.git`;
  }

  /** An empty repository on the server. */
  async emptyRepository(repository = "acme/shop", ...options: string[]): Promise<void> {
    await git(this.folder, "init", "--quiet", "--bare", "--initial-branch=main", ...options, this.server(repository));
  }

  /** A repository on the server with these files on `main`. */
  async repository(files: Record<string, string> = { "a.txt": "a\n" }, repository = "acme/shop"): Promise<void> {
    await this.emptyRepository(repository);
    await this.commit(files, { repository, message: "first" });
  }

  /** Somebody's commit, straight on the server. Answers its name. */
  async commit(
    files: Record<string, string>,
    { repository = "acme/shop", branch = "main", from, message = "somebody's" }: Commit = {},
  ): Promise<string> {
    const bare = this.server(repository);
    const parent = await git(bare, "rev-parse", "--verify", "--quiet", from ?? branch).catch(() => undefined);
    const index = `${this.folder}/tmp/index-${++runs}`;
    const env = { GIT_INDEX_FILE: index };
    if (parent) await gitBytes(bare, ["read-tree", parent], { env });
    for (const [path, text] of Object.entries(files)) {
      const blob = new TextDecoder().decode(await gitBytes(bare, ["hash-object", "-w", "--stdin"], { input: text }))
        .trim();
      await gitBytes(bare, ["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`], { env });
    }
    const tree = new TextDecoder().decode(await gitBytes(bare, ["write-tree"], { env })).trim();
    const commit = await git(bare, "commit-tree", tree, ...parent ? ["-p", parent] : [], "-m", message);
    await git(bare, "update-ref", `refs/heads/${branch}`, commit);
    await Deno.remove(index);
    return commit;
  }

  /** What is on a branch of the server: path and content. */
  async files(branch = "kubetask/upgrade", repository = "acme/shop"): Promise<Record<string, string>> {
    const bare = this.server(repository);
    const paths = (await git(bare, "ls-tree", "-r", "-z", "--name-only", branch)).split("\0").filter(Boolean);
    return Object.fromEntries(
      await Promise.all(paths.map(async (path) => {
        return [path, new TextDecoder().decode(await gitBytes(bare, ["cat-file", "blob", `${branch}:${path}`]))];
      })),
    );
  }

  /** First lines of the commits on a branch of the server, the newest first. */
  async commits(branch = "kubetask/upgrade", repository = "acme/shop"): Promise<string[]> {
    return (await git(this.server(repository), "log", "--format=%s", branch)).split("\n");
  }

  async branches(repository = "acme/shop"): Promise<string[]> {
    return (await git(this.server(repository), "for-each-ref", "--format=%(refname:short)")).split("\n").filter(
      Boolean,
    );
  }

  /** Serves the repositories over HTTP while the work goes on. */
  serve<T>(work: (url: string) => Promise<T>, options: Parameters<typeof serveGit>[1] = {}): Promise<T> {
    return serveGit(`${this.folder}/server`, options, work);
  }

  async run(run: AgentRun): Promise<Ended> {
    return await (await this.start(run)).ended;
  }

  async start(
    { agent, env = {}, repository = "acme/shop", base = "main", task = "upgrade-1-task-0" }: AgentRun,
  ): Promise<Started> {
    const [org, repo] = [
      repository.slice(0, repository.lastIndexOf("/")),
      repository.slice(repository.lastIndexOf("/") + 1),
    ];
    const tmp = `${this.folder}/tmp/${++runs}`;
    const message = `${tmp}.message`;
    await Deno.mkdir(tmp);
    await Deno.writeTextFile(message, "");
    const contexts = [
      { type: "File", file: { name: "task.md", source: { inline: "Do it\n" } } },
      { type: "Repository", repository: { org, repo, branch: base } },
    ];
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", program, "run", "--", "sh", "-euc", agent],
      clearEnv: true,
      env: {
        PATH: `${this.folder}/bin:${Deno.env.get("PATH")}`,
        HOME: `${this.folder}/home`,
        DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
        TMPDIR: tmp,
        CANARY: this.canary,
        TASK_CONTEXTS: JSON.stringify(contexts),
        KUBETASK_GIT_URL: `file://${this.folder}/server`,
        KUBETASK_WORKSPACE: this.workspace,
        KUBETASK_BATCH: "upgrade",
        KUBETASK_TASK_ID: task,
        KUBETASK_TERMINATION_LOG: message,
        ...env,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const ended = Promise.all([child.status, new Response(child.stdout).text(), new Response(child.stderr).text()])
      .then(async ([{ code }, out, err]) => {
        const result = JSON.parse(await Deno.readTextFile(message)) as Record<string, unknown>;
        return { result, code, log: out + err };
      });
    return { pid: child.pid, kill: () => killAll(`TMPDIR=${tmp}`), ended };
  }

  /** What runs have left behind, but for the caches. */
  async leftovers(): Promise<string[]> {
    const names: string[] = [];
    for (const place of ["workspace/worktrees", "tmp"]) {
      for (const { name, isDirectory } of await entries(`${this.folder}/${place}`)) {
        if (place !== "tmp") names.push(...name === ".lock" ? [] : [name]);
        else if (isDirectory) names.push(...(await entries(`${this.folder}/tmp/${name}`)).map(({ name }) => name));
      }
    }
    return names;
  }

  /** Waits until the file is there. Fails if the run is over first. */
  async appears(path: string, { ended }: Started): Promise<void> {
    const watcher = Deno.watchFs(path.slice(0, path.lastIndexOf("/")), { recursive: false });
    let isClosed = false;
    const close = () => {
      if (!isClosed) watcher.close();
      isClosed = true;
    };
    ended.then(close, close);
    try {
      if (await exists(path)) return;
      for await (const _ of watcher) if (await exists(path)) return;
    } finally {
      close();
    }
    throw new Error(`${path} never came: ${(await ended).log}`);
  }
}

export async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** Not so for one that is dead and that nobody has asked about. */
export async function isRunning(pid: string): Promise<boolean> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => "");
  return stat !== "" && !/\) [ZX] /.test(stat);
}

async function entries(folder: string): Promise<Deno.DirEntry[]> {
  return await exists(folder) ? await Array.fromAsync(Deno.readDir(folder)) : [];
}

/** Ends every process with this in its environment, at once, as the end of a container does. */
async function killAll(variable: string): Promise<void> {
  for (let found = await having(variable); found.length > 0; found = await having(variable)) {
    for (const pid of found) {
      try {
        Deno.kill(pid, "SIGKILL");
      } catch {
        // It has just ended.
      }
    }
  }
}

async function having(variable: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await Deno.readTextFile(`/proc/${name}/environ`).catch(() => "");
    if (environment.split("\0").includes(variable)) found.push(Number(name));
  }
  return found;
}
