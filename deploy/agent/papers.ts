/** The files that an agent gets beside its working tree, and the one that it may leave. */

import type { Contexts } from "./contexts.ts";
import { promptOf } from "./prompt.ts";
import type { Settings } from "./settings.ts";
import { withTemporaryFolder } from "./temporary_folder.ts";

export interface Papers {
  readonly prompt: string;
  /** Where they are, for the agent's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What the agent left as result file: nothing, or empty if it is nothing that could be read. */
  resultText(): Promise<string | undefined>;
}

/** Bytes. */
const largestResult = 65_536;

export async function withPapers<T>(
  contexts: Contexts,
  { contextFiles }: Settings,
  work: (papers: Papers) => Promise<T>,
): Promise<T> {
  return await withTemporaryFolder("agent", async (folder) => {
    const files = contextFiles ?? `${folder}/contexts`;
    if (contextFiles === undefined) {
      await Deno.mkdir(files);
      for (const { name, text } of contexts.files) await Deno.writeTextFile(`${files}/${name}`, text);
    }
    const prompt = promptOf(contexts, files);
    await Deno.writeTextFile(`${folder}/prompt.md`, prompt);
    return await work({
      prompt,
      env: {
        KUBETASK_CONTEXT_FILES: files,
        KUBETASK_PROMPT_FILE: `${folder}/prompt.md`,
        KUBETASK_RESULT_FILE: `${folder}/result.json`,
      },
      resultText: () => textOf(`${folder}/result.json`),
    });
  });
}

/** Not of a link, which could lead to a file that is not the agent's to show, nor of a pipe, which never ends. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    const { isFile, size } = await Deno.lstat(path);
    return isFile && size <= largestResult ? await Deno.readTextFile(path) : "";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
