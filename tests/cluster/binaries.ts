/** The programs of the cluster, built from Go modules into a cache outside the repository, once per version. */

import { createHash } from "node:crypto";
import { run } from "./command.ts";

interface Recipe {
  /** Folder under `go/`, whose go.mod and go.sum say exactly what is built. */
  module: "etcd" | "kubernetes" | "kwok" | "tools";
  package: string;
  /** What a first build takes on two cores, for the progress line. */
  seconds: number;
}

const recipes = {
  "certificates": { module: "tools", package: "./certificates", seconds: 20 },
  "pause": { module: "tools", package: "./pause", seconds: 2 },
  "etcd": { module: "etcd", package: "go.etcd.io/etcd/server/v3", seconds: 30 },
  "kube-apiserver": { module: "kubernetes", package: "k8s.io/kubernetes/cmd/kube-apiserver", seconds: 180 },
  "kube-controller-manager": {
    module: "kubernetes",
    package: "k8s.io/kubernetes/cmd/kube-controller-manager",
    seconds: 30,
  },
  "kubectl": { module: "kubernetes", package: "k8s.io/kubernetes/cmd/kubectl", seconds: 20 },
  "kube-scheduler": { module: "kubernetes", package: "k8s.io/kubernetes/cmd/kube-scheduler", seconds: 15 },
  "kubelet": { module: "kubernetes", package: "k8s.io/kubernetes/cmd/kubelet", seconds: 30 },
  "kwok": { module: "kwok", package: "sigs.k8s.io/kwok/cmd/kwok", seconds: 90 },
} satisfies Record<string, Recipe>;

export type Program = keyof typeof recipes;

const oldestGo = [1, 25] as const;
const modules = `${import.meta.dirname}/go`;
const version = "k8s.io/component-base/version";
const flags = [
  "-trimpath",
  "-ldflags",
  `-s -w -X ${version}.gitVersion=v1.35.4 -X ${version}.gitMajor=1 -X ${version}.gitMinor=35`,
];

/** Those of `programs` that are not built yet, and about how many seconds that takes on two cores. */
export async function missingPrograms(programs: readonly Program[]): Promise<{ programs: Program[]; seconds: number }> {
  const folder = await binaryFolder();
  const missing: Program[] = [];
  for (const program of programs) if (!await exists(`${folder}/${program}`)) missing.push(program);
  return { programs: missing, seconds: missing.reduce((sum, program) => sum + recipes[program].seconds, 0) };
}

/** Where programs are kept once they are built: a folder for each set of versions. */
export async function binaryFolder(): Promise<string> {
  return `${cacheFolder()}/kubetask/${await versionsHash()}`;
}

/**
 * Builds what is missing of `programs` and returns the folder they are in. A program appears there whole or not at all,
 * so builds may be interrupted and run side by side.
 */
export async function build(
  programs: readonly Program[],
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<string> {
  const folder = await binaryFolder();
  const { programs: missing } = await missingPrograms(programs);
  if (missing.length === 0) return folder;

  await checkGo(signal);
  await Deno.mkdir(folder, { recursive: true });
  for (const [index, program] of missing.entries()) {
    say(`[${index + 1}/${missing.length}] ${program} (about ${duration(recipes[program].seconds)} the first time) ...`);
    await buildOne(program, folder, signal);
  }
  return folder;
}

async function buildOne(program: Program, folder: string, signal?: AbortSignal): Promise<void> {
  const recipe = recipes[program];
  const partial = await Deno.makeTempDir({ dir: folder, prefix: `.${program}-` });
  try {
    await run(["go", "build", ...flags, "-o", `${partial}/${program}`, recipe.package], {
      cwd: `${modules}/${recipe.module}`,
      env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" },
      signal,
    });
    await Deno.rename(`${partial}/${program}`, `${folder}/${program}`);
  } finally {
    await Deno.remove(partial, { recursive: true });
  }
}

async function checkGo(signal?: AbortSignal): Promise<void> {
  const needed = `Go ${oldestGo.join(".")} or newer is needed to build Kubernetes (https://go.dev/dl)`;
  let found: string;
  try {
    found = await run(["go", "env", "GOVERSION"], { env: { GOTOOLCHAIN: "local" }, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(`Cannot find go: ${needed}`, { cause });
  }
  const [major = 0, minor = 0] = found.replace("go", "").split(".").map(Number);
  if (major < oldestGo[0] || (major === oldestGo[0] && minor < oldestGo[1])) {
    throw new Error(`Cannot build with ${found.trim()}: ${needed}`);
  }
}

async function versionsHash(): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([recipes, flags, Deno.build.arch]));
  for (const path of await filesUnder(modules)) hash.update(path).update(await Deno.readFile(`${modules}/${path}`));
  return hash.digest("hex").slice(0, 12);
}

async function filesUnder(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isFile) files.push(entry.name);
    if (entry.isDirectory) {
      files.push(...(await filesUnder(`${folder}/${entry.name}`)).map((file) => `${entry.name}/${file}`));
    }
  }
  return files.sort();
}

function cacheFolder(): string {
  return Deno.env.get("XDG_CACHE_HOME") || `${Deno.env.get("HOME") ?? "/tmp"}/.cache`;
}

export function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
