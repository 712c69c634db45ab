/** The `spec` of a Bundle becomes that of a Batch: its files what all tasks have in common, its repositories one task each. */

import { type Fields, isNothing, keep } from "./fields.ts";
import { file } from "./file.ts";
import { entryOf, fieldOf } from "./lookup.ts";
import { type Entry, followed, type Mapping, type Node } from "./nodes.ts";
import { repository } from "./repository.ts";

/** `path` is where it stands: a BundleRun may have one of its own. */
export function batchSpec(fields: Fields, { value }: Entry, path: string): void {
  const spec = followed(value);
  if (spec.type === "mapping") addMissing(fields, spec);
  const hasCommon = fieldOf(spec, "commonContext") !== undefined;
  const hasVariable = fieldOf(spec, "variableContexts") !== undefined;
  fields.take(value, path, {
    commonContext: keep,
    variableContexts: keep,
    ...(hasCommon ? {} : { context: (entry, spec) => commonContext(fields, entry, spec, path) }),
    ...(hasVariable ? {} : {
      repositories: (entry) => {
        fields.manuscript.retext(entry.key, "variableContexts");
        fields.items(entry, `${path}.repositories`, (item, list) => {
          repository(fields, item, list, `${path}.repositories`);
        });
      },
    }),
  });
}

/** KubeTask wants both lists, if need be empty ones. */
function addMissing({ manuscript }: Fields, spec: Mapping): void {
  const missing = [];
  if (fieldOf(spec, "commonContext") === undefined && movable(fieldOf(spec, "context")) === undefined) {
    missing.push("commonContext: []");
  }
  if (fieldOf(spec, "variableContexts") === undefined && fieldOf(spec, "repositories") === undefined) {
    missing.push("variableContexts: []");
  }
  const [first] = spec.entries;
  if (!spec.isFlow && first !== undefined) {
    const indent = " ".repeat(manuscript.columnOf(first.key.start));
    const lines = missing.map((field) => `${indent}${field}\n`).join("");
    manuscript.edits.insert(manuscript.lineStart(first.key.start), lines);
  } else if (first !== undefined) {
    manuscript.edits.insert(first.key.start, missing.map((field) => `${field}, `).join(""));
  } else manuscript.edits.insert(spec.content + 1, missing.join(", "));
}

/** The `context` whose `files` can move to where it stands; not so where an alias may refer to it. */
function movable(context: Node | undefined): { context: Mapping; files: Entry } | undefined {
  if (context?.type !== "mapping" || context.start !== context.content) return undefined;
  const files = entryOf(context, "files");
  return files && { context, files };
}

/** `context.files` moves up, with all its lines. */
function commonContext(fields: Fields, entry: Entry, spec: Mapping, path: string): void {
  const { manuscript } = fields;
  const { edits, text } = manuscript;
  const found = movable(entry.value);
  if (found === undefined) {
    const value = followed(entry.value);
    const isEmpty = isNothing(value) || (value.type === "mapping" && value.entries.length === 0);
    if (isEmpty) return manuscript.erase(spec, entry);
    const why = "cannot be carried over: it must be a mapping with files, without anchor or alias";
    return fields.retire(spec, entry, path, why);
  }
  const { context, files } = found;
  if (context.isFlow) {
    manuscript.retext(entry.key, "commonContext");
    edits.remove(context.start, files.value.start);
  } else {
    const colon = text.indexOf(":", entry.key.end) + 1;
    const nextLine = text.indexOf("\n", colon) + 1;
    const isAlone = text.slice(colon, nextLine).trim() === "";
    if (isAlone) edits.remove(manuscript.lineStart(entry.key.start), nextLine);
    else edits.remove(entry.key.start, colon + 1);
    const shift = manuscript.columnOf(entry.key.start) - manuscript.columnOf(files.key.start);
    edits.wrap(nextLine, manuscript.endWithComments(context), { shift });
  }
  for (const other of context.entries) {
    if (other === files) {
      if (!context.isFlow) manuscript.retext(files.key, "commonContext");
      fields.items(files, `${path}.context.files`, (item, list) => file(fields, item, list, `${path}.context.files`));
    } else if (!context.isFlow) fields.retire(context, other, `${path}.context`);
    else fields.lose(other, `${path}.context`);
  }
  if (context.isFlow) edits.remove(files.value.end, context.end);
}
