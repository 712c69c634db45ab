/** The table of docs/limits.md: what the schemas of our kinds allow. */

import { BatchSpec } from "../crds/batch.ts";
import { type Schema, structural } from "../crds/structural.ts";
import { TaskSpec } from "../crds/task.ts";
import { filled, table } from "./page.ts";

export function withLimits(page: string): string {
  return filled(page, { limits: () => table(["Field", "At most"], rows()) });
}

/** Contexts are the same everywhere, so those of a Task stand for all. */
function rows(): string[][] {
  const batch = Object.entries(structural(BatchSpec).properties ?? {});
  return [
    ...batch.flatMap(([name, list]) => lists(`Batch \`${name}[]`, list)),
    ...texts("Task `", structural(TaskSpec)),
  ];
}

function lists(path: string, { items, maxItems }: Schema): string[][] {
  if (maxItems === undefined) return [];
  return [[`${path}\``, `${count(maxItems)} elements`], ...(items ? lists(`${path}[]`, items) : [])];
}

function texts(path: string, { properties = {} }: Schema): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const here = `${path}${name}`;
    if (field.maxLength !== undefined) return [[`${here}\``, `${count(field.maxLength)} characters`]];
    if (!field.items) return texts(`${here}.`, field);
    return [...lists(`${here}[]`, field).slice(0, 1), ...texts(`${here}[].`, field.items)];
  });
}

function count(limit: number): string {
  return limit.toLocaleString("en");
}
