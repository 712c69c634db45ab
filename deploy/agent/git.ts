/**
 * Git as this program uses it: never with a configuration, hook or attribute file that a repository, an agent or the image could
 * have written.
 *
 * Git has no switch to ignore the configuration of a repository, and one of its many settings (`filter.x.clean`, `core.fsmonitor`,
 * `credential.helper`, `url.x.insteadOf`…) is enough to run code or to send a password elsewhere. So every call has a Git directory
 * of our own, made for a few calls in a folder of this container and removed before the agent runs. Only objects, and in the
 * cache references, are where others can write: they are data.
 */

import { gitFailure } from "./git_failure.ts";
import { type Ended, run } from "./process.ts";
import type { Credentials } from "./settings.ts";
import { withTemporaryFolder } from "./temporary_folder.ts";

export interface GitAccess {
  readonly url: URL;
  readonly credentials: Credentials;
  readonly author: { readonly name: string; readonly email: string };
  readonly systemEnv: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Whose objects a Git directory has: all of a repository's, with its references, or its own that build on others'. */
export type Objects = { readonly of: string } | { readonly over: readonly string[] };

/** Where the files are, and where Git notes what it knows of them. */
export interface WorkTree {
  readonly folder: string;
  readonly index: string;
}

/** The hexadecimal name of an object. Its length tells the kind of hash. */
export type ObjectId = string;

/** Lends a Git directory that is removed afterwards. */
export async function withGit<T>(
  access: GitAccess,
  objects: Objects,
  like: ObjectId,
  work: (git: Git) => Promise<T>,
): Promise<T> {
  return await withTemporaryFolder("git", async (folder) => {
    await Deno.writeTextFile(`${folder}/config`, configOf(access, like));
    // For the other end of file://, which does not get ours: whose repositories they are is for the volume's owner to know.
    await Deno.writeTextFile(`${folder}/global`, "[safe]\n\tdirectory = *\n");
    await Deno.writeTextFile(`${folder}/HEAD`, "ref: refs/heads/none\n");
    if ("of" in objects) {
      for (const name of ["objects", "refs", "packed-refs"]) {
        await Deno.symlink(`${objects.of}/${name}`, `${folder}/${name}`);
      }
    } else {
      await Deno.mkdir(`${folder}/refs`);
      await Deno.mkdir(`${folder}/objects/info`, { recursive: true });
      const others = objects.over.map((path) => `${path}\n`).join("");
      await Deno.writeTextFile(`${folder}/objects/info/alternates`, others);
    }
    return await work(new Git(folder, access));
  });
}

export interface Options {
  readonly tree?: WorkTree;
  readonly input?: string | Uint8Array<ArrayBuffer>;
  readonly limit?: number;
}

export class Git {
  readonly #folder: string;
  readonly #access: GitAccess;

  constructor(folder: string, access: GitAccess) {
    this.#folder = folder;
    this.#access = access;
  }

  get url(): URL {
    return this.#access.url;
  }

  /** A file in the Git directory. */
  path(name: string): string {
    return `${this.#folder}/${name}`;
  }

  /** What Git prints, without the last line break. Throws a Failure if it fails. */
  async text(args: readonly string[], options: Options = {}): Promise<string> {
    return new TextDecoder().decode(await this.bytes(args, options)).replace(/\n$/, "");
  }

  async bytes(args: readonly string[], options: Options = {}): Promise<Uint8Array<ArrayBuffer>> {
    const ended = await this.attempt(args, options);
    if (ended.code !== 0) throw gitFailure(args[0] ?? "", ended);
    return ended.stdout;
  }

  /** For calls whose exit code is an answer. */
  async attempt(args: readonly string[], { tree, input, limit }: Options = {}): Promise<Ended> {
    const { systemEnv, author, credentials: { file }, signal } = this.#access;
    const env = {
      ...systemEnv,
      LC_ALL: "C",
      HOME: this.#folder,
      GIT_DIR: this.#folder,
      ...tree && { GIT_WORK_TREE: tree.folder, GIT_INDEX_FILE: tree.index },
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: `${this.#folder}/global`,
      GIT_ATTR_NOSYSTEM: "1",
      GIT_NO_REPLACE_OBJECTS: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
      ...file && { KUBETASK_GIT_CREDENTIALS: file },
    };
    const cwd = tree?.folder ?? this.#folder;
    return await run({ program: "git", args, cwd, env, input, limit, output: "kept", signal });
  }
}

function configOf({ url, credentials }: GitAccess, like: ObjectId): string {
  const format = like.length === 64 ? ["[extensions]", "objectFormat = sha256"] : [];
  return [
    "[core]",
    `repositoryFormatVersion = ${like.length === 64 ? 1 : 0}`,
    "hooksPath = /dev/null",
    "attributesFile = /dev/null",
    "excludesFile = /dev/null",
    "fsmonitor = false",
    // Larger files are not taken into memory as a whole.
    "bigFileThreshold = 32m",
    "protectHFS = true",
    "protectNTFS = true",
    ...format,
    "[protocol]",
    "allow = never",
    `[protocol "${url.protocol.slice(0, -1)}"]`,
    "allow = always",
    "[http]",
    // A server that has gone silent is given up after a minute.
    "lowSpeedLimit = 1",
    "lowSpeedTime = 60",
    "[credential]",
    ...helpers(credentials).map((helper) => `helper = ${quoted(helper)}`),
    "[gc]",
    "autoDetach = false",
    "",
  ].join("\n");
}

/** The file is only read: Git would take a password that was refused out of it. */
function helpers({ file, helper }: Credentials): string[] {
  const store = '!f() { test "$1" != get || git credential-store --file "$KUBETASK_GIT_CREDENTIALS" get; }; f';
  return [...file ? [store] : [], ...helper ? [helper] : []];
}

/** As a value in a configuration file. */
function quoted(value: string): string {
  return JSON.stringify(value.replaceAll(/[\p{Cc}]/gu, " "));
}
