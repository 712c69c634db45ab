/** Migrates a text: YAML or JSON in, YAML out. */

import { blockYaml } from "./block_yaml.ts";
import { Manuscript } from "./manuscript.ts";
import { readNodes } from "./nodes.ts";
import { migrateDocument } from "./object.ts";

export interface Migrated {
  readonly text: string;
  /** What could not be carried over, with the line where it stood; empty if nothing was lost. */
  readonly complaints: readonly string[];
}

/** Throws an InputError for what is not YAML or has objects that are none. */
export function migrated(source: string): Migrated {
  const isFromJson = isJson(source);
  // JSON has tabs between its tokens only, and YAML has none there.
  const text = isFromJson ? source.replaceAll("\t", " ") : source;
  const manuscript = new Manuscript(text);
  for (const root of readNodes(text)) migrateDocument(manuscript, root);
  const made = manuscript.edits.made();
  const { complaints } = manuscript;
  if (!isFromJson) return { text: made, complaints };
  return { text: readNodes(made).map((root) => blockYaml(made, root)).join(""), complaints };
}

function isJson(text: string): boolean {
  if (!text.trimStart().startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
