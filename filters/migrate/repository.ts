/** A repository of a Bundle becomes the variable contexts of one task. */

import { type Fields, keep, scalarOf } from "./fields.ts";
import { contextOf } from "./context.ts";
import { fieldOf } from "./lookup.ts";
import { stringOf } from "./manuscript.ts";
import { type Entry, followed, type List, type Mapping, type Node } from "./nodes.ts";

const repositoryFields = { org: ["owner", "organization"], repo: ["name", "repository"], branch: [] } as const;

/** `path` is that of the list. A repository that lacks something is said, and left for the API server to refuse. */
export function repository(fields: Fields, item: Node, list: List, path: string): void {
  if (followed(item).type !== "mapping") return fields.retireItem(item, list, path);
  const isUrl = fieldOf(item, "org") === undefined && urlOf(fieldOf(item, "url")) !== undefined;
  for (const [field, synonyms] of Object.entries(repositoryFields)) {
    if (isUrl && field !== "branch") continue;
    const value = [field, ...synonyms].map((name) => fieldOf(item, name)).find((value) => value !== undefined);
    if (stringOf(value) !== undefined) continue;
    const what = value === undefined ? `has no ${field}, which KubeTask needs` : `must have a text as its ${field}`;
    fields.say((value ?? item).start, `${path}: this repository ${what}`);
  }
  contextOf(fields.manuscript, item, "Repository");
  fields.take(item, path, {
    branch: keep,
    ...(isUrl ? { url: (entry, mapping) => url(fields, entry, mapping, path) } : {
      ...fields.synonyms(item, "org", repositoryFields.org),
      ...fields.synonyms(item, "repo", repositoryFields.repo),
    }),
  });
}

function urlOf(node: Node | undefined): { host: string; org: string; repo: string } | undefined {
  const url = /^(?:\w+:\/\/(?:[^@/]*@)?|[^@/]*@)([^/:]+)(?::\d+)?[/:](.+)\/([^/]+?)(?:\.git)?\/?$/;
  const [, host, org, repo] = url.exec(stringOf(node) ?? "") ?? [];
  return host === undefined || org === undefined || repo === undefined ? undefined : { host, org, repo };
}

function url({ manuscript, subject }: Fields, { key, value }: Entry, { isFlow }: Mapping, path: string): void {
  const { host = "", org = "", repo = "" } = urlOf(value) ?? {};
  const between = isFlow ? ", " : `\n${" ".repeat(manuscript.columnOf(key.start))}`;
  manuscript.edits.replace(key.start, value.end, `org: ${scalarOf(org)}${between}repo: ${scalarOf(repo)}`);
  manuscript.sayOnce(key.start, `${subject}: ${path}.url: KubeTask keeps no host, so the agent must know ${host}`);
}
