/** Reads what the unit is to work with, and refuses what makes no sense before it costs anything. */

import * as z from "zod";
import { Context, Repository } from "../../crds/context.ts";
import { Failure } from "./failure.ts";
import type { Settings } from "./settings.ts";

/** Files in the order in which they were given; at most one repository. */
export interface Contexts {
  readonly files: readonly ContextFile[];
  readonly repository?: Repository;
}

export interface ContextFile {
  readonly name: string;
  readonly text: string;
}

/** Throws a Failure that names the place, never a text. */
export async function readContexts({ contexts, contextFiles, repository }: Settings): Promise<Contexts> {
  if (contexts === undefined && contextFiles === undefined) {
    throw bad("Neither TASK_CONTEXTS nor KUBETASK_CONTEXT_FILES is set");
  }
  const given = contexts === undefined ? [] : parsed(contexts);
  const repositories = given.flatMap((context) => context.type === "Repository" ? [context.repository] : []);
  if (contexts === undefined && repository) repositories.push(checked(repository));
  if (repositories.length > 1) {
    throw bad(`The contexts name ${repositories.length} repositories, and an agent works on one`);
  }
  const files: ContextFile[] = [];
  if (contexts === undefined) {
    const folder = contextFiles ?? "";
    for (const name of await namesIn(folder)) files.push({ name, text: await textOf(folder, name) });
  }
  for (const { file } of given.filter((context) => context.type === "File")) {
    if (files.some(({ name }) => name === file.name)) throw bad(`Two File contexts are named '${file.name}'`);
    const text = contextFiles === undefined ? file.source.inline : await textOf(contextFiles, file.name);
    if (text === undefined) {
      throw bad(
        `File context '${file.name}' is not inline: annotate the Job with kubetask.io/context-files and set ` +
          "KUBETASK_CONTEXT_FILES to that folder",
      );
    }
    files.push({ name: file.name, text });
  }
  if (files.length === 0 && repositories.length === 0) throw bad("There is no context: nothing to do");
  return { files, repository: repositories[0] };
}

function parsed(text: string): Context[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw bad("TASK_CONTEXTS is not JSON");
  }
  return valid(z.array(Context), json, "TASK_CONTEXTS");
}

function checked(repository: Repository): Repository {
  return valid(Repository, repository, "REPOSITORY_ORG, REPOSITORY_REPO and REPOSITORY_BRANCH");
}

function valid<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const { path, message } = error.issues[0] ?? { path: [], message: "" };
  const place = path.map((step) => typeof step === "number" ? `[${step}]` : `.${String(step)}`).join("");
  throw bad(`${name}${place}: ${message}`);
}

/** A mounted folder has its own hidden entries beside the files, which start with two dots. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name)
      .filter((name) => !name.startsWith("..")).sort();
  } catch (error) {
    throw bad(`Cannot read the folder that KUBETASK_CONTEXT_FILES names: ${codeOf(error)}`);
  }
}

async function textOf(folder: string, name: string): Promise<string> {
  try {
    return await Deno.readTextFile(`${folder}/${name}`);
  } catch (error) {
    throw bad(`Cannot read File context '${name}' in the folder that KUBETASK_CONTEXT_FILES names: ${codeOf(error)}`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

function bad(message: string): Failure {
  return new Failure("BadContexts", message);
}
