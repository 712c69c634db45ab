/** Wraps what CodeSweep has in a list into a context of its type. */

import type { Manuscript } from "./manuscript.ts";
import type { Node } from "./nodes.ts";

const openings = {
  File: { flow: "{ type: File, file: ", flowEnd: " }", lines: ["type: File", "file:"], columns: 2 },
  // Each repository is the list of contexts of its own task.
  Repository: {
    flow: "[{ type: Repository, repository: ",
    flowEnd: " }]",
    lines: ["- type: Repository", "  repository:"],
    columns: 4,
  },
} as const;

/** Puts an item of a list into `type: File, file:`, or into a list with `type: Repository, repository:`. */
export function contextOf(manuscript: Manuscript, item: Node, type: keyof typeof openings): void {
  const { flow, flowEnd, lines, columns } = openings[type];
  if (item.type !== "mapping" || item.isFlow) {
    return manuscript.edits.wrap(item.start, item.end, { before: flow, after: flowEnd });
  }
  const column = manuscript.columnOf(item.start);
  const indent = (columns: number) => `\n${" ".repeat(columns)}`;
  // An anchor stays with what it names, on the line of its field.
  const hasOwnLine = manuscript.lineOf(item.start) !== manuscript.lineOf(item.content);
  const before = lines.join(indent(column)) + (hasOwnLine ? " " : indent(column + columns));
  const shift = column + columns - manuscript.columnOf(item.content);
  manuscript.edits.wrap(item.start, manuscript.endWithComments(item), { before, shift });
}
