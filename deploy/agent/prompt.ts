/** What an agent that is a language model reads first. */

import type { Contexts } from "./contexts.ts";

/** The texts for people, then where the other files and the repository are. */
export function promptOf({ files, repository }: Contexts, folder: string): string {
  const isProse = (name: string) => /\.(md|txt)$/i.test(name);
  const others = files.filter(({ name }) => !isProse(name)).map(({ name }) => `- ${folder}/${name}`);
  return [
    ...files.filter(({ name }) => isProse(name)).map(({ text }) => text.trimEnd()),
    ...others.length > 0 ? [`These files belong to the task:\n${others.join("\n")}`] : [],
    ...repository
      ? [
        `The working directory has branch ${repository.branch} of the repository ${repository.org}/${repository.repo}, on a ` +
        "branch of its own. Change the files there. Committing and pushing is done afterwards.",
      ]
      : [],
  ].join("\n\n") + "\n";
}
