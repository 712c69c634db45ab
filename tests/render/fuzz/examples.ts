/** The templates of the corpus, to damage. */

import type { Example } from "./case.ts";

/** All of them, in the order of the files' names: what a mutation makes of a seed depends on it. */
export async function corpusExamples(): Promise<Example[]> {
  const folder = `${import.meta.dirname}/../corpus`;
  const files = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  const examples: Example[] = [];
  for (const file of files.filter((name) => name.endsWith(".json")).sort()) {
    // Written by the oracle.
    examples.push(...JSON.parse(await Deno.readTextFile(`${folder}/${file}`)) as Example[]);
  }
  return examples.map(({ template, data }) => ({ template, data }));
}
