/** What a task works with: the texts and repositories that are handed to the agent. */

import * as z from "zod";
import { configMapKey, fileName, gitBranch, gitOwner, gitRepository, objectName } from "./names.ts";
import { rule } from "./rules.ts";
import { absent } from "./structural.ts";

const inline = z.string().max(262_144).describe("The text itself.");

const configMapKeyRef = z.object({
  name: objectName.describe("Name of the ConfigMap, in the namespace of this object."),
  key: configMapKey.describe("Key in the ConfigMap whose value is the text."),
}).describe("Takes the text from a ConfigMap.");

const secretKeyRef = z.object({
  name: objectName.describe("Name of the Secret, in the namespace of this object."),
  key: configMapKey.describe("Key in the Secret whose value is the text."),
}).describe("Takes the text from a Secret. KubeTask itself never reads it: the agent gets this reference.");

/** In TypeScript, whichever source is defined tells the type; the API server has the rule. */
export const FileSource = z.union([
  z.object({ inline, configMapKeyRef: absent, secretKeyRef: absent }),
  z.object({ inline: absent, configMapKeyRef, secretKeyRef: absent }),
  z.object({ inline: absent, configMapKeyRef: absent, secretKeyRef }),
]).meta(rule({
  rule: "(has(self.inline) ? 1 : 0) + (has(self.configMapKeyRef) ? 1 : 0) + (has(self.secretKeyRef) ? 1 : 0) == 1",
  message: "exactly one of inline, configMapKeyRef and secretKeyRef must be set",
}));
export type FileSource = z.infer<typeof FileSource>;

const File = z.object({
  name: fileName.describe("Name of the file: task.md. A single name, without a directory; no leading dash."),
  source: FileSource.describe("Where the text comes from: exactly one of inline, configMapKeyRef and secretKeyRef."),
});

export const Repository = z.object({
  org: gitOwner.describe("Owner of the repository: an organization, a user, or a path of groups (group/subgroup)."),
  repo: gitRepository.describe("Name of the repository, without its owner."),
  branch: gitBranch.describe("Branch to work on: main, release/1.2. Git's rules for names apply; no leading dash."),
}).describe("A Git repository. Needed for type Repository, and only there.");
export type Repository = z.infer<typeof Repository>;

const type = "Kind of context: File hands over a text, Repository a Git repository.";

const RepositoryContext = z.object({
  type: z.literal("Repository").describe(type),
  repository: Repository,
  file: absent,
});

/**
 * In TypeScript a union that narrows by `type`. Kubernetes allows no unions in a CRD: there it becomes one object with the
 * fields of all (see structural.ts) and a rule that says the same.
 */
export const Context = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("File").describe(type),
    file: File.describe("A text that becomes a file for the agent. Needed for type File, and only there."),
    repository: absent,
  }),
  RepositoryContext,
]).meta(rule({
  rule: "has(self.file) == (self.type == 'File') && has(self.repository) == (self.type == 'Repository')",
  message: "type File needs file and no repository, type Repository needs repository and no file",
}));
export type Context = z.infer<typeof Context>;

/** A context as a status repeats it: where the text is long, `source` is left out. */
export const ReportedContext = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("File").describe(type),
    file: File.partial({ source: true }).describe("Name of the file and, unless that is a long text, its source."),
    repository: absent,
  }),
  RepositoryContext,
]);
export type ReportedContext = z.infer<typeof ReportedContext>;
