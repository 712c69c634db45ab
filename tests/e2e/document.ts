/** The design document's examples as they stand there, and a shell to type its commands into. */

import { load } from "js-yaml";
import { build } from "../cluster/binaries.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { run } from "../cluster/command.ts";

/** Text of an example, word for word. Those that need no node are kept with the tests of `crds/`. */
export function example(file: string): string {
  try {
    return Deno.readTextFileSync(`${import.meta.dirname}/document/${file}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return Deno.readTextFileSync(`${import.meta.dirname}/../crds/document/${file}`);
  }
}

/** An example's object. The caller knows its kind. */
export function exampleObject<T>(file: string): T {
  return load(example(file)) as T;
}

/** The Job template inside of an example of a ConfigMap. */
export function templateIn(file: string): string {
  const text = exampleObject<{ data: Record<string, string> }>(file).data["agent-template.yaml"];
  if (text === undefined) throw new Error(`Cannot find the agent template in ${file}`);
  return text;
}

/** The command under a comment of a shell example. */
export function commandIn(file: string, comment: string): string {
  const found = example(file).split(/^# /m).find((part) => part.startsWith(`${comment}\n`));
  if (found === undefined) throw new Error(`Cannot find "${comment}" in ${file}`);
  return found.slice(comment.length + 1).trim();
}

/** A shell in which the document's commands mean this cluster, and its namespace where they name none. */
export interface Shell extends AsyncDisposable {
  /** Writes a file that later commands name. */
  write(file: string, text: string): Promise<void>;
  /** What the commands printed; throws when one of them fails. */
  run(commands: string): Promise<string>;
  /** Runs a command without an end until it prints this. */
  runUntil(printed: string, command: string): Promise<void>;
}

export async function openShell(cluster: Cluster, namespace: string): Promise<Shell> {
  const cwd = await Deno.makeTempDir({ prefix: "kubetask-shell-" });
  const KUBECONFIG = `${cwd}/.kubeconfig`;
  await Deno.copyFile(cluster.kubeconfig, KUBECONFIG);
  const PATH = `${await build(["kubectl"], () => {})}:${Deno.env.get("PATH")}`;
  const options = { cwd, env: { KUBECONFIG, PATH, KUBECACHEDIR: `${cwd}/.cache` } };
  await run(["kubectl", "config", "set-context", "--current", "--namespace", namespace], options);
  return {
    write: (file, text) => Deno.writeTextFile(`${cwd}/${file}`, text),
    run: (commands) => run(["bash", "-e", "-c", commands], options),
    async runUntil(printed, command) {
      const args = ["60", "bash", "-c", `exec ${command}`];
      const child = new Deno.Command("timeout", { ...options, args, stdin: "null", stdout: "piped" }).spawn();
      let output = "";
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        output += text;
        if (output.includes(printed)) break;
      }
      child.kill("SIGTERM");
      await child.status;
      if (!output.includes(printed)) {
        throw new Error(`Cannot find "${printed}" in what "${command}" printed:\n${output}`);
      }
    },
    [Symbol.asyncDispose]: () => Deno.remove(cwd, { recursive: true }),
  };
}
